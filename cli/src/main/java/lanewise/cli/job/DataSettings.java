package lanewise.cli.job;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import lanewise.cli.job.CsvLayout.Symbol;
import lanewise.cli.session.InputException;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Types;
import lanewise.training.data.csv.CsvFormat;
import lanewise.training.data.table.FitSettings;
import lanewise.training.data.table.Imputation;
import lanewise.training.data.table.TaskKind;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a training, and how they are divided.
 *
 * @param source a file, a folder or the name of a bundled data set
 * @param label the columns of what is to be predicted, or a text with commas between their names;
 *     null where the data has no columns, or if they are not given
 * @param task what is to be predicted; null if the columns of labels decide
 * @param weights the column with the weight of each row, or the npy file of all weights; null if
 *     all count alike
 * @param ignored the columns that are left out
 * @param categories the columns whose texts name categories, even if they look like numbers
 * @param missing the texts that mean a missing value, beside those that always do, or a text with
 *     commas between them
 * @param imputation what stands in for a missing value of a feature
 * @param embedAbove the most texts of a column that are a feature each; of more, each becomes a
 *     learnt vector
 * @param unlabelled what becomes of rows without a label
 * @param separator the character between the fields of a CSV file
 * @param decimal the character before the decimals of a number in a CSV file
 * @param stream whether the rows of files are read from the disk as they are needed; null where
 *     memory decides
 * @param scaling how numbers and pixels are scaled
 * @param splitting how rows are divided; null for what suits the columns that divide them
 * @param group the column whose equal values stay in one part; null for none
 * @param time the column by which rows are divided in the order of time; null for none
 * @param validation the rows that select the best epoch; null for the share that suits the source
 * @param test the rows that judge the final model; null for the share that suits the source
 * @param folds into how many parts the rows that do not test are divided, of which one validates;
 *     null for a share that validates
 * @param fold which of them validates, from 1
 */
public record DataSettings(
    String source,
    @Nullable List<String> label,
    @Nullable TaskKind task,
    @Nullable String weights,
    List<String> ignored,
    List<String> categories,
    List<String> missing,
    Imputation imputation,
    int embedAbove,
    Unlabelled unlabelled,
    Symbol separator,
    Symbol decimal,
    @Nullable Boolean stream,
    Scaling scaling,
    @Nullable Splitting splitting,
    @Nullable String group,
    @Nullable String time,
    @Nullable RowPart validation,
    @Nullable RowPart test,
    @Nullable Integer folds,
    int fold) {
  private static final int MOST_FOLDS = 1_000;

  private static final Imputation USUAL_IMPUTATION = FitSettings.defaults().imputation();

  /** The source as a file or folder, which need not exist; null if it is standard input. */
  public @Nullable Path file() {
    try {
      return source.equals("-") ? null : Path.of(source);
    } catch (InvalidPathException noPath) {
      return null;
    }
  }

  /**
   * The npy file, or the folder, of what is to be predicted; null where the labels are columns or
   * there is no such file.
   */
  public @Nullable Path targets() {
    if (label == null || label.size() != 1) {
      return null;
    }
    try {
      Path path = Path.of(label.getFirst());
      return Files.isDirectory(path) || path.toString().endsWith(".npy") ? path : null;
    } catch (InvalidPathException noPath) {
      return null;
    }
  }

  /** The npy file of the weights; null where they are a column or there are none. */
  public @Nullable Path weightsFile() {
    try {
      return weights != null && weights.endsWith(".npy") ? Path.of(weights) : null;
    } catch (InvalidPathException noPath) {
      return null;
    }
  }

  /** Rows to which a model is applied: nothing of them is divided. */
  public static DataSettings toApply(
      String source,
      @Nullable String label,
      @Nullable String weights,
      Unlabelled unlabelled,
      CsvLayout layout) {
    return new DataSettings(
        source,
        label == null ? null : List.of(label),
        null,
        weights,
        List.of(),
        List.of(),
        List.of(),
        USUAL_IMPUTATION,
        FitSettings.MOST_ONE_HOT,
        unlabelled,
        layout.separator(),
        layout.decimal(),
        null,
        Scaling.AUTO,
        null,
        null,
        null,
        null,
        null,
        null,
        1);
  }

  /** How rows are divided: as stated, or by what a column says of them. */
  public Splitting splittingOrUsual() {
    return splitting != null ? splitting : time != null ? Splitting.TIME : Splitting.STRATIFIED;
  }

  /** The share of the rows to validate; 0 where a file has them. */
  public double validationShare(double otherwise) {
    return share(validation, otherwise);
  }

  /** The share of the rows to test; 0 where a file has them. */
  public double testShare(double otherwise) {
    return share(test, otherwise);
  }

  private static double share(@Nullable RowPart part, double otherwise) {
    return switch (part) {
      case null -> otherwise;
      case RowPart.Share(double fraction) -> fraction;
      case RowPart.OwnFile _ -> 0;
    };
  }

  /** How the columns of a table become features. */
  public FitSettings fit() {
    return FitSettings.defaults()
        .withScaling(scaling.or(Scaling.STANDARD)::learn)
        .withImputation(imputation)
        .withMostOneHot(embedAbove);
  }

  /** Whether no value of a feature may be missing. */
  public boolean refusesMissing() {
    return imputation.strategy() == Imputation.Strategy.REFUSE;
  }

  /** The first key about the columns of a table that is not as usual; null if all are. */
  public @Nullable String keyOfTables() {
    if (!imputation.equals(USUAL_IMPUTATION)) {
      return "data.imputation";
    }
    return embedAbove == FitSettings.MOST_ONE_HOT ? null : "data.embed-above";
  }

  /** The format of a CSV file. */
  public CsvFormat format() {
    List<String> texts = missing.size() == 1 ? List.of(missing.getFirst().split(",", -1)) : missing;
    return CsvLayout.format(separator, decimal)
        .withMissing(texts.stream().map(String::strip).toList());
  }

  static Section<DataSettings> section() {
    var source =
        Key.of(
                "source",
                Types.text(),
                DataSettings::source,
                "A CSV file with a header (also packed with gzip), - for standard input, a folder"
                    + " of such files, a folder of images and labels in IDX files as MNIST has"
                    + " them, an npy file of features or a folder of such files, or the name of a"
                    + " bundled data set: digits, iris.")
            .withDefault("digits")
            .withOption("--data", "DATA");
    var label =
        Key.optional(
                "label",
                Types.optional(Types.listOf(Types.text())),
                DataSettings::label,
                "The column of the CSV file that is to be predicted, or several with commas"
                    + " between; beside npy files, the file or folder of what is to be predicted.")
            .withOption("--label", "COLUMN");
    var task =
        Key.optional(
                "task",
                Types.orWord("auto", Types.oneOf(List.of(TaskKind.values()))),
                DataSettings::task,
                "What is to be predicted: classify, regress or multilabel; auto decides by the"
                    + " label column.")
            .withOption("--task", "TASK");
    var weights =
        Key.optional(
                "weights",
                Types.optional(Types.text()),
                DataSettings::weights,
                "The column of the CSV file with the weight of each row; beside npy files, the npy"
                    + " file with a weight for each row.")
            .withOption("--weights", "COLUMN");
    var ignored =
        Key.of(
                "ignore",
                Types.listOf(Types.text()),
                DataSettings::ignored,
                "Columns of the CSV file to leave out, with commas between.")
            .withDefault(List.of())
            .withOption("--ignore", "COLUMNS");
    var categories =
        Key.of(
                "categories",
                Types.listOf(Types.text()),
                DataSettings::categories,
                "Columns of the CSV file that name categories, even if they look like numbers.")
            .withDefault(List.of())
            .withOption("--categories", "COLUMNS");
    var missing =
        Key.of(
                "missing",
                Types.listOf(Types.text()),
                DataSettings::missing,
                "Texts of the CSV file that mean a missing value, with commas between, such as"
                    + " unknown or -999; an empty cell, NA, N/A, NaN, null and ? always do.")
            .withDefault(List.of())
            .withOption("--missing", "TEXTS");
    var imputation =
        Key.group(
            "imputation",
            ImputationKeys.choice(),
            DataSettings::imputation,
            "What stands in for a missing value of a feature, learnt from the training rows.");
    var embedAbove =
        Key.of(
                "embed-above",
                Types.whole(0, Integer.MAX_VALUE),
                DataSettings::embedAbove,
                "The most different texts of a column that are a feature each; if it has more, each"
                    + " becomes a learnt vector (an embedding).")
            .withDefault(FitSettings.MOST_ONE_HOT);
    var unlabelled =
        Key.of(
                "unlabelled",
                Types.oneOf(List.of(Unlabelled.values())),
                DataSettings::unlabelled,
                "What becomes of rows of the CSV file without a label: refuse ends the command and"
                    + " names the line, skip leaves them out and says how many they are.")
            .withDefault(Unlabelled.REFUSE)
            .withOption("--unlabelled", "WHAT");
    var separator =
        Key.of(
                "separator",
                CsvLayout.type(CsvLayout.SEPARATORS),
                DataSettings::separator,
                "The character between the fields of the CSV file; the character itself may be"
                    + " given, too.")
            .withDefault(Symbol.COMMA)
            .withOption("--separator", "CHAR");
    var decimal =
        Key.of(
                "decimal",
                CsvLayout.type(CsvLayout.DECIMALS),
                DataSettings::decimal,
                "The character before the decimals of a number in the CSV file; it may be given"
                    + " itself, too.")
            .withDefault(Symbol.POINT)
            .withOption("--decimal", "MARK");
    var stream =
        Key.optional(
            "stream",
            Types.orWord("auto", Types.flag()),
            DataSettings::stream,
            "Whether the rows of files stay on the disk, with the same result; auto is true where"
                + " they would fill half of the memory.");
    var scaling =
        Key.of(
                "scaler",
                Types.oneOf(List.of(Scaling.values())),
                DataSettings::scaling,
                "How numbers and pixels are scaled; auto is standard, and pooled for images.")
            .withDefault(Scaling.AUTO);
    var splitting =
        Key.optional(
            "split",
            Types.orWord("auto", Types.oneOf(List.of(Splitting.values()))),
            DataSettings::splitting,
            "How rows are divided: stratified keeps the proportions of classes, plain is by chance,"
                + " and time takes the last rows to test and those before to validate; auto is"
                + " stratified, and time where data.time names a column.");
    var group =
        Key.optional(
                "group",
                Types.optional(Types.text()),
                DataSettings::group,
                "The column of the CSV file whose equal values, such as those of one patient, stay"
                    + " in one part; it is not learnt from.")
            .withOption("--group", "COLUMN");
    var time =
        Key.optional(
                "time",
                Types.optional(Types.text()),
                DataSettings::time,
                "The column of the CSV file with numbers or dates, of which the last test and those"
                    + " before validate; it is not learnt from.")
            .withOption("--time", "COLUMN");
    var validation =
        Key.optional(
                "validation",
                Types.orWord("auto", RowPart.type(0.15)),
                DataSettings::validation,
                "Share of the rows that decide when to stop, or the file of such rows: a CSV file"
                    + " or a folder of them, an IDX folder, or npy files: x.npy,y.npy or, with"
                    + " weights, x.npy,y.npy,w.npy; auto is 0.15, and 0.1 for an IDX folder with a"
                    + " test part.")
            .withOption("--validation", "PART");
    var test =
        Key.optional(
                "test",
                Types.orWord("auto", RowPart.type(0.15)),
                DataSettings::test,
                "Share of the rows that judge the model at the end, or the file of such rows, as"
                    + " for validation; auto is 0.15, but an IDX folder may have its own.")
            .withOption("--test", "PART");
    var folds =
        Key.optional(
            "folds",
            Types.optional(Types.whole(2, MOST_FOLDS)),
            DataSettings::folds,
            "The number of parts into which the rows that do not test are divided for"
                + " cross-validation; one of them validates, in place of the share.");
    var fold =
        Key.of("fold", Types.count(), DataSettings::fold, "Which of the folds validates, from 1.")
            .withDefault(1);
    return Section.of(
        "The rows, and how they are divided.",
        List.of(
            source,
            label,
            task,
            weights,
            ignored,
            categories,
            missing,
            imputation,
            embedAbove,
            unlabelled,
            separator,
            decimal,
            stream,
            scaling,
            splitting,
            group,
            time,
            validation,
            test,
            folds,
            fold),
        values -> {
          DataSettings settings =
              new DataSettings(
                  values.get(source),
                  values.get(label).orElse(null),
                  values.get(task).orElse(null),
                  values.get(weights).orElse(null),
                  values.get(ignored),
                  values.get(categories),
                  values.get(missing),
                  values.get(imputation),
                  values.get(embedAbove),
                  values.get(unlabelled),
                  values.get(separator),
                  values.get(decimal),
                  values.get(stream).orElse(null),
                  values.get(scaling),
                  values.get(splitting).orElse(null),
                  values.get(group).orElse(null),
                  values.get(time).orElse(null),
                  values.get(validation).orElse(null),
                  values.get(test).orElse(null),
                  values.get(folds).orElse(null),
                  values.get(fold));
          if (settings.validation instanceof RowPart.Share(double forValidation)
              && settings.test instanceof RowPart.Share(double forTest)
              && forValidation + forTest >= 1) {
            throw new InputException(
                "%s and %s leave no row to train on; together they must be below 1"
                    .formatted(values.named(validation), values.named(test)));
          }
          if (settings.folds != null && settings.validation != null) {
            throw new InputException(
                "%s and %s choose the rows that validate in two ways; give one"
                    .formatted(values.named(folds), values.named(validation)));
          }
          if (settings.fold > (settings.folds == null ? 1 : settings.folds)) {
            throw new InputException(
                settings.folds == null
                    ? "%s: there are no folds; give data.folds, too".formatted(values.named(fold))
                    : "%s: there are %s folds, numbered from 1"
                        .formatted(values.named(fold), settings.folds));
          }
          if (settings.group != null && settings.time != null) {
            throw twoWays(values.named(group), values.named(time));
          }
          if (settings.group != null && settings.splitting == Splitting.TIME) {
            throw twoWays(values.named(group), values.named(splitting));
          }
          if (settings.time != null && settings.splittingOrUsual() != Splitting.TIME) {
            throw twoWays(values.named(time), values.named(splitting));
          }
          if (settings.validation instanceof RowPart.OwnFile
              && settings.test instanceof RowPart.OwnFile
              && settings.isToldHowToDivide()) {
            throw new InputException(
                "%s: the rows to validate and to test have files of their own, so that none are divided; leave it out"
                    .formatted(
                        values.named(
                            settings.group != null
                                ? group
                                : settings.time != null ? time : splitting)));
          }
          return settings;
        });
  }

  private boolean isToldHowToDivide() {
    return group != null || time != null || splitting != null;
  }

  private static InputException twoWays(String one, String other) {
    return new InputException(
        "%s and %s divide the rows in two ways; give one".formatted(one, other));
  }
}

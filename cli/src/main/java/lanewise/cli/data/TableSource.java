package lanewise.cli.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lanewise.cli.data.PreparedData.Remark;
import lanewise.cli.job.DataSettings;
import lanewise.cli.job.RowPart;
import lanewise.cli.job.Unlabelled;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;
import lanewise.layers.file.Task;
import lanewise.layers.preprocessing.Column;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.training.data.MissingLabelException;
import lanewise.training.data.Samples;
import lanewise.training.data.csv.Csv;
import lanewise.training.data.csv.CsvTable;
import lanewise.training.data.split.RowSplit;
import lanewise.training.data.table.ColumnNote;
import lanewise.training.data.table.Table;
import lanewise.training.data.table.TableFit;
import lanewise.training.data.table.TableReader;
import lanewise.training.data.table.TableRoles;
import lanewise.training.data.table.TableTargets;
import lanewise.training.data.table.TaskKind;
import org.jspecify.annotations.Nullable;

/** Reads tables to train on. */
final class TableSource {
  private static final double SHARE = 0.15;

  /** More columns than these have notes in a table that is wide and has a common fault. */
  private static final int SHOWN_NOTES = 20;

  private TableSource() {}

  /**
   * Rows of a part.
   *
   * @param classCounts how many rows each class has there; empty without classes
   * @param own the table of its own file; null if the rows are a part of all
   */
  @SuppressWarnings("ArrayRecordComponent") // to look up, never to compare
  private record Rows(Samples samples, int[] classCounts, @Nullable Table own) {
    int unlabelled() {
      return own == null ? 0 : own.unlabelledRows();
    }

    long bytesOnDisk() {
      return own == null ? 0 : own.bytesOnDisk();
    }
  }

  /** Reads a table and divides its rows. */
  static PreparedData prepare(
      CsvFiles files, String name, DataSettings settings, long seed, Path folder)
      throws IOException {
    Boolean stream = settings.stream();
    boolean onDisk = stream == null ? files.areLarge() : stream;
    Path scratch = onDisk ? folder : null;
    Table table = read(files, name, settings, scratch);
    TableTargets targets = targets(() -> TableTargets.of(table, settings.task()));
    Division.Parts parts =
        Division.of(name, settings, SHARE, seed).parts(keys(table, targets, settings));
    TableFit fit = TableFit.of(table, settings.fit(), parts.train());
    requireComplete(table, settings, fit.transformer());
    Task task = targets.task(parts.train());
    Rows train = rows(targets, fit, task, null, parts.train());
    Rows validation =
        parts.validation() == null
            ? ownRows(
                "--validation", settings.validation(), settings, fit.transformer(), task, scratch)
            : rows(targets, fit, task, null, parts.validation());
    Rows test =
        parts.test() == null
            ? ownRows("--test", settings.test(), settings, fit.transformer(), task, scratch)
            : rows(targets, fit, task, null, parts.test());
    int unlabelled = table.unlabelledRows() + validation.unlabelled() + test.unlabelled();
    List<Remark> remarks = remarks(unlabelled, targets, fit, train, validation, test);
    if (onDisk) {
      long bytes = table.bytesOnDisk() + validation.bytesOnDisk() + test.bytesOnDisk();
      remarks.add(Streaming.copied(settings, bytes, folder));
    }
    return new PreparedData(
        train.samples,
        train.samples,
        validation.samples,
        test.samples,
        test.samples,
        fit.transformer(),
        task,
        fit.transformer().featureNames(),
        null,
        Arrays.stream(train.classCounts).boxed().toList(),
        unlabelled,
        onDisk,
        remarks);
  }

  private static Division.Keys keys(Table table, TableTargets targets, DataSettings settings) {
    return new Division.Keys(
        targets.classes(all(table)),
        settings.group() == null ? null : RowSplit.numbered(table.texts(settings.group())),
        settings.time() == null ? null : SplitColumn.times(table, settings.time()));
  }

  /** Reads the labels of a table. */
  private interface Labels {
    TableTargets read() throws IOException;
  }

  /** Names the option that leaves rows without a label out, where one is refused. */
  private static TableTargets targets(Labels labels) throws IOException {
    try {
      return labels.read();
    } catch (MissingLabelException lacking) {
      throw new InputException(lacking.getMessage() + " with --unlabelled skip", lacking);
    }
  }

  /** Where a missing value is refused, it is in every part. */
  private static void requireComplete(
      Table table, DataSettings settings, ColumnTransformer transformer) throws IOException {
    if (settings.refusesMissing()) {
      table.requireComplete(transformer.columns().stream().map(Column::name).toList(), all(table));
    }
  }

  private static int[] all(Table table) {
    return IntStream.range(0, table.rows()).toArray();
  }

  private static Rows rows(
      TableTargets targets, TableFit fit, Task task, @Nullable Table own, int[] numbers)
      throws IOException {
    return new Rows(
        targets.samples(fit, task, numbers),
        targets.kind() == TaskKind.CLASSIFY ? targets.classCounts(numbers) : new int[0],
        own);
  }

  /** Reads the rows of a part that has files of its own, as the training rows teach. */
  private static Rows ownRows(
      String option,
      @Nullable RowPart part,
      DataSettings settings,
      ColumnTransformer transformer,
      Task task,
      @Nullable Path scratch)
      throws IOException {
    if (!(part instanceof RowPart.OwnFile(Path place))) {
      throw new IllegalStateException(option + ": the rows have no file of their own");
    }
    boolean isEmpty = Files.isDirectory(place) && CsvFiles.areMissingIn(place);
    if (isEmpty || !Files.exists(place)) {
      throw new InputException(
          "%s %s: there is no %s; give a share such as 0.15, or a CSV file"
              .formatted(option, place, isEmpty ? "file in the folder" : "such file"));
    }
    CsvFiles files = CsvFiles.of(place);
    try (CsvTable csv = files.first(settings.format())) {
      List<String> labels = labels(csv, settings.label());
      for (Column column : transformer.columns()) {
        csv.column(column.name());
      }
      TableRoles roles = knownRoles(csv, labels, settings.weights(), transformer);
      Table table = read(files, csv, Csv.name(place), roles, settings, scratch);
      requireComplete(table, settings, transformer);
      TableTargets targets = targets(() -> TableTargets.forTask(table, task));
      TableFit fit = new TableFit(transformer, List.of());
      return rows(targets, fit, task, table, all(table));
    }
  }

  /** The columns that a transformer knows, with their kinds; others are left out. */
  private static TableRoles knownRoles(
      CsvTable csv, List<String> labels, @Nullable String weights, ColumnTransformer transformer) {
    Set<String> ignored = new HashSet<>(csv.header());
    Set<String> categories = new HashSet<>();
    for (Column column : transformer.columns()) {
      ignored.remove(column.name());
      if (column instanceof Column.Categorical) {
        categories.add(column.name());
      }
    }
    labels.forEach(ignored::remove);
    if (weights != null) {
      ignored.remove(weights);
    }
    return new TableRoles(labels, weights, ignored, categories, Set.of());
  }

  private static Table read(
      CsvFiles files, String name, DataSettings settings, @Nullable Path scratch)
      throws IOException {
    try (CsvTable csv = files.first(settings.format())) {
      return read(files, csv, name, roles(csv, settings), settings, scratch);
    }
  }

  /** Reads all files, of which the first is open. */
  private static Table read(
      CsvFiles files,
      CsvTable csv,
      String name,
      TableRoles roles,
      DataSettings settings,
      @Nullable Path scratch)
      throws IOException {
    try (TableReader reader = reader(name, roles, settings, scratch)) {
      reader.read(csv);
      for (Path file : files.files().subList(1, files.files().size())) {
        try (CsvTable next = new CsvInput(file).open(settings.format())) {
          reader.read(next);
        }
      }
      return reader.table();
    }
  }

  private static TableReader reader(
      String name, TableRoles roles, DataSettings settings, @Nullable Path scratch) {
    TableReader reader =
        scratch == null ? TableReader.of(name, roles) : TableReader.onDisk(name, roles, scratch);
    return settings.unlabelled() == Unlabelled.SKIP ? reader.skippingUnlabelled() : reader;
  }

  private static TableRoles roles(CsvTable csv, DataSettings settings) {
    List<String> labels = labels(csv, settings.label());
    Set<String> dividing =
        Stream.of(settings.group(), settings.time())
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    try {
      return new TableRoles(
          labels,
          settings.weights(),
          new HashSet<>(split(csv, settings.ignored())),
          new HashSet<>(split(csv, settings.categories())),
          dividing);
    } catch (IllegalArgumentException twice) {
      throw new InputException(csv.source() + ": " + twice.getMessage(), twice);
    }
  }

  private static List<String> labels(CsvTable csv, @Nullable List<String> label) {
    if (label == null) {
      throw ModelColumns.labelNotNamed(csv);
    }
    return split(csv, label);
  }

  /** Divides a text at its commas, unless a column has it for a name. */
  static List<String> split(CsvTable csv, List<String> names) {
    if (names.size() != 1 || csv.hasColumn(names.getFirst())) {
      return names;
    }
    return Arrays.stream(names.getFirst().split(",", -1)).map(String::strip).toList();
  }

  private static List<Remark> remarks(
      int unlabelled, TableTargets targets, TableFit fit, Rows train, Rows validation, Rows test) {
    List<Remark> remarks = new ArrayList<>();
    remarks.add(new Remark("Task", task(targets)));
    remarks.add(new Remark("Columns", columns(fit.transformer())));
    if (unlabelled > 0) {
      remarks.add(new Remark("Left out", Phrases.count(unlabelled, "row") + " without a label"));
    }
    List<ColumnNote> notes = fit.notes();
    for (ColumnNote note : notes.subList(0, Math.min(notes.size(), SHOWN_NOTES))) {
      String advice =
          switch (note.kind()) {
            case NUMBERED ->
                "; if it numbers the rows, leave it out with --ignore " + note.column();
            case MIXED -> "; if the text means a missing value, say so with --missing";
            default -> "";
          };
      remarks.add(new Remark("Note", note.text() + advice));
    }
    if (notes.size() > SHOWN_NOTES) {
      int more = notes.size() - SHOWN_NOTES;
      remarks.add(new Remark("Note", "there are notes on %s more columns".formatted(more)));
    }
    if (targets.kind() == TaskKind.CLASSIFY) {
      remarks.addAll(
          SmallClasses.remarks(
              targets.names(), train.classCounts, validation.classCounts, test.classCounts));
    }
    return remarks;
  }

  private static String task(TableTargets targets) {
    int count = targets.names().size();
    String what =
        switch (targets.kind()) {
          case CLASSIFY -> "to tell %s classes apart".formatted(count);
          case REGRESS ->
              count == 1 ? "to predict a number" : "to predict %s numbers".formatted(count);
          case MULTILABEL -> "to give a row any of %s".formatted(Phrases.count(count, "label"));
        };
    return what + ", " + (targets.reason().startsWith("the") ? "as " : "") + targets.reason();
  }

  private static String columns(ColumnTransformer transformer) {
    int numbers = 0;
    int booleans = 0;
    int categories = 0;
    int telling = 0;
    for (Column column : transformer.columns()) {
      switch (column) {
        case Column.Numeric _ -> numbers++;
        case Column.Bool _ -> booleans++;
        case Column.Categorical categorical -> {
          categories++;
          telling += categorical.values().contains("") ? 1 : 0;
        }
      }
      telling += column.indicator() ? 1 : 0;
    }
    List<String> kinds = new ArrayList<>();
    add(kinds, numbers, numbers == 1 ? "number" : "numbers");
    add(kinds, booleans, booleans == 1 ? "boolean" : "booleans");
    add(kinds, categories, categories == 1 ? "category" : "categories");
    String missing =
        telling == 0 ? "" : String.format(Locale.ROOT, ", %d that tell missing values", telling);
    return String.join(", ", kinds) + missing;
  }

  private static void add(List<String> kinds, int count, String noun) {
    if (count > 0) {
      kinds.add(String.format(Locale.ROOT, "%,d %s", count, noun));
    }
  }
}

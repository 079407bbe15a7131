package lanewise.cli.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lanewise.cli.job.DataSettings;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;
import lanewise.cli.session.InputFile;
import lanewise.cli.session.Session;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.predictor.MultiLabelClassifier;
import lanewise.layers.predictor.Predictor;
import lanewise.layers.predictor.Regressor;
import lanewise.tensor.io.Folders;
import lanewise.training.data.RowReader;
import lanewise.training.data.Samples;
import lanewise.training.data.npy.NpyRows;
import lanewise.training.data.table.TaskKind;

/**
 * Two npy files, or two folders of them: the features of the rows, and what is to be predicted.
 *
 * @param features the file or folder of {@code --data}
 * @param targets the file or folder of {@code --label}
 * @param settings how the rows are divided
 */
record NpySource(Path features, Path targets, DataSettings settings) implements DataSource {
  private static final String SUFFIX = ".npy";

  /** Whether a path names an npy file, or a folder of such files. */
  static boolean isNpy(Path path) throws IOException {
    return Files.isDirectory(path)
        ? Folders.dataFiles(path).stream().anyMatch(NpySource::hasSuffix)
        : hasSuffix(path);
  }

  /** The npy files that a path names: itself, or those of a folder in the order of their names. */
  static List<Path> files(Path path) throws IOException {
    if (!Files.isDirectory(path)) {
      return List.of(path);
    }
    List<Path> files = Folders.dataFiles(path);
    for (Path file : files) {
      if (!hasSuffix(file)) {
        throw new InputException(
            "%s: the folder is a data set of npy files, but this is none; move it elsewhere"
                .formatted(file));
      }
    }
    return files;
  }

  private static boolean hasSuffix(Path path) {
    return path.toString().endsWith(SUFFIX);
  }

  static NpySource of(Path features, DataSettings settings) {
    List<String> label = settings.label();
    if (label == null) {
      throw new InputException(
          "%s has the features of rows; name the npy file or folder of what is to be predicted, such as --label y.npy"
              .formatted(features));
    }
    Path targets = InputFile.path("--label", String.join(",", label));
    if (!Files.exists(targets)) {
      throw new InputException(
          "--label %s: there is no such file or folder; beside npy files of features it names those of what is to be predicted"
              .formatted(targets));
    }
    return new NpySource(features, targets, settings);
  }

  @Override
  public String name() {
    return plainName(features);
  }

  private static String plainName(Path path) {
    String name = String.valueOf(path.toAbsolutePath().normalize().getFileName());
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  @Override
  public PreparedData prepare(long seed, Path scratch) throws IOException {
    Samples values = NpyRows.ofValues(features, targets);
    NumberTargets survey = NumberTargets.of(targets.toString(), plainName(targets), values);
    TaskKind kind = settings.task() == null ? survey.kind() : settings.task();
    survey.requireFits(kind);
    Samples given =
        kind == TaskKind.CLASSIFY ? NpyRows.ofClasses(features, targets, survey.classes()) : values;
    NpyPart part = new NpyPart(survey, kind, given.format());
    Samples validation = part.open("--validation", settings.validation());
    Samples test = part.open("--test", settings.test());
    boolean onDisk = NumberRows.stayOnDisk(settings, given, validation, test);
    NumberRows rows =
        NumberRows.of(
                name(),
                NpyWeights.of(kept(given, onDisk), settings.weights()),
                kind,
                kind == TaskKind.CLASSIFY ? survey.classNames() : survey.names(),
                NumberRows.Layout.of(given.format().features()))
            .withBeside(
                validation == null ? null : kept(validation, onDisk),
                test == null ? null : kept(test, onDisk))
            .withTask(survey.describe(kind, settings.task() != null));
    return (onDisk ? rows.onDisk(Streaming.mapped(settings)) : rows).prepare(settings, seed);
  }

  private Samples kept(Samples mapped, boolean onDisk) {
    return onDisk ? mapped : mapped.toMemory(name());
  }

  @Override
  public RowReader toEvaluate(Predictor model, Session session, SkippedRows skipped)
      throws IOException {
    Samples unweighted = NpyRows.ofValues(features, targets);
    String source = targets.toString();
    NumberTargets survey = NumberTargets.of(source, plainName(targets), unweighted);
    Samples values = NpyWeights.of(unweighted, settings.weights());
    int needed = model instanceof Classifier ? 1 : model.plan().outputSize();
    if (survey.names().size() != needed) {
      throw new InputException(
          "%s: a row has %s, but the model predicts %s"
              .formatted(
                  source,
                  Phrases.count(survey.names().size(), "value"),
                  needed == 1 ? "one" : Integer.toString(needed)));
    }
    return switch (model) {
      case Classifier _ -> {
        survey.requireFits(TaskKind.CLASSIFY);
        yield NumberEvaluation.ofClasses(
            model,
            source,
            NpyWeights.of(
                NpyRows.ofClasses(features, targets, survey.classes()), settings.weights()),
            survey.classNames());
      }
      case MultiLabelClassifier _ -> {
        survey.requireFits(TaskKind.MULTILABEL);
        yield NumberEvaluation.ofValues(model, name(), values);
      }
      case Regressor regressor ->
          NumberEvaluation.ofValues(
              model, name(), values.withTargetsScaled(regressor.targetScaler()));
    };
  }
}

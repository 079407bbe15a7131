package lanewise.cli.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.cli.job.RowPart;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;
import lanewise.training.data.RowFormat;
import lanewise.training.data.Samples;
import lanewise.training.data.npy.NpyRows;
import lanewise.training.data.table.TaskKind;
import org.jspecify.annotations.Nullable;

/**
 * Opens rows to validate or to test that are in npy files of their own.
 *
 * @param trained the targets of the rows to train on
 * @param kind what is predicted
 * @param format of the rows to train on
 */
record NpyPart(NumberTargets trained, TaskKind kind, RowFormat format) {
  /**
   * Opens the files of a part.
   *
   * @param option what names them
   * @return rows of the format of those to train on; null if the part is a share of these
   * @throws InputException if they are of another shape, or have other labels
   * @throws IOException if they cannot be read
   */
  @Nullable Samples open(String option, @Nullable RowPart part) throws IOException {
    if (!(part instanceof RowPart.OwnFile own)) {
      return null;
    }
    List<Path> files = own.paths();
    if (files.size() < 2
        || files.size() > 3
        || files.stream().anyMatch(file -> file.toString().isEmpty())) {
      throw new InputException(
          "%s %s: beside npy files name two, of features and of what is to be predicted, as in %s x.npy,y.npy, and a third with weights if rows have some; or give a share such as 0.15"
              .formatted(option, own.file(), option));
    }
    Samples rows = open(files.get(0), files.get(1));
    return files.size() == 2 ? rows : NpyWeights.ofPart(rows, option, files.get(2));
  }

  private Samples open(Path features, Path targets) throws IOException {
    Samples values = NpyRows.ofValues(features, targets);
    if (!values.format().features().equals(format.features())) {
      throw new InputException(
          "%s: a row is of %s, but one to train on is of %s; use files of one data set"
              .formatted(features, values.format().features(), format.features()));
    }
    if (values.format().outputs() != trained.names().size()) {
      throw new InputException(
          "%s: a row has %s, but one to train on has %s"
              .formatted(
                  targets,
                  Phrases.count(values.format().outputs(), "value"),
                  trained.names().size()));
    }
    NumberTargets survey = NumberTargets.of(targets.toString(), "", values);
    survey.requireFits(kind);
    if (kind != TaskKind.CLASSIFY) {
      return values;
    }
    List<String> unknown = new ArrayList<>(survey.classNames());
    unknown.removeAll(trained.classNames());
    if (!unknown.isEmpty()) {
      throw new InputException(
          "%s: the model is never trained on the label \"%s\"; %s has %s"
              .formatted(
                  targets,
                  unknown.getFirst(),
                  trained.source(),
                  Phrases.list(trained.classNames())));
    }
    return NpyRows.ofClasses(features, targets, trained.classes());
  }
}

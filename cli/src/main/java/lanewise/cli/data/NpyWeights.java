package lanewise.cli.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;
import lanewise.cli.session.InputFile;
import lanewise.tensor.io.MappedNpy;
import lanewise.tensor.io.Npy;
import lanewise.training.data.InvalidDatasetException;
import lanewise.training.data.Samples;
import org.jspecify.annotations.Nullable;

/** The weights of rows that are in npy files. */
final class NpyWeights {
  private NpyWeights() {}

  /**
   * Gives rows their weights.
   *
   * @param weights the npy file with a weight for each row; null if all count alike
   * @throws InputException if it has not a weight for each row
   * @throws IOException if it cannot be read
   */
  static Samples of(Samples rows, @Nullable String weights) throws IOException {
    if (weights == null) {
      return rows;
    }
    Path file = InputFile.path("--weights", weights);
    if (!Files.isRegularFile(file) || !NpySource.isNpy(file)) {
      throw new InputException(
          "--weights %s: there is no such npy file; beside npy files it names one with a weight for each row"
              .formatted(weights));
    }
    MappedNpy all = Npy.map(file);
    if (all.rowShape().size() != 1 || all.rowCount() != rows.rows()) {
      throw new InputException(
          "%s: it has %s of %s, but a weight is needed for each of %s"
              .formatted(
                  file,
                  Phrases.count(all.rowCount(), "row"),
                  Phrases.count(all.rowShape().size(), "value"),
                  Phrases.count(rows.rows(), "row")));
    }
    float[] values = new float[rows.rows()];
    all.copyRows(0, values.length, values, 0);
    try {
      return rows.weighted(values);
    } catch (InvalidDatasetException unfit) {
      throw new InputException(file + ": " + unfit.getMessage(), unfit);
    }
  }
}

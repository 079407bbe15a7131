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
   * @param weights what {@code --weights} names; null if all count alike
   * @throws InputException if it has not a weight for each row
   * @throws IOException if it cannot be read
   */
  static Samples of(Samples rows, @Nullable String weights) throws IOException {
    if (weights == null) {
      return rows;
    }
    return read(
        rows, InputFile.path("--weights", weights), "--weights " + weights, "beside npy files it");
  }

  /**
   * Gives the rows of a part their weights.
   *
   * @param option what names the files of the part
   * @param file the third of them
   * @throws InputException if it has not a weight for each row
   * @throws IOException if it cannot be read
   */
  static Samples ofPart(Samples rows, String option, Path file) throws IOException {
    return read(rows, file, option + " " + file, "the third");
  }

  private static Samples read(Samples rows, Path file, String words, String what)
      throws IOException {
    if (!Files.isRegularFile(file) || !NpySource.isNpy(file)) {
      throw new InputException(
          "%s: there is no such npy file; %s names one with a weight for each row"
              .formatted(words, what));
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

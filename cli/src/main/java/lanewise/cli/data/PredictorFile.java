package lanewise.cli.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import lanewise.cli.files.FileKind;
import lanewise.cli.files.FileUse;
import lanewise.cli.session.InputException;
import lanewise.layers.format.FormatException;
import lanewise.layers.format.Safetensors;
import lanewise.layers.predictor.Predictor;

/** Reads the model files that commands name. */
public final class PredictorFile {
  private PredictorFile() {}

  /**
   * Reads a model.
   *
   * @throws InputException if the file is a folder, damaged or of another kind
   * @throws IOException if it is missing or cannot be read
   */
  public static Predictor load(Path file) throws IOException {
    if (Files.isDirectory(file)) {
      Path beside = file.resolveSibling(file.getFileName() + ".safetensors");
      throw new InputException(
          Files.isRegularFile(beside)
              ? "%s: it is a folder; name the model, %s".formatted(file, beside)
              : file + ": it is a folder; name the model file in it");
    }
    try {
      return Predictor.load(file);
    } catch (FormatException bad) {
      FileKind.require(FileUse.MODEL, file);
      if (isSafetensorsOfOthers(file)) {
        throw new InputException(
            "%s has tensors, but not the layers that lanewise train saves with them; a program can read"
                    .formatted(file)
                + " them with Safetensors.read and fill a network that it builds",
            bad);
      }
      String detail = String.valueOf(bad.getMessage()).replace(bad.source() + ": ", "");
      throw new InputException(
          "%s is damaged or not a model of lanewise (%s); copy it again or train anew"
              .formatted(file, detail),
          bad);
    }
  }

  /** Whole, but without anything that lanewise writes beside tensors. */
  private static boolean isSafetensorsOfOthers(Path file) throws IOException {
    try {
      Set<String> keys = Safetensors.read(file).metadata().keySet();
      return keys.stream().noneMatch(key -> key.startsWith("lanewise."));
    } catch (FormatException damaged) {
      return false;
    }
  }
}

package lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.cli.session.ExitCode;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonCursor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A training on a file system that is full, of several sizes: each ends with a sentence that names
 * the file, and continues with the same bits once there is room. It needs the right to mount, which
 * few build machines give, so only the profile {@code full-disk} runs it; it fails without the
 * right.
 */
@Tag("once")
@Timeout(1_800)
final class FullDiskRun {
  private static final List<String> SIZES = List.of("4k", "24k", "64k", "160k", "400k", "900k");

  /** The processes see the file system, and nobody else does. */
  private static final String SCRIPT =
      """
      mkdir disk && mount -t tmpfs -o "size=$1" none disk || exit 99
      shift
      "$@" > first.json 2> first.err
      echo $?
      mount -o remount,size=64m disk || exit 99
      "$@" > second.json 2> second.err
      echo $?
      umount disk && rmdir disk
      """;

  /** The exit code of the script where the system does not let it mount. */
  private static final int MOUNTING_FAILED = 99;

  @TempDir private Path folder;

  @Test
  void aTrainingContinuesOnceThereIsRoom() throws Exception {
    Path job =
        Samples.write(
            folder.resolve("job.yaml"),
            "model: {hidden: 64}\nstopping: {patience: 99}\ncheckpoints: {every-steps: 9}\n");
    String expected =
        weights(Cli.run("train", job, "--json", "--epochs", 3, "--out", folder).out());
    int full = 0;
    for (String size : SIZES) {
      List<String> codes = train(job, size);
      String said = Files.readString(folder.resolve("first.err"));
      assertThat(codes).as("%s: %s", size, said).hasSize(2);
      if (!codes.getFirst().equals("0")) {
        full++;
        assertThat(codes.getFirst())
            .as("%s: %s", size, said)
            .isEqualTo(Integer.toString(ExitCode.SYSTEM));
        assertThat(said.lines().toList().getLast())
            .as(size)
            .startsWith("lanewise: ")
            .contains("disk/", "No space left on device");
      }
      String again = Files.readString(folder.resolve("second.err"));
      assertThat(codes.getLast()).as("%s: %s", size, again).isEqualTo("0");
      assertThat(weights(Files.readString(folder.resolve("second.json")))).isEqualTo(expected);
    }
    assertThat(full).as("sizes that were too small").isBetween(3, SIZES.size());
  }

  /** Trains twice: on a file system of this size, and on the same one when it is larger. */
  private List<String> train(Path job, String size) throws IOException, InterruptedException {
    List<String> words = new ArrayList<>(List.of("unshare", "-rm", "sh", "-c", SCRIPT, "sh", size));
    words.addAll(
        ChildCommand.words(
            "train", job, "--json", "--epochs", 3, "--out", "disk/models", "--resume"));
    Process process =
        new ProcessBuilder(words).directory(folder.toFile()).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isNotEqualTo(MOUNTING_FAILED).isZero();
    return said.lines().toList();
  }

  private static String weights(String json) {
    return JsonCursor.of("json", Json.parse(json.strip().lines().toList().getLast()))
        .get("weightsSha256")
        .asString();
  }
}

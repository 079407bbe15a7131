package lanewise.site;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** The reference of the command, which the command writes itself. */
final class CommandReference {
  private CommandReference() {}

  /** Runs {@code lanewise manual --markdown} with the class path of this program. */
  static String text() throws IOException, InterruptedException {
    Path java = Path.of(System.getProperty("java.home"), "bin", "java");
    Process process =
        new ProcessBuilder(
                java.toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "lanewise.cli.Main",
                "manual",
                "--markdown")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectInput(new File("/dev/null"))
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("site: lanewise manual --markdown failed");
    }
    return text;
  }
}

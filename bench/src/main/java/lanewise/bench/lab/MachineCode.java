package lanewise.bench.lab;

import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What {@code -XX:CompileCommand=print,CLASS::METHOD} of a product JVM prints: without the library
 * hsdis the bytes of the machine code, in hexadecimal, between marks.
 */
final class MachineCode {
  private static final Pattern BYTES = Pattern.compile("\\s+0x[0-9a-f]+: ([0-9a-f |]+?)\\s*");

  private MachineCode() {}

  /**
   * Of a method, the last compilation by C2 that is not one in the middle of a loop; empty where
   * there is none, or hsdis is installed.
   *
   * @param type the name of its class
   */
  static Optional<byte[]> of(List<String> printed, String type, String method) {
    byte[] last = null;
    boolean ours = false;
    StringBuilder hex = null;
    for (String line : printed) {
      if (line.startsWith("Compiled method")) {
        ours =
            line.startsWith("Compiled method (c2)")
                && line.contains(" " + type + "::" + method + " (")
                && !line.contains("%");
      } else if (line.equals("[MachCode]")) {
        hex = ours ? new StringBuilder() : null;
      } else if (line.equals("[/MachCode]")) {
        if (hex != null) {
          last = HexFormat.of().parseHex(hex);
        }
        hex = null;
        ours = false;
      } else if (line.equals("[Exception Handler]") || line.equals("[Stub Code]")) {
        // What follows are jumps to the runtime and constants.
        if (hex != null) {
          last = HexFormat.of().parseHex(hex);
        }
        hex = null;
      } else if (hex != null) {
        Matcher bytes = BYTES.matcher(line);
        if (bytes.matches()) {
          hex.append(bytes.group(1).replace("|", "").replace(" ", ""));
        }
      }
    }
    return Optional.ofNullable(last);
  }
}

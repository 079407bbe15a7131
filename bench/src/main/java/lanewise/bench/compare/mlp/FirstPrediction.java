package lanewise.bench.compare.mlp;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * What a small service does until its first answer: reads a model file, predicts one row. Prints a
 * line when it has, then what {@code /proc/self/status} says about its memory, then the answer.
 * With no arguments it prints only: the floor, a JVM that starts and does nothing.
 */
public final class FirstPrediction {
  static final String DONE = "@predicted";

  private FirstPrediction() {}

  /**
   * Predicts one row.
   *
   * @param args the contestant's class, its variant, the model file, the features of a row; or
   *     {@code save}, the contestant's class, the model file, the network to write to it; or
   *     nothing
   * @throws Exception what the contestant throws
   */
  public static void main(String[] args) throws Exception {
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    float[] answer = new float[0];
    if (args.length > 0 && args[0].equals("save")) {
      Competitor.contestant(args[1]).save(Network.of(args[3]), Path.of(args[2]));
    } else if (args.length > 0) {
      float[][] row = {row(Integer.parseInt(args[2]))};
      Contestant contestant = Competitor.contestant(args[0]);
      answer =
          contestant.open(contestant.variants().getFirst(), Path.of(args[1]), 1, row).predict(0);
    }
    print(out, DONE);
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmRSS") || line.startsWith("VmHWM")) {
        print(out, "@" + line.replaceAll("\\s+|kB", ""));
      }
    }
    print(out, "@answer:" + Arrays.toString(answer));
    // Some libraries leave threads that would keep the process.
    Runtime.getRuntime().halt(0);
  }

  private static void print(FileOutputStream out, String line) throws IOException {
    out.write((line + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /** A row whose values differ. */
  static float[] row(int features) {
    float[] row = new float[features];
    for (int i = 0; i < features; i++) {
      row[i] = (i * 37 % 201 - 100) / 100f;
    }
    return row;
  }
}

package lanewise.bench.compare.run;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import lanewise.bench.compare.Call;
import lanewise.bench.compare.Mlp;
import lanewise.bench.compare.Network;
import lanewise.bench.compare.Peer;

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
   * @param args the peer's class, the network's widths, the model file, and {@code save} to write
   *     that file instead; or nothing
   * @throws Throwable what the library throws
   */
  public static void main(String[] args) throws Throwable {
    FileOutputStream out = new FileOutputStream(FileDescriptor.out);
    float[] answer = new float[0];
    if (args.length > 3) {
      Library.peer(args[0]).save(Network.of(args[1]), Path.of(args[2]));
    } else if (args.length > 0) {
      Peer peer = Library.peer(args[0]);
      Mlp problem = Mlp.ofRow(args[1], Path.of(args[2]));
      Call call = peer.ways(problem).getFirst().opening().call();
      call.run(0);
      answer = call.output();
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
}

package lanewise.bench;

import java.util.Arrays;
import lanewise.bench.kernels.Roofline;
import lanewise.bench.lab.Lab;

/**
 * The main class of {@code lanewise-bench.jar}: {@code lab} and {@code roofline} are commands of
 * ours, and everything else is for JMH.
 */
public final class Main {
  private Main() {}

  /**
   * Runs a command.
   *
   * @param args its name and words, or words for JMH
   * @throws Exception what the command throws
   */
  public static void main(String[] args) throws Exception {
    String[] rest = Arrays.copyOfRange(args, Math.min(1, args.length), args.length);
    switch (args.length == 0 ? "" : args[0]) {
      case "lab" -> Lab.main(rest);
      case "roofline" -> Roofline.main(rest);
      default -> org.openjdk.jmh.Main.main(args);
    }
  }
}

package lanewise.bench;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import lanewise.bench.command.Command;
import lanewise.bench.compare.run.Compare;
import lanewise.bench.kernels.Guard;
import lanewise.bench.kernels.Roofline;
import lanewise.bench.lab.Lab;
import lanewise.bench.report.Page;
import lanewise.bench.stream.Streaming;

/**
 * The main class of {@code lanewise-bench.jar}: the first word may name a {@link Command} of ours,
 * and everything else is for JMH.
 */
public final class Main {
  /** All there are. */
  static final List<Command> COMMANDS =
      List.of(
          Compare.COMMAND,
          Guard.COMMAND,
          Lab.COMMAND,
          Page.COMMAND,
          Roofline.COMMAND,
          Streaming.COMMAND);

  private Main() {}

  /**
   * Runs a command, and exits with its code.
   *
   * @param args its name and words, or words for JMH
   * @throws IOException what JMH throws
   */
  public static void main(String[] args) throws IOException {
    Optional<Command> command =
        COMMANDS.stream()
            .filter(each -> args.length > 0 && each.name().equals(args[0]))
            .findFirst();
    if (command.isPresent()) {
      System.exit(command.get().run(List.of(args).subList(1, args.length)));
    }
    org.openjdk.jmh.Main.main(KernelBenchmark.withVariants(args));
  }
}

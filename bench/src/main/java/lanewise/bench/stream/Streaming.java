package lanewise.bench.stream;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lanewise.bench.command.Command;
import lanewise.bench.command.Words;
import lanewise.bench.compare.Training;
import lanewise.bench.machine.Jvm;
import lanewise.bench.machine.Pinning;

/**
 * {@code bench/streaming}: what is left of the speed of a training in memory where the rows stay on
 * the disk and the heap is small. Both ways run in processes of their own, as a user starts them,
 * and take turns.
 */
public final class Streaming {
  /** The command. */
  public static final Command COMMAND = new Command("streaming", Streaming::run);

  private static final String SMALL_HEAP = "-Xmx64m";
  private static final int ROUNDS = 5;
  private static final int EPOCHS = 6;
  private static final int FEW_EPOCHS = 4;

  private final Path root;
  private final Path data;
  private final Path out;
  private final int epochs;

  private Streaming(Path root, Path data, int epochs) {
    this.root = root;
    this.data = data;
    this.out = root.resolve("bench/target/streaming");
    this.epochs = epochs;
  }

  private static int run(Words words) throws IOException {
    boolean quick = words.flag("--quick");
    Path data = words.value("--data").map(Path::of).orElseGet(Training::folder);
    words.rest(0);
    if (!Files.isDirectory(data)) {
      throw new IllegalArgumentException(
          "there is no folder %s; install Debian's package dataset-fashion-mnist, or name one with --data"
              .formatted(data));
    }
    return new Streaming(Command.root(), data.toAbsolutePath(), quick ? FEW_EPOCHS : EPOCHS)
        .measure(quick ? 1 : ROUNDS);
  }

  private int measure(int rounds) throws IOException {
    String weights = "";
    System.out.printf(
        "784-256-128-10, batches of 64, rows/s from epoch %s on%n%n  %-10s %12s %16s %10s  %s%n",
        TrainRun.FIRST_SETTLED, "", "in memory", SMALL_HEAP + ", disk", "share", "[of a round]");
    double accuracy = Double.NaN;
    int most = Math.min(2, Runtime.getRuntime().availableProcessors());
    for (int cores = 1; cores <= most; cores++) {
      if (!Pinning.firstCores(1).isEmpty() && Pinning.firstCores(cores).isEmpty()) {
        break; // fewer cores are given to it
      }
      List<Pairs.Round> pairs = new ArrayList<>();
      for (int round = 0; round < rounds; round++) {
        pairs.add(round(cores, round % 2 == 0));
      }
      Pairs measured = new Pairs(pairs);
      System.out.println(measured.line(cores));
      TrainRun first = pairs.getFirst().memory();
      weights = weights.isEmpty() ? first.weights() : weights;
      accuracy = first.accuracy();
      if (!measured.allLeft(weights)) {
        System.err.println("streaming: the trainings have left different weights");
        return 1;
      }
    }
    System.out.printf(
        Locale.ROOT, "%n  All have left the same weights, test accuracy %.2f%%%n", 100 * accuracy);
    return 0;
  }

  /** Which of the two comes first changes from round to round. */
  private Pairs.Round round(int cores, boolean memoryFirst) throws IOException {
    if (memoryFirst) {
      TrainRun memory = train(cores, false);
      return new Pairs.Round(memory, train(cores, true));
    }
    TrainRun disk = train(cores, true);
    return new Pairs.Round(train(cores, false), disk);
  }

  private TrainRun train(int cores, boolean disk) throws IOException {
    System.err.printf(
        "streaming: %s, %s%n", cores == 1 ? "1 core" : cores + " cores", disk ? "disk" : "memory");
    List<String> command = new ArrayList<>(Pinning.words(Pinning.firstCores(cores)));
    command.addAll(
        List.of(root.resolve("lanewise").toString(), "train", "--data", data.toString()));
    command.addAll(List.of("--hidden", "256,128", "--batch", "64", "--json", "--restart"));
    command.addAll(List.of("--epochs", Integer.toString(epochs)));
    command.addAll(List.of("--threads", Integer.toString(cores)));
    command.addAll(List.of("--set", "data.stream=" + disk, "--out", out.toString()));
    Files.createDirectories(out);
    Path errors = out.resolve("stderr.txt");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    List<String> options = new ArrayList<>(Jvm.userOptions());
    if (disk) {
      options.add(SMALL_HEAP);
    }
    builder.environment().put("LANEWISE_JAVA_OPTS", String.join(" ", options));
    Process process = builder.start();
    List<String> lines;
    try (BufferedReader printed = process.inputReader()) {
      lines = printed.lines().toList();
      if (process.waitFor() != 0) {
        List<String> said = Files.readAllLines(errors);
        throw new IOException(said.isEmpty() ? "the training failed" : said.getLast());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IOException("the training was interrupted", stopped);
    } finally {
      process.destroy();
    }
    return TrainRun.of(lines);
  }
}

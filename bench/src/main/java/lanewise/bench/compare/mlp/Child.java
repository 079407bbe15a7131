package lanewise.bench.compare.mlp;

import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The process of one competitor: reads commands from its input, a line each, words separated by
 * tabs, and answers each with one line that begins with {@code @ok} or {@code @failed}. Whatever
 * else a library prints goes to the error stream, or is passed over by the reader.
 *
 * <pre>
 *   variants                        -> the variants' names
 *   network WIDTHS ROWS FILE        saves the model file, forgets all variants opened before
 *   open VARIANT                    -> its number; every answer has been checked
 *   warm NUMBER NANOS SLICE_NANOS   -> calls that make a slice
 *   round NUMBER CALLS              -> nanoseconds a call
 *   tails NUMBER                    -> p50, p99, p99.9 in nanoseconds; the answers are checked again
 * </pre>
 */
public final class Child {
  private static final int BATCHES = 64;

  private final Contestant contestant;
  private final List<Entry> entries = new ArrayList<>();
  private Network network = Network.of("1-1");
  private Path file = Path.of("");
  private int rows = 1;
  private float[][] inputs = network.inputs(1, 1);
  private @Nullable Expected expected;

  private Child(Contestant contestant) {
    this.contestant = contestant;
  }

  /**
   * Serves until its input ends.
   *
   * @param args the contestant's class
   * @throws Exception if there is no such contestant
   */
  public static void main(String[] args) throws Exception {
    PrintStream answers =
        new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
    System.setOut(System.err);
    new Child(Competitor.contestant(args[0])).serve(answers);
    System.exit(0);
  }

  private void serve(PrintStream answers) throws IOException {
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      answers.println(answer(line.split("\t", -1)));
    }
  }

  /** A library that cannot be loaded throws errors too: all that is thrown is the answer. */
  private String answer(String[] words) {
    try {
      return "@ok\t" + run(words);
    } catch (Throwable e) {
      e.printStackTrace();
      return "@failed\t" + Competitor.reason(e);
    }
  }

  private String run(String[] words) throws Exception {
    return switch (words[0]) {
      case "variants" -> String.join("\t", contestant.variants());
      case "network" -> network(words[1], Integer.parseInt(words[2]), Path.of(words[3]));
      case "open" -> open(words[1]);
      case "warm" ->
          Long.toString(entry(words).warmUp(Long.parseLong(words[2]), Long.parseLong(words[3])));
      case "round" -> Double.toString(entry(words).round(Long.parseLong(words[2])));
      case "tails" -> tails(entry(words));
      default -> throw new IllegalArgumentException("child: no command " + words[0]);
    };
  }

  private Entry entry(String[] words) {
    return entries.get(Integer.parseInt(words[1]));
  }

  private String network(String widths, int rows, Path file) throws Exception {
    entries.clear();
    this.network = Network.of(widths);
    this.rows = rows;
    this.file = file;
    this.inputs = network.inputs(BATCHES, rows);
    this.expected = null;
    contestant.save(network, file);
    return "";
  }

  private String open(String variant) throws Exception {
    Contestant.Prediction prediction = contestant.open(variant, file, rows, inputs);
    Entry entry = new Entry(prediction, expected(variant), BATCHES);
    entry.check();
    entries.add(entry);
    return Integer.toString(entries.size() - 1);
  }

  /** What is expected of the network itself is computed once. */
  private Expected expected(String variant) {
    Network computed = contestant.computed(variant, network);
    if (computed != network) {
      return new Expected(computed, inputs);
    }
    if (expected == null) {
      expected = new Expected(network, inputs);
    }
    return expected;
  }

  private static String tails(Entry entry) throws Exception {
    entry.check();
    Tails tails = entry.tails();
    return tails.p50() + "\t" + tails.p99() + "\t" + tails.p999();
  }
}

package lanewise.bench.compare;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.Function;

/** The probabilities of a batch by a {@link Network} in a model file, another batch every call. */
public final class Mlp implements Problem {
  /** Predictions of small and large networks. */
  static final Work WORK = new Work("mlp", cases(), _ -> true, 2);

  /** The way to the first prediction: each round starts a JVM. */
  static final Work STARTUP =
      new Work(
          "startup", Map.of("784-128-10", path -> new Mlp("784-128-10", 1, path)), _ -> true, 1);

  /** Narrower layers stay in 32 bits. */
  public static final int ROUNDED_FROM = 64;

  private static final int BATCHES = 64;

  private final String widths;
  private final int rows;
  private final Path file;
  private final float[][] batches;
  private final Map<Rounding, Expected> expected = new EnumMap<>(Rounding.class);

  private Mlp(String widths, int rows, Path file, float[][] batches) {
    this.widths = widths;
    this.rows = rows;
    this.file = file;
    this.batches = batches;
  }

  Mlp(String widths, int rows, Path file) {
    this(widths, rows, file, Network.of(widths).inputs(BATCHES, rows));
  }

  /** One row of values that differ: makes nothing else, for a process whose start is timed. */
  public static Mlp ofRow(String widths, Path file) {
    float[] row = new float[Integer.parseInt(widths.substring(0, widths.indexOf('-')))];
    for (int i = 0; i < row.length; i++) {
      row[i] = (i * 37 % 201 - 100) / 100f;
    }
    return new Mlp(widths, 1, file, new float[][] {row});
  }

  private static Map<String, Function<Path, Problem>> cases() {
    var cases = Work.ordered();
    cases.put("784-128-10, batch 1", path -> new Mlp("784-128-10", 1, path));
    cases.put("784-128-10, batch 64", path -> new Mlp("784-128-10", 64, path));
    cases.put("784-1024-1024-10, batch 1", path -> new Mlp("784-1024-1024-10", 1, path));
    cases.put("4-16-3, batch 1", path -> new Mlp("4-16-3", 1, path));
    cases.put("30-32-16-1, batch 1", path -> new Mlp("30-32-16-1", 1, path));
    return cases;
  }

  /** What is to be computed. */
  public Network network() {
    return Network.of(widths);
  }

  /** The model file or folder that the library itself has written. */
  public Path file() {
    return file;
  }

  /** The rows of a batch. */
  public int rows() {
    return rows;
  }

  /** The batches, each [rows, features]. */
  public float[][] batches() {
    return batches;
  }

  @Override
  public Unit unit() {
    return Unit.MICROS;
  }

  @Override
  public int inputs() {
    return batches.length;
  }

  @Override
  public boolean latencies() {
    return true;
  }

  @Override
  public void check(int input, Rounding rounding, float[] answer) {
    expected
        .computeIfAbsent(
            rounding,
            _ -> new Expected(network().withWeights(ROUNDED_FROM, rounding::round), batches))
        .check(input, answer);
  }
}

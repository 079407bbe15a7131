package lanewise.bench.compare.mlp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import lanewise.bench.compare.Slices;

/**
 * {@code bench/compare mlp [--json FILE] [--quick] [--only TEXT]}: the time of a prediction,
 * another batch every call, ours and the peers' in turn on the same core. Every variant has a
 * process of its own in every case: native libraries clash, and what one had compiled would not
 * suit the next.
 *
 * <p>Rounds go through all variants of all competitors, each round beginning with another, so that
 * a machine that slows down slows all. The median is that of slices timed as a whole, as in the
 * other comparisons; p50, p99 and p99.9 are those of calls timed one by one, of which reading the
 * clock is a part.
 */
public final class CompareMlp {
  private record Size(String network, int rows) {}

  private static final List<Size> CASES =
      List.of(
          new Size("784-128-10", 1),
          new Size("784-128-10", 64),
          new Size("784-1024-1024-10", 1),
          new Size("4-16-3", 1),
          new Size("30-32-16-1", 1));

  /** A variant of a competitor that takes part in the case at hand. */
  private record Seat(ChildProcess child, String variant, int number, long calls) {}

  private final Options options;
  private final Path folder;
  private final List<ChildProcess> children = new ArrayList<>();
  private final List<String> absent = new ArrayList<>();

  private CompareMlp(Options options) {
    this.options = options;
    this.folder = options.root().resolve("bench/peers/target/mlp");
  }

  /**
   * Runs the comparison.
   *
   * @param args the root of the clone, then the options
   * @throws IOException if ours cannot be measured, or results cannot be written
   */
  public static void main(String[] args) throws IOException {
    String[] words = Arrays.copyOfRange(args, 1, args.length);
    new CompareMlp(Options.of(Path.of(args[0]), words)).run();
  }

  private void run() throws IOException {
    for (Size size : CASES) {
      if (Measurement.caseName(size.network, size.rows).contains(options.only())) {
        run(size);
      }
    }
    if (!absent.isEmpty()) {
      System.out.println("\nNot measured:");
      absent.forEach(line -> System.out.println("  " + line));
    }
  }

  private void run(Size size) throws IOException {
    try {
      List<Seat> seats = new ArrayList<>(enter(Competitor.LANEWISE, size));
      for (Competitor peer : Competitor.PEERS) {
        seats.addAll(enter(peer, size));
      }
      measure(size, seats);
    } finally {
      for (ChildProcess child : children) {
        child.close();
      }
      children.clear();
    }
  }

  /** The variants of a competitor, checked and warmed up; a peer's that fail are noted. */
  private List<Seat> enter(Competitor competitor, Size size) throws IOException {
    List<Seat> seats = new ArrayList<>();
    String at = Measurement.caseName(size.network, size.rows) + ", " + competitor.name();
    try {
      for (String variant : start(competitor).ask("variants")) {
        try {
          seats.add(enter(start(competitor), variant, size));
        } catch (IOException e) {
          note(competitor, at + ", " + variant, e);
        }
      }
    } catch (IOException e) {
      note(competitor, at, e);
    }
    return seats;
  }

  private void note(Competitor competitor, String at, IOException failure) throws IOException {
    if (competitor.ours()) {
      throw failure;
    }
    absent.add(at + ": " + failure.getMessage());
  }

  private ChildProcess start(Competitor competitor) throws IOException {
    ChildProcess child = ChildProcess.start(options.root(), competitor, folder);
    children.add(child);
    return child;
  }

  private Seat enter(ChildProcess child, String variant, Size size) throws IOException {
    long warmUpNanos = options.quick() ? 500_000_000L : 2_000_000_000L;
    long sliceNanos = options.quick() ? 2_000_000L : 10_000_000L;
    String file = child.competitor().module() + children.size() + "-" + size.network;
    child.ask("network", size.network, size.rows, folder.resolve(file));
    int number = Integer.parseInt(child.ask("open", variant).getFirst());
    long calls = Long.parseLong(child.ask("warm", number, warmUpNanos, sliceNanos).getFirst());
    return new Seat(child, variant, number, calls);
  }

  private void measure(Size size, List<Seat> seats) throws IOException {
    int rounds = options.quick() ? 11 : 41;
    double[][] nanos = new double[seats.size()][rounds];
    for (int round = 0; round < rounds; round++) {
      for (int i = 0; i < seats.size(); i++) {
        int who = (i + round) % seats.size();
        Seat seat = seats.get(who);
        List<String> answer = seat.child.ask("round", seat.number, seat.calls);
        nanos[who][round] = Double.parseDouble(answer.getFirst());
      }
    }
    List<Measurement> measurements = new ArrayList<>();
    for (int i = 0; i < nanos.length; i++) {
      measurements.add(measurement(size, seats.get(i), Slices.of(nanos[i])));
    }
    report(size, measurements);
  }

  private static Measurement measurement(Size size, Seat seat, Slices slices) throws IOException {
    List<String> tails = seat.child.ask("tails", seat.number);
    return new Measurement(
        size.network,
        size.rows,
        seat.child.competitor().name(),
        seat.variant,
        slices,
        new Tails(
            Double.parseDouble(tails.get(0)),
            Double.parseDouble(tails.get(1)),
            Double.parseDouble(tails.get(2))));
  }

  private void report(Size size, List<Measurement> measurements) throws IOException {
    double bestPeer = Measurement.bestPeer(measurements);
    System.out.printf("%n%s (us a call)%n", Measurement.caseName(size.network, size.rows));
    System.out.printf(
        "  %-16s %-32s %10s %7s %10s %10s%n", "", "", "median", "spread", "p99", "p99.9");
    for (Measurement measurement : measurements) {
      double median = measurement.slices().median();
      String ratio =
          measurement.ours() && !Double.isNaN(bestPeer)
              ? String.format(Locale.ROOT, "  %.2fx the best peer", bestPeer / median)
              : "";
      System.out.printf(
          Locale.ROOT,
          "  %-16s %-32s %10.3f %6.0f%% %10.3f %10.3f%s%n",
          measurement.competitor(),
          measurement.variant(),
          median / 1000,
          100 * measurement.slices().spread(),
          measurement.tails().p99() / 1000,
          measurement.tails().p999() / 1000,
          ratio);
      options.append(measurement.json(bestPeer));
    }
  }
}

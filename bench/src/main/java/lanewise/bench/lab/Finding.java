package lanewise.bench.lab;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import lanewise.bench.report.Results;
import lanewise.layers.format.JsonObject;

/** What is found of a tile at one width: printed at once, and a line of results at the end. */
final class Finding {
  /** Less is what counting itself allocates. */
  private static final double ONE_BYTE = 1;

  private final String type;
  private final int bits;
  private final Results results;
  private final JsonObject.Builder members = JsonObject.builder();
  private final List<String> flags = new ArrayList<>();

  /** Begins with the sizes of the tile and of ours. */
  Finding(String type, int bits, Results results, Trial.Tiles tiles) {
    this.type = type;
    this.bits = bits;
    this.results = results;
    members.put("rows", tiles.rows());
    members.put("columns", tiles.columns());
    members.put("ours", tiles.ourName());
    members.put("ourRows", tiles.ourRows());
    members.put("ourColumns", tiles.ourColumns());
    System.out.printf(
        "%n%s at %s bits: a tile of %s x %s, \"yours\"%n",
        type, bits, tiles.rows(), tiles.columns());
    System.out.printf(
        "  beside        %s, a tile of %s x %s, \"ours\": what Lanewise uses at this width%n",
        tiles.ourName(), tiles.ourRows(), tiles.ourColumns());
  }

  /** It breaks the contract. */
  int rejected(String reason) throws IOException {
    System.out.println("  REJECTED      " + reason);
    write("rejected", List.of(reason));
    return 1;
  }

  /** It keeps the contract, and allocates so much. */
  void accepted(long cases, double bytes) {
    System.out.printf(
        "  contract      kept in %s cases, before it was compiled and after%n", cases);
    members.put("contractCases", cases);
    members.put("bytesPerCall", bytes);
    if (bytes >= ONE_BYTE) {
      flags.add(String.format(Locale.ROOT, "boxes: a call allocates %.0f bytes", bytes));
    }
  }

  /** The hot loop of yours or ours. */
  void code(String who, HotLoop loop) {
    System.out.printf("  code, %-7s %s%n", who, loop.words());
    members.put(who + "Code", loop.json());
    if (who.equals("yours")) {
      if (loop.spills() > 0) {
        flags.add(
            "spills: %s operations of the hot loop move vectors to or from the stack"
                .formatted(loop.spills()));
      }
      if (loop.allocations() + loop.calls() > 0) {
        flags.add(
            "boxes: the hot loop has %s allocations and %s calls"
                .formatted(loop.allocations(), loop.calls()));
      }
      if (loop.fmas() == 0) {
        flags.add("no vectors: the hot loop multiplies single numbers");
      }
    }
  }

  /** Why there is nothing to say of the code of yours or ours. */
  void noCode(String who, String reason) {
    System.out.printf(
        "  code%s %s%n", who.isEmpty() ? "         " : ", %-7s".formatted(who), reason);
  }

  /** The time until products took no longer than later, at least where it was late. */
  void warmUp(double millis, long products, boolean late) {
    System.out.printf(
        Locale.ROOT,
        "  warm-up       %s%.0f ms, %s of %s%n",
        late ? "more than " : "",
        millis,
        products == 1 ? "1 product" : products + " products",
        Trial.SHAPES.getFirst().name());
    members.put("warmUpMillis", millis);
    members.put("warmUpProducts", products);
    members.put("warmUpLate", late);
  }

  /**
   * Ends.
   *
   * @return the exit code: 0 for a sound tile, 1 for one that is flagged
   */
  int end() throws IOException {
    flags.forEach(flag -> System.out.println("  FLAGGED       " + flag));
    if (flags.isEmpty()) {
      System.out.println("  verdict       sound");
    }
    write(flags.isEmpty() ? "sound" : "flagged", flags);
    return flags.isEmpty() ? 0 : 1;
  }

  private void write(String verdict, List<String> reasons) throws IOException {
    members.put("reasons", Results.texts(reasons));
    String width = bits + " bits";
    results.verdict(width, type, width, verdict, members.build());
  }
}

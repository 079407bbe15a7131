package lanewise.tensor.kernel.elementwise;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The measured errors of the functions: what {@link AccuracySweep} writes, and what the tests and
 * the documentation are held to.
 */
final class AccuracyTable {
  private static final String NAME = "accuracy.txt";

  /** The source of what is read, seen from the folder of the module. */
  private static final Path SOURCE =
      Path.of("src/test/resources/lanewise/tensor/kernel/elementwise", NAME);

  private static final int DECIMALS = 6;

  private AccuracyTable() {}

  /**
   * The errors of a function, in units in the last place, both rounded up to six decimals.
   *
   * @param function its name in {@link UnaryOp}, or POW
   * @param largest the largest error
   * @param at the operands where it is that large
   * @param mean the mean error
   */
  record Row(String function, BigDecimal largest, List<Float> at, BigDecimal mean) {
    Row {
      largest = largest.setScale(DECIMALS, RoundingMode.CEILING);
      mean = mean.setScale(DECIMALS, RoundingMode.CEILING);
    }

    /** As in the file. */
    @Override
    public String toString() {
      StringBuilder line = new StringBuilder(function + " " + largest + " " + mean);
      for (float operand : at) {
        line.append(' ').append(operand);
      }
      return line.toString();
    }

    private static Row parse(String line) {
      String[] parts = line.split(" ");
      List<Float> at =
          List.of(parts).subList(3, parts.length).stream().map(Float::valueOf).toList();
      return new Row(parts[0], new BigDecimal(parts[1]), at, new BigDecimal(parts[2]));
    }
  }

  /** All rows of the file. */
  static List<Row> read() throws IOException {
    try (InputStream file = AccuracyTable.class.getResourceAsStream(NAME)) {
      return new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(Row::parse)
          .toList();
    }
  }

  /** Puts a row of the source in place of the function's, or at the end. */
  static void put(Row row) throws IOException {
    List<String> lines = new ArrayList<>(Files.readAllLines(SOURCE));
    int at = 0;
    while (at < lines.size() && !lines.get(at).startsWith(row.function + " ")) {
      at++;
    }
    if (at < lines.size()) {
      lines.set(at, row.toString());
    } else {
      lines.add(row.toString());
    }
    Files.write(SOURCE, lines);
  }
}

package lanewise.tensor.kernel.elementwise;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The functions are as accurate as the table of all floats says, and so is the documentation. */
class AccuracyTest {
  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;

  private static final Path DOCUMENTATION = Path.of("src/main/java/lanewise/tensor/ops/Unary.java");

  private static final Pattern DOCUMENTED =
      Pattern.compile("<tr><td>(\\w+)[^<]*</td><td>([\\d.]+)</td><td>([\\d.]+)</td></tr>");

  /** How far the reference in double precision may be off, in units in the last place. */
  private static final double REFERENCE = 1e-5;

  static Stream<AccuracyTable.Row> rows() throws IOException {
    return AccuracyTable.read().stream();
  }

  static Stream<AccuracyTable.Row> rowsOfOneOperand() throws IOException {
    return rows().filter(row -> row.at().size() == 1);
  }

  @Tag("once")
  @Test
  void theDocumentedFiguresAreThoseOfTheTableRoundedUp() throws IOException {
    Map<String, String> expected = new TreeMap<>();
    for (AccuracyTable.Row row : AccuracyTable.read()) {
      String name = row.function().replace("_", "").toLowerCase(Locale.ROOT);
      expected.put(name, roundedUp(row.largest()) + " " + roundedUp(row.mean()));
    }
    Map<String, String> documented = new TreeMap<>();
    Matcher row = DOCUMENTED.matcher(Files.readString(DOCUMENTATION));
    while (row.find()) {
      String name = row.group(1).toLowerCase(Locale.ROOT);
      documented.put(name, row.group(2) + " " + row.group(3));
    }
    assertThat(documented).isEqualTo(expected);
  }

  private static String roundedUp(BigDecimal error) {
    return error.setScale(2, RoundingMode.CEILING).toString();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void theErrorIsLargestWhereTheTableSays(AccuracyTable.Row row) {
    float[] x = {row.at().get(0)};
    float[] out = new float[1];
    BigDecimal exact;
    if (row.at().size() == 2) {
      float[] y = {row.at().get(1)};
      KERNEL.binary(BinaryOp.valueOf(row.function()), 1, x, 0, y, 0, out, 0);
      exact = HighPrecision.pow(x[0], y[0]);
    } else {
      KERNEL.unary(UnaryOp.valueOf(row.function()), 1, x, 0, out, 0);
      exact = HighPrecision.unary(UnaryOp.valueOf(row.function()), x[0]);
    }
    BigDecimal error = HighPrecision.error(out[0], exact);
    assertThat(error.setScale(row.largest().scale(), RoundingMode.CEILING))
        .isEqualTo(row.largest());
  }

  @ParameterizedTest
  @MethodSource("rowsOfOneOperand")
  void noErrorIsLargerOverAllExponents(AccuracyTable.Row row) {
    SplittableRandom random = new SplittableRandom(2);
    int each = 256;
    float[] x = new float[each];
    for (int top = 0; top < 512; top++) {
      x[0] = Float.intBitsToFloat(top << 23);
      x[1] = Float.intBitsToFloat(top << 23 | 0x7fffff);
      for (int i = 2; i < each; i++) {
        x[i] = Float.intBitsToFloat(top << 23 | random.nextInt(1 << 23));
      }
      requireWithin(row, x);
    }
  }

  @ParameterizedTest
  @MethodSource("rowsOfOneOperand")
  void noErrorIsLargerAroundTheLargest(AccuracyTable.Row row) {
    float[] x = new float[4097];
    int middle = Float.floatToRawIntBits(row.at().get(0));
    for (int i = 0; i < x.length; i++) {
      x[i] = Float.intBitsToFloat(middle - x.length / 2 + i);
    }
    requireWithin(row, x);
  }

  /**
   * Not all pairs of floats were tried, so some may be a little worse than the worst of those: the
   * documented figure, which is rounded up, has to hold.
   */
  @Test
  void noErrorOfPowersIsLargerThanDocumented() throws IOException {
    AccuracyTable.Row row = rows().filter(each -> each.at().size() == 2).findFirst().orElseThrow();
    double limit = Double.parseDouble(roundedUp(row.largest())) + REFERENCE;
    SplittableRandom random = new SplittableRandom(-2); // the sweep has the seeds from 0 on
    float[] x = new float[1024];
    float[] y = new float[1024];
    for (int run = 0; run < 128; run++) {
      AccuracySweep.pairs(random, x, y);
      requirePowersWithin(limit, x, y);
    }
    int middleX = Float.floatToRawIntBits(row.at().get(0));
    int middleY = Float.floatToRawIntBits(row.at().get(1));
    for (int step = -32; step <= 32; step++) {
      for (int i = 0; i < x.length; i++) {
        x[i] = Float.intBitsToFloat(middleX + step);
        y[i] = Float.intBitsToFloat(middleY - x.length / 2 + i);
      }
      requirePowersWithin(limit, x, y);
    }
  }

  private static void requirePowersWithin(double limit, float[] x, float[] y) {
    float[] out = new float[x.length];
    KERNEL.binary(BinaryOp.POW, x.length, x, 0, y, 0, out, 0);
    for (int i = 0; i < x.length; i++) {
      double exact = Oracle.binary(BinaryOp.POW, x[i], y[i]);
      boolean bothNaN = Double.isNaN(exact) && Float.isNaN(out[i]);
      if (!bothNaN && !(Ulp.error(out[i], exact) <= limit)) {
        throw new AssertionError("pow(%s, %s) = %s, not %s".formatted(x[i], y[i], out[i], exact));
      }
    }
  }

  private static void requireWithin(AccuracyTable.Row row, float[] x) {
    UnaryOp op = UnaryOp.valueOf(row.function());
    float[] out = new float[x.length];
    KERNEL.unary(op, x.length, x, 0, out, 0);
    double limit = row.largest().doubleValue() + REFERENCE;
    for (int i = 0; i < x.length; i++) {
      double exact = Oracle.unary(op, x[i]);
      if (!(Ulp.error(out[i], exact) <= limit)) {
        throw new AssertionError("%s(%s) = %s, not %s".formatted(op, x[i], out[i], exact));
      }
    }
  }

  /** Operands up to 64, beyond which the functions are constant or out of range; all of sine's. */
  @Tag("once")
  @ParameterizedTest
  @EnumSource
  void theReferenceHasTheDigitsThatItNeeds(UnaryOp op) {
    SplittableRandom random = new SplittableRandom(3);
    int end = op == UnaryOp.SIN || op == UnaryOp.COS ? 255 : 127 + 6;
    for (int exponent = 1; exponent < end; exponent++) {
      float magnitude = Float.intBitsToFloat(exponent << 23 | random.nextInt(1 << 23));
      float x = random.nextBoolean() ? magnitude : -magnitude;
      double reference = Oracle.unary(op, x);
      if (Double.isFinite(reference)) {
        BigDecimal exact = HighPrecision.unary(op, x);
        BigDecimal difference = new BigDecimal(reference).subtract(exact).abs();
        double unit = Math.max(Math.ulp(exact.floatValue()), Float.MIN_VALUE);
        assertThat(difference.doubleValue() / unit)
            .as("%s(%s) = %s", op, x, reference)
            .isLessThan(REFERENCE);
      }
    }
  }
}

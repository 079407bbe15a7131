package lanewise.tensor.kernel.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lanewise.tensor.Allocation;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Workers;
import lanewise.tensor.kernel.Chain;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The product bit for bit against one chain of fused multiply-adds an element. */
class GemmTest {
  private static final int TILE_ROWS = ActiveTiles.TILES.main().rows();
  private static final int TILE_COLUMNS = ActiveTiles.TILES.main().columns();
  private static final int EDGE = ActiveTiles.TILES.edge().columns();

  enum Operands {
    PLAIN(false, false),
    TRANSPOSED_A(true, false),
    TRANSPOSED_B(false, true),
    BOTH(true, true);

    final boolean a;
    final boolean b;

    Operands(boolean a, boolean b) {
      this.a = a;
      this.b = b;
    }
  }

  /** One product with loose leading dimensions, offsets and guard cells. */
  private static final class Trial {
    final Operands operands;
    final int m;
    final int n;
    final int k;
    float alpha = 1;
    float beta;
    boolean special;
    Workers workers = Workers.caller();
    int loose = 3;

    Trial(Operands operands, int m, int n, int k) {
      this.operands = operands;
      this.m = m;
      this.n = n;
      this.k = k;
    }

    float[] run() {
      RandomStream random = RandomStream.of(m * 31L + n * 7L + k);
      int lda = Math.max(1, (operands.a ? m : k) + loose);
      int ldb = Math.max(1, (operands.b ? k : n) + 2 * loose);
      int ldc = Math.max(1, n + loose);
      int aOffset = 5;
      int bOffset = 7;
      int cOffset = 11;
      float[] a = Chain.values(random, aOffset + (operands.a ? k : m) * lda);
      float[] b = Chain.values(random, bOffset + (operands.b ? n : k) * ldb);
      if (special) {
        Chain.sprinkle(random, a);
        Chain.sprinkle(random, b);
      }
      float[] before = new float[cOffset + m * ldc + 9];
      Arrays.fill(before, Chain.GUARD);
      for (int i = 0; i < m; i++) {
        for (int j = 0; j < n; j++) {
          before[cOffset + i * ldc + j] = beta == 0 ? Float.NaN : random.nextFloat() - 0.5f;
        }
      }
      float[] c = before.clone();
      Gemm.multiply(
          workers,
          operands.a,
          operands.b,
          m,
          n,
          k,
          alpha,
          a,
          aOffset,
          lda,
          b,
          bOffset,
          ldb,
          beta,
          c,
          cOffset,
          ldc);
      for (int at = 0; at < c.length; at++) {
        int i = (at - cOffset) / ldc;
        int j = (at - cOffset) % ldc;
        if (at < cOffset || i >= m || j >= n) {
          Chain.assertGuard(c[at], "%s at %d", this, at);
          continue;
        }
        float init = beta == 0 ? 0 : beta == 1 ? before[at] : beta * before[at];
        int aAt = aOffset + (operands.a ? i : i * lda);
        int bAt = bOffset + (operands.b ? j * ldb : j);
        float expected =
            alpha == 0
                ? init
                : Chain.element(
                    init, k, alpha, a, aAt, operands.a ? lda : 1, b, bAt, operands.b ? 1 : ldb);
        Chain.assertSame(c[at], expected, "%s at (%d, %d)", this, i, j);
      }
      return c;
    }

    @Override
    public String toString() {
      return operands + " " + m + " x " + n + " x " + k + ", alpha " + alpha + ", beta " + beta;
    }
  }

  private static int[] rowCounts() {
    return IntStream.of(0, 1, 2, TILE_ROWS - 1, TILE_ROWS, TILE_ROWS + 1, 13, 2 * TILE_ROWS + 3)
        .distinct()
        .toArray();
  }

  private static int[] columnCounts() {
    return IntStream.of(
            0,
            1,
            3,
            EDGE - 1,
            EDGE,
            EDGE + 1,
            TILE_COLUMNS - 1,
            TILE_COLUMNS,
            TILE_COLUMNS + 1,
            TILE_COLUMNS + EDGE,
            2 * TILE_COLUMNS + EDGE + 1)
        .distinct()
        .toArray();
  }

  @ParameterizedTest
  @EnumSource
  void everyEdgeOfTheTiles(Operands operands) {
    for (int m : rowCounts()) {
      for (int n : columnCounts()) {
        for (int k : new int[] {0, 1, 2, 5, 17, 67}) {
          new Trial(operands, m, n, k).run();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void innerDimensionsInSeveralParts(Operands operands) {
    for (int k : new int[] {1023, 1024, 1025, 2049, 3100}) {
      for (int[] mn : new int[][] {{1, 1}, {1, 65}, {7, 17}, {TILE_ROWS, TILE_COLUMNS + 3}}) {
        new Trial(operands, mn[0], mn[1], k).run();
        Trial added = new Trial(operands, mn[0], mn[1], k);
        added.beta = 1;
        added.run();
      }
    }
  }

  static Stream<Arguments> factors() {
    float[] values = {0, 1, -1, 0.3f};
    return Stream.of(Operands.values())
        .flatMap(
            operands ->
                IntStream.range(0, 16)
                    .mapToObj(i -> Arguments.of(operands, values[i / 4], values[i % 4])));
  }

  @ParameterizedTest
  @MethodSource("factors")
  void alphaAndBeta(Operands operands, float alpha, float beta) {
    for (int[] shape : new int[][] {{7, 83, 19}, {1, 64, 5}, {13, 5, 1060}, {3, 4, 0}}) {
      Trial trial = new Trial(operands, shape[0], shape[1], shape[2]);
      trial.alpha = alpha;
      trial.beta = beta;
      trial.run();
    }
  }

  @ParameterizedTest
  @EnumSource
  void specialValues(Operands operands) {
    for (int[] shape : new int[][] {{7, 83, 3}, {1, 64, 5}, {13, 5, 2}, {6, 64, 1}}) {
      Trial trial = new Trial(operands, shape[0], shape[1], shape[2]);
      trial.special = true;
      trial.run();
    }
  }

  @ParameterizedTest
  @EnumSource
  void anyNumberOfThreads(Operands operands) {
    try (Workers two = Workers.of(2);
        Workers five = Workers.of(5)) {
      for (int[] shape : new int[][] {{131, 137, 67}, {5, 700, 1100}, {400, 10, 1046}}) {
        for (Workers workers : new Workers[] {Workers.caller(), two, five}) {
          Trial trial = new Trial(operands, shape[0], shape[1], shape[2]);
          trial.workers = workers;
          trial.run();
        }
      }
    }
  }

  /** C is turned in parts where it is too large to be turned at once. */
  @ParameterizedTest
  @EnumSource(names = {"TRANSPOSED_B", "BOTH"})
  void aWideProductInParts(Operands operands) {
    new Trial(operands, TILE_COLUMNS, (1 << 20) / TILE_COLUMNS + 33, 3).run();
    Trial added = new Trial(operands, TILE_COLUMNS, 2 * ((1 << 20) / TILE_COLUMNS), 2);
    added.beta = 1;
    added.run();
  }

  @Test
  void operandsOfAnyStride() {
    RandomStream random = RandomStream.of(3);
    float[] a = Chain.values(random, 4000);
    float[] b = Chain.values(random, 9000);
    int m = 9;
    int n = 70;
    int k = 21;
    int[][] aStrides = {{42, 2}, {-42, 2}, {0, 1}, {3, 0}, {1, 9}, {-1, -9}};
    int[][] bStrides = {{71, 1}, {-71, 1}, {0, 1}, {1, 21}, {-1, 22}, {2, 43}, {1, 0}, {3, -64}};
    for (int[] as : aStrides) {
      for (int[] bs : bStrides) {
        float[] c = new float[m * n];
        Gemm.multiplyStrided(
            Workers.caller(), m, n, k, 1, a, 2000, as[0], as[1], b, 4500, bs[0], bs[1], 0, c, 0, n);
        for (int i = 0; i < m * n; i++) {
          int aAt = 2000 + i / n * as[0];
          int bAt = 4500 + i % n * bs[1];
          float expected = Chain.element(0, k, 1, a, aAt, as[1], b, bAt, bs[0]);
          Chain.assertSame(
              c[i], expected, "%s x %s at %d", Arrays.toString(as), Arrays.toString(bs), i);
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = Operands.class,
      names = {"PLAIN", "TRANSPOSED_B"})
  void packedBefore(Operands operands) {
    try (Workers two = Workers.of(2)) {
      for (int n : columnCounts()) {
        for (int[] mk : new int[][] {{0, 3}, {1, 0}, {1, 7}, {TILE_ROWS + 1, 67}, {13, 1030}}) {
          packed(Workers.caller(), operands.b, mk[0], n, mk[1]);
        }
      }
      packed(two, operands.b, 67, 131, 67);
    }
  }

  private static void packed(Workers workers, boolean transposed, int m, int n, int k) {
    RandomStream random = RandomStream.of(m + n + k);
    int lda = k + 3;
    int ldb = (transposed ? k : n) + 5;
    int ldc = n + 4;
    float[] a = Chain.values(random, 2 + m * lda);
    float[] b = Chain.values(random, 3 + (transposed ? n : k) * ldb);
    PackedMatrix matrix = PackedMatrix.of(transposed, k, n, b, 3, ldb);
    for (float[] bias : new float[][] {null, Chain.values(random, n + 6)}) {
      float[] c = new float[7 + m * ldc + 5];
      Arrays.fill(c, Chain.GUARD);
      Gemm.multiplyPacked(workers, m, a, 2, lda, matrix, bias, 6, null, c, 7, ldc);
      for (int at = 0; at < c.length; at++) {
        int i = (at - 7) / ldc;
        int j = (at - 7) % ldc;
        if (at < 7 || i >= m || j >= n) {
          Chain.assertGuard(c[at], "packed %d x %d x %d at %d", m, n, k, at);
        } else {
          float init = bias == null ? 0 : bias[6 + j];
          int bAt = 3 + (transposed ? j * ldb : j);
          float expected =
              Chain.element(init, k, 1, a, 2 + i * lda, 1, b, bAt, transposed ? 1 : ldb);
          Chain.assertSame(c[at], expected, "packed %d x %d x %d at %d, %d", m, n, k, i, j);
        }
      }
    }
  }

  /** Copied at once, in parts of the inner dimension, and in parts of the rows, too. */
  @ParameterizedTest
  @CsvSource({"45, 1060, 515", "4200, 1010, 4203", "8200, 515, 8200"})
  void aLongTransposedLeftOperandIsTurnedFirst(int m, int k, int lda) {
    int n = 260;
    assertThat(TurnedLeft.isWorthIt(n, k, 1, lda)).isTrue();
    int rows = TurnedLeft.rowsOfParts(m);
    boolean parts = rows < m || TurnedLeft.depthOfParts(k, rows) < k;
    assertThat(parts).isEqualTo((long) m * k > 1 << 22);
    float[] a = Chain.values(RandomStream.of(1), 3 + k * lda);
    float[] b = Chain.values(RandomStream.of(2), k * n);
    for (float beta : new float[] {0, 1, 0.5f}) {
      float[] c = Chain.values(RandomStream.of(3), m * n);
      float[] before = c.clone();
      Gemm.multiply(Workers.caller(), true, false, m, n, k, 2, a, 3, lda, b, 0, n, beta, c, 0, n);
      for (int i = 0; i < m; i += m / 4) {
        for (int j = 0; j < n; j += 7) {
          float start = beta == 0 ? 0 : beta * before[i * n + j];
          float expected = Chain.element(start, k, 2, a, 3 + i, lda, b, j, n);
          Chain.assertSame(c[i * n + j], expected, "beta %s at %d, %d", beta, i, j);
        }
      }
    }
  }

  @Test
  void theSizeOfPackedWeightsIsKnownBefore() {
    for (int n : new int[] {1, 4, 10, 16, 17, 31, 32, 63, 64, 65, 128, 200}) {
      long packed = PackedMatrix.of(false, 3, n, new float[3 * n], 0, n).byteSize();
      assertThat(PackedMatrix.float32Bytes(3, n)).as("%d columns", n).isEqualTo(packed);
    }
  }

  @Test
  void earlyRowsHaveTheBitsOfPackedOnes() {
    int rows = 5;
    int k = 37;
    int n = 83;
    float[] a = Chain.values(RandomStream.of(1), 2 + rows * (k + 1));
    float[] w = Chain.values(RandomStream.of(2), n * k);
    float[] bias = Chain.values(RandomStream.of(3), 1 + n);
    PackedMatrix packed = PackedMatrix.of(true, k, n, w, 0, k);
    for (UnaryOp activation : new UnaryOp[] {null, UnaryOp.RELU, UnaryOp.SIGMOID}) {
      float[] expected = new float[3 + rows * (n + 2)];
      float[] early = new float[expected.length];
      Gemm.multiplyPacked(
          Workers.caller(), rows, a, 2, k + 1, packed, bias, 1, activation, expected, 3, n + 2);
      EarlyRows.multiply(rows, n, k, a, 2, k + 1, w, bias, 1, activation, early, 3, n + 2);
      assertThat(early).isEqualTo(expected);
    }
  }

  @Test
  void allocatesNothing() {
    float[] a = Chain.values(RandomStream.of(1), 100 * 100);
    float[] b = Chain.values(RandomStream.of(2), 100 * 100);
    float[] c = new float[100 * 100];
    PackedMatrix packed = PackedMatrix.of(true, 100, 77, b, 0, 100);
    int n = 2 * TILE_COLUMNS; // enough for a product that is computed transposed
    int k = 8192 / n + 1;
    try (Workers two = Workers.of(2)) {
      for (Workers workers : new Workers[] {Workers.caller(), two}) {
        Allocation.assertNoneInSteadyState(
            () -> {
              Gemm.multiply(
                  workers, false, false, 67, 77, 100, 1, a, 0, 100, b, 0, 100, 0, c, 0, 100);
              Gemm.multiply(
                  workers, true, true, 90, 77, 100, 2, a, 0, 100, b, 0, 100, 0.5f, c, 0, 100);
              Gemm.multiply(workers, false, true, n / 2, n, k, 1, a, 0, k, b, 0, k, 1, c, 0, n);
              Gemm.multiplyPacked(workers, 95, a, 0, 100, packed, b, 0, null, c, 0, 100);
            });
      }
    }
  }

  @Test
  void tilesCoverAllRowsAndFoursFillTheEnd() {
    for (int rows = 1; rows < 100; rows++) {
      int left = rows;
      int computed = 0;
      while (left > 0) {
        int tile = Product.tileRows(left);
        assertThat(tile).isBetween(1, Math.min(left, TILE_ROWS));
        computed += tile > 4 ? TILE_ROWS : tile > 1 ? 4 : 1;
        left -= tile;
      }
      assertThat(computed).as("%d rows", rows).isLessThanOrEqualTo(rows + 2);
      if (rows % 4 == 0 && rows >= 32) {
        assertThat(computed).as("%d rows", rows).isEqualTo(rows);
      }
    }
  }
}

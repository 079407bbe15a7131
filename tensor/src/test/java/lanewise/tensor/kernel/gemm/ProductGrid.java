package lanewise.tensor.kernel.gemm;

import java.util.Arrays;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Workers;
import lanewise.tensor.kernel.Chain;
import lanewise.tensor.kernel.Grid;
import lanewise.tensor.kernel.Simd;
import lanewise.tensor.kernel.elementwise.ScalarElementwise;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import org.jspecify.annotations.Nullable;

/**
 * Products on every route where leading dimensions and offsets meet the widths of panels and
 * vectors, compared bit for bit with one chain of fused multiply-adds an element.
 *
 * <p>Every matrix lies between guard cells: before it, behind it and between its rows. Those of the
 * operands are NaN, so that what is read beside a matrix shows in the result; those of C have to
 * keep their bits. Arrays end with their matrix in a third of the cases.
 *
 * <p>It is a program, too, which prints the number of cases of each route. In the repository's
 * root:
 *
 * <pre>
 *   java --add-modules jdk.incubator.vector -Dlanewise.simd=256 \
 *       -cp tensor/target/classes:tensor/target/test-classes lanewise.tensor.kernel.gemm.ProductGrid
 * </pre>
 */
final class ProductGrid {
  /** Widths of panels and vectors of any machine, and twice those. */
  private static final int[] WIDTHS = {4, 8, 16, 32, 64, 128, 256};

  private static final int[] ROWS = {1, 2, 3, 4, 5, 6, 7, 9, 13};
  private static final int[] COLUMNS = {
    1, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 79, 127, 131
  };
  private static final int[] DEPTHS = {0, 1, 2, 7, 16, 33};

  /** Around the lengths at which the inner dimension is cut into parts. */
  private static final int[] LONG_DEPTHS = {1023, 1024, 1025, 2049};

  private static final int OFFSETS = 18;
  private static final float[][] FACTORS = {{1, 0}, {1, 1}, {-0.7f, 0}, {0.3f, -1.5f}, {0, 0.5f}};
  private static final UnaryOp[] ACTIVATIONS = {null, UnaryOp.RELU, UnaryOp.TANH};

  /** A way from a call to the kernels. */
  enum Route {
    /** What a call of sgemm takes: small matrices are not packed. */
    DIRECT,
    /** B is packed block by block, also where it is small. */
    BLOCKED,
    /** The same with more than one part of the inner dimension. */
    LONG,
    /** A long A that lies transposed is copied first. */
    TURNED_LEFT,
    /** C is computed transposed, so that a small A is packed instead of B. */
    TURNED,
    /** Blocks are shared between threads. */
    SHARED,
    FLOAT32,
    BFLOAT16,
    INT8,
    /** Before the weights of a plan are packed. */
    EARLY
  }

  /** How a matrix lies in its array. */
  private enum Lie {
    PLAIN,
    TRANSPOSED,
    FLIPPED,
    SPREAD
  }

  /** A matrix in an array; element (r, j) is values[offset + r * row + j * step]. */
  private static final class Matrix {
    final float[] values;
    final int offset;
    final int row;
    final int step;

    Matrix(float[] values, int offset, int row, int step) {
      this.values = values;
      this.offset = offset;
      this.row = row;
      this.step = step;
    }

    static Matrix of(float[] dense, int rows, int columns, Lie lie, int ld, int offset, int tail) {
      int lines = lie == Lie.TRANSPOSED ? columns : rows;
      int length = lie == Lie.TRANSPOSED ? rows : columns;
      int step = lie == Lie.SPREAD ? 2 : 1;
      int end = lines == 0 || length == 0 ? 0 : (lines - 1) * ld * step + (length - 1) * step + 1;
      float[] values = new float[offset + end + tail];
      Arrays.fill(values, Chain.GUARD);
      Matrix matrix =
          switch (lie) {
            case PLAIN -> new Matrix(values, offset, ld, 1);
            case TRANSPOSED -> new Matrix(values, offset, 1, ld);
            case FLIPPED -> new Matrix(values, offset + Math.max(0, rows - 1) * ld, -ld, 1);
            case SPREAD -> new Matrix(values, offset, 2 * ld, 2);
          };
      matrix.set(dense, rows, columns);
      return matrix;
    }

    void set(float[] dense, int rows, int columns) {
      for (int r = 0; r < rows; r++) {
        for (int j = 0; j < columns; j++) {
          values[offset + r * row + j * step] = dense[r * columns + j];
        }
      }
    }
  }

  /** The operands of a product without gaps, and what comes out. */
  private final class Problem {
    final int m;
    final int n;
    final int k;
    final float[] a;
    final float[] b;
    final float[] before;

    Problem(int m, int n, int k) {
      this.m = m;
      this.n = n;
      this.k = k;
      RandomStream random = RandomStream.of(m * 1_000_003L + n * 1009L + k);
      a = Chain.values(random, m * k);
      b = Chain.values(random, k * n);
      before = Chain.values(random, m * n);
    }

    float[] product(float alpha, float beta) {
      float[] expected = new float[m * n];
      for (int at = 0; at < expected.length; at++) {
        float init = beta == 0 ? 0 : beta * before[at];
        int depth = alpha == 0 ? 0 : k;
        expected[at] = Chain.element(init, depth, alpha, a, at / n * k, 1, b, at % n, n);
      }
      return expected;
    }

    /** With every leading dimension that C, A or B may have. */
    void run(Route route, Workers workers, Lie left, Lie right, float alpha, float beta) {
      float[] expected = product(alpha, beta);
      int[] ldas = leading(left == Lie.TRANSPOSED ? m : k);
      int[] ldbs = leading(right == Lie.TRANSPOSED ? k : n);
      int[] ldcs = leading(n);
      int most = Math.max(ldcs.length, Math.max(ldas.length, ldbs.length));
      for (int i = 0; i < most; i++) {
        int lda = ldas[(i + cases) % ldas.length];
        int ldb = ldbs[(i + cases / 3) % ldbs.length];
        int ldc = ldcs[i % ldcs.length];
        Matrix x = place(a, m, k, left, lda, 1);
        Matrix y = place(b, k, n, right, ldb, 5);
        Matrix z = result(m, n, beta == 0 ? null : before, ldc);
        Matrix wanted = new Matrix(z.values.clone(), z.offset, z.row, 1);
        wanted.set(expected, m, n);
        if (route == Route.BLOCKED) {
          Gemm.blocked(
              workers, m, n, k, alpha, x.values, x.offset, x.row, x.step, y.values, y.offset, y.row,
              y.step, beta != 0, z.values, z.offset, z.row);
        } else {
          Gemm.multiplyStrided(
              workers, m, n, k, alpha, x.values, x.offset, x.row, x.step, y.values, y.offset, y.row,
              y.step, beta, z.values, z.offset, z.row);
        }
        compare(
            z,
            wanted,
            () ->
                "%s %d x %d x %d, A %s %d, B %s %d, ldc %d, alpha %s, beta %s"
                    .formatted(route, m, n, k, left, lda, right, ldb, ldc, alpha, beta));
      }
    }

    /** Weights that were packed from every leading dimension, with and without what follows. */
    void runPacked(Route route, Workers workers) {
      float[] weights = new float[k * n];
      float[] scales = new float[n];
      for (int j = 0; j < n; j++) {
        scales[j] = round(route, j, weights);
      }
      int[] ldas = leading(k);
      int[] ldcs = leading(n);
      for (Lie lie : new Lie[] {Lie.PLAIN, Lie.TRANSPOSED}) {
        int[] ldbs = leading(lie == Lie.TRANSPOSED ? k : n);
        int most = Math.max(ldcs.length, Math.max(ldas.length, ldbs.length));
        for (int i = 0; i < most; i++) {
          int lda = ldas[(i + cases) % ldas.length];
          int ldb = route == Route.EARLY ? k : ldbs[i % ldbs.length];
          int ldc = ldcs[i % ldcs.length];
          UnaryOp activation = ACTIVATIONS[cases % ACTIVATIONS.length];
          Matrix bias = cases / 2 % 3 == 0 ? null : place(before, 1, n, Lie.PLAIN, n, 7);
          Matrix x = place(a, m, k, Lie.PLAIN, lda, 1);
          Matrix y = place(b, k, n, route == Route.EARLY ? Lie.TRANSPOSED : lie, ldb, 5);
          Matrix z = result(m, n, null, ldc);
          Matrix wanted = new Matrix(z.values.clone(), z.offset, z.row, 1);
          wanted.set(fused(route, weights, scales, bias != null, activation), m, n);
          multiply(route, workers, lie == Lie.TRANSPOSED, x, y, ldb, bias, activation, z);
          compare(
              z,
              wanted,
              () ->
                  "%s %d x %d x %d, lda %d, B %s %d, ldc %d, bias %s, %s"
                      .formatted(route, m, n, k, lda, lie, ldb, ldc, bias != null, activation));
        }
      }
    }

    private void multiply(
        Route route,
        Workers workers,
        boolean transposed,
        Matrix x,
        Matrix y,
        int ldb,
        @Nullable Matrix bias,
        @Nullable UnaryOp activation,
        Matrix z) {
      float[] start = bias == null ? null : bias.values;
      int startAt = bias == null ? 0 : bias.offset;
      if (route == Route.EARLY) {
        float[] rows = Arrays.copyOfRange(y.values, y.offset, y.offset + n * k);
        EarlyRows.multiply(
            m,
            n,
            k,
            x.values,
            x.offset,
            x.row,
            rows,
            start,
            startAt,
            activation,
            z.values,
            z.offset,
            z.row);
        return;
      }
      PackedMatrix packed =
          switch (route) {
            case BFLOAT16 -> PackedMatrix.bfloat16(transposed, k, n, y.values, y.offset, ldb);
            case INT8 -> PackedMatrix.int8(transposed, k, n, y.values, y.offset, ldb);
            default -> PackedMatrix.of(transposed, k, n, y.values, y.offset, ldb);
          };
      Gemm.multiplyPacked(
          workers,
          m,
          x.values,
          x.offset,
          x.row,
          packed,
          start,
          startAt,
          activation,
          z.values,
          z.offset,
          z.row);
    }

    /** Puts the numbers that a column's weights are rounded to; returns its scale. */
    private float round(Route route, int j, float[] weights) {
      float largest = 0;
      for (int p = 0; p < k; p++) {
        largest = Math.max(largest, Math.abs(b[p * n + j]));
      }
      float scale = largest / 127;
      for (int p = 0; p < k; p++) {
        float value = b[p * n + j];
        weights[p * n + j] =
            switch (route) {
              case BFLOAT16 -> Float.intBitsToFloat(Compression.bfloat16(value) << 16);
              case INT8 -> (float) Math.rint((double) value / scale);
              default -> value;
            };
      }
      return scale;
    }

    private float[] fused(
        Route route,
        float[] weights,
        float[] scales,
        boolean biased,
        @Nullable UnaryOp activation) {
      float[] expected = new float[m * n];
      for (int at = 0; at < expected.length; at++) {
        int j = at % n;
        float bias = biased ? before[j] : 0;
        if (route == Route.INT8) {
          float sum = Chain.element(0, k, 1, a, at / n * k, 1, weights, j, n);
          expected[at] = biased ? Math.fma(sum, scales[j], bias) : sum * scales[j];
        } else {
          expected[at] = Chain.element(bias, k, 1, a, at / n * k, 1, weights, j, n);
        }
      }
      if (activation != null) {
        SCALAR.unary(activation, expected.length, expected, 0, expected, 0);
      }
      return expected;
    }
  }

  private static final ScalarElementwise SCALAR = new ScalarElementwise();

  private int cases;

  /** A matrix at the next offset. */
  private Matrix place(float[] dense, int rows, int columns, Lie lie, int ld, int turn) {
    int tail = new int[] {0, 1, 17}[(cases + turn) % 3];
    return Matrix.of(dense, rows, columns, lie, ld, (cases * turn + turn) % OFFSETS, tail);
  }

  /** C, which holds NaN where its values are not to be read. */
  private Matrix result(int m, int n, float @Nullable [] before, int ldc) {
    float[] values = before;
    if (values == null) {
      values = new float[m * n];
      Arrays.fill(values, Float.NaN);
    }
    return place(values, m, n, Lie.PLAIN, ldc, 11);
  }

  private void compare(Matrix actual, Matrix expected, Supplier<String> what) {
    cases++;
    for (int at = 0; at < expected.values.length; at++) {
      int got = Float.floatToRawIntBits(actual.values[at]);
      int wanted = Float.floatToRawIntBits(expected.values[at]);
      if (got != wanted) {
        int row = (at - actual.offset) / actual.row;
        throw new AssertionError(
            "%s, C from %d of %d: at %d (row %d, column %d) is %s, expected %s"
                .formatted(
                    what.get(),
                    actual.offset,
                    actual.values.length,
                    at,
                    row,
                    at - actual.offset - row * actual.row,
                    text(got),
                    text(wanted)));
      }
    }
  }

  private static String text(int bits) {
    float value = Float.intBitsToFloat(bits);
    return bits == Float.floatToRawIntBits(Chain.GUARD) ? "a guard cell" : String.valueOf(value);
  }

  /** Leading dimensions of rows of so many numbers. */
  private static int[] leading(int columns) {
    return IntStream.concat(IntStream.of(columns, columns + 1), IntStream.of(WIDTHS))
        .filter(ld -> ld >= Math.max(1, columns))
        .distinct()
        .toArray();
  }

  /** Runs all cases of a route; returns how many. */
  static int run(Route route) {
    return new ProductGrid().all(route);
  }

  private int all(Route route) {
    switch (route) {
      case DIRECT, BLOCKED -> shapes(route);
      case LONG -> deep(route);
      case TURNED_LEFT -> {
        for (float[] factors : FACTORS) {
          new Problem(3, 259, 515)
              .run(route, Workers.caller(), Lie.TRANSPOSED, Lie.PLAIN, factors[0], factors[1]);
        }
      }
      case TURNED -> turned(route);
      case SHARED -> {
        try (Workers two = Workers.of(2)) {
          for (int[] shape : new int[][] {{67, 131, 67}, {5, 79, 1025}}) {
            for (Lie lie : Lie.values()) {
              new Problem(shape[0], shape[1], shape[2]).run(route, two, lie, lie, 1, 1);
              new Problem(shape[0], shape[1], shape[2]).run(route, two, lie, lie, 1, 0);
            }
          }
        }
      }
      case FLOAT32, BFLOAT16, INT8, EARLY -> packed(route);
    }
    return cases;
  }

  /** Rows of one and of two panels, as often in the columns as it takes, and more. */
  private void turned(Route route) {
    int panel = ActiveTiles.TILES.main().columns();
    try (Workers two = Workers.of(2)) {
      for (int m : new int[] {panel, 2 * panel}) {
        for (int n : new int[] {2 * m, 2 * m + 1, 3 * m + 5}) {
          // Just more than what is multiplied without packing.
          Problem problem = new Problem(m, n, 8192 / n + 1);
          problem.run(route, Workers.caller(), Lie.PLAIN, Lie.TRANSPOSED, 1, 0);
          problem.run(route, Workers.caller(), Lie.TRANSPOSED, Lie.TRANSPOSED, 1, 1);
          problem.run(route, two, Lie.SPREAD, Lie.TRANSPOSED, 1, -1.5f);
        }
      }
    }
  }

  /**
   * Of the sixteen ways in which two operands may lie, a product has four in turn: each operand in
   * every way. A pair of rows and columns meets all sixteen, and so does a depth.
   */
  private void shapes(Route route) {
    Lie[] lies = Lie.values();
    int turn = 0;
    int shift = 0;
    for (int m : ROWS) {
      shift++;
      for (int n : COLUMNS) {
        shift++;
        for (int at = 0; at < DEPTHS.length; at++) {
          int k = DEPTHS[at];
          Problem problem = new Problem(m, n, k);
          for (int l = 0; l < lies.length; l++) {
            Lie left = lies[l];
            Lie next = lies[(l + shift + at) % lies.length];
            for (Lie right : Grid.FULL ? lies : new Lie[] {next}) {
              float[] factors = FACTORS[turn++ % FACTORS.length];
              if (route == Route.DIRECT) {
                problem.run(route, Workers.caller(), left, right, factors[0], factors[1]);
              } else if (k > 0) {
                problem.run(route, Workers.caller(), left, right, 1, (m + n) % 2);
              }
            }
          }
        }
      }
    }
  }

  private void deep(Route route) {
    for (int k : LONG_DEPTHS) {
      for (int[] shape : new int[][] {{1, 5}, {2, 33}, {7, 17}, {5, 79}, {9, 3}}) {
        Problem problem = new Problem(shape[0], shape[1], k);
        for (Lie left : Lie.values()) {
          for (Lie right : Lie.values()) {
            for (int beta = 0; beta < 2; beta++) {
              problem.run(route, Workers.caller(), left, right, 1, beta);
            }
          }
        }
      }
    }
  }

  private void packed(Route route) {
    for (int m : ROWS) {
      for (int n : COLUMNS) {
        for (int k : DEPTHS) {
          new Problem(m, n, k).runPacked(route, Workers.caller());
        }
      }
    }
    for (int k : LONG_DEPTHS) {
      // More than a row for the caller's thread alone may have, then few and many rows.
      for (int[] shape : new int[][] {{1, 401}, {1, 17}, {3, 79}, {9, 33}}) {
        new Problem(shape[0], shape[1], k).runPacked(route, Workers.caller());
      }
    }
    if (route == Route.EARLY) {
      return; // on the caller's thread alone
    }
    try (Workers two = Workers.of(2)) {
      for (int[] shape : new int[][] {{67, 131, 67}, {5, 79, 1025}}) {
        new Problem(shape[0], shape[1], shape[2]).runPacked(route, two);
      }
    }
  }

  /**
   * Runs all routes and prints the number of cases of each.
   *
   * @param args the machine of stand-in tiles; none for those of this machine
   */
  public static void main(String[] args) {
    String tiles = Simd.BITS == 0 ? "scalar" : Simd.BITS + " bits";
    if (args.length > 0) {
      StandInTiles.Machine machine = StandInTiles.Machine.of(args[0]);
      ActiveTiles.Choice.standIn(StandInTiles.of(machine));
      tiles = "stand-in tiles of " + machine;
    }
    int sum = 0;
    for (Route route : Route.values()) {
      int cases = run(route);
      System.out.println(tiles + ", " + route + ": " + cases + " cases");
      sum += cases;
    }
    System.out.println(tiles + ", all routes: " + sum + " cases");
  }
}

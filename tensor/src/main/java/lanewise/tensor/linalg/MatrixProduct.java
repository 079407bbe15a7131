package lanewise.tensor.linalg;

import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.Workers;
import lanewise.tensor.kernel.Pool;
import lanewise.tensor.kernel.Sharing;
import lanewise.tensor.kernel.gemm.Gemm;
import lanewise.tensor.kernel.gemv.Gemv;
import lanewise.tensor.kernel.level1.Level1;

/**
 * NumPy's rules for products of vectors, matrices and stacks of matrices, and which kernel does
 * each:
 *
 * <pre>
 *   stack on the left, one matrix on the right, rows without gaps:   one product of all rows
 *   other stacks:                                                    one product for each pair
 *   a result whose columns lie without gaps (also one column):       C^T = B^T A^T
 *   one row:                                                         row times matrix, in place
 *   the rest:                                                        the packed product
 * </pre>
 *
 * All of them accumulate in the same order, so the choice changes no bit.
 */
final class MatrixProduct {
  /** Columns of a block of the product that goes through a buffer. */
  private static final int MOST_COLUMNS = 512;

  /** Buffers of 64 such rows. */
  private static final Pool<float[]> SUMS = new Pool<>(() -> new float[64 * MOST_COLUMNS]);

  private MatrixProduct() {}

  /** That two operands have a product. */
  static void check(Tensor a, Tensor b) {
    if (a.rank() == 0 || b.rank() == 0) {
      throw mismatch(a, b, "a scalar has no matrix product; multiply elementwise");
    }
    int k = a.dim(-1);
    int rows = b.dim(b.rank() == 1 ? 0 : -2);
    if (k != rows) {
      throw mismatch(a, b, "inner dimensions " + k + " and " + rows + " differ");
    }
    for (int axis = -3; axis >= -Math.min(a.rank(), b.rank()); axis--) {
      int left = a.dim(axis);
      int right = b.dim(axis);
      if (left != right && left != 1 && right != 1) {
        throw mismatch(a, b, "batch dimensions " + left + " and " + right + " do not broadcast");
      }
    }
  }

  private static ShapeException mismatch(Tensor a, Tensor b, String why) {
    return new ShapeException("matmul: " + a.shape() + " x " + b.shape() + ": " + why);
  }

  /** The shape of the product of operands that have one. */
  static Shape shape(Tensor a, Tensor b) {
    int[] dims = new int[rank(a, b)];
    for (int axis = 0; axis < dims.length; axis++) {
      dims[axis] = dim(a, b, axis);
    }
    return Shape.of(dims);
  }

  private static int batchRank(Tensor a, Tensor b) {
    return Math.max(0, Math.max(a.rank(), b.rank()) - 2);
  }

  private static int rank(Tensor a, Tensor b) {
    return batchRank(a, b) + (a.rank() > 1 ? 1 : 0) + (b.rank() > 1 ? 1 : 0);
  }

  private static int dim(Tensor a, Tensor b, int axis) {
    int batches = batchRank(a, b);
    if (axis < batches) {
      int left = batchDim(a, axis - batches);
      return left == 1 ? batchDim(b, axis - batches) : left;
    }
    return axis == batches && a.rank() > 1 ? a.dim(-2) : b.dim(-1);
  }

  /** The size of a batch axis, counted from -1 backwards; 1 where there is none. */
  private static int batchDim(Tensor tensor, int fromEnd) {
    return tensor.rank() < 2 - fromEnd ? 1 : tensor.dim(fromEnd - 2);
  }

  /** That a tensor can take the result. */
  static void checkResult(Tensor a, Tensor b, Tensor out) {
    boolean fits = out.rank() == rank(a, b);
    for (int axis = 0; fits && axis < out.rank(); axis++) {
      fits = out.dim(axis) == dim(a, b, axis);
    }
    if (!fits) {
      throw mismatch(a, b, "the result is " + shape(a, b) + ", out is " + out.shape());
    }
    if (out.isBroadcastView()) {
      throw mismatch(a, b, "out is a broadcast view, whose elements share places");
    }
    if (out.mayOverlap(a) || out.mayOverlap(b)) {
      throw mismatch(a, b, "out shares memory with a factor");
    }
  }

  /** Writes the product of checked operands over {@code out}. */
  static void compute(Workers workers, Tensor a, Tensor b, Tensor out) {
    if (out.size() == 0) {
      return;
    }
    int m = a.rank() == 1 ? 1 : a.dim(-2);
    int n = b.rank() == 1 ? 1 : b.dim(-1);
    int k = a.dim(-1);
    int aRow = a.rank() == 1 ? 0 : a.stride(-2);
    int bRow = b.stride(b.rank() == 1 ? 0 : -2);
    int bStep = b.rank() == 1 ? 1 : b.stride(-1);
    int outRow = a.rank() == 1 ? n : out.stride(b.rank() == 1 ? -1 : -2);
    int outStep = b.rank() == 1 ? 1 : out.stride(-1);
    if (batchRank(a, b) == 0) {
      multiply(
          workers,
          m,
          n,
          k,
          a.storage(),
          a.storageOffset(),
          aRow,
          a.stride(-1),
          b.storage(),
          b.storageOffset(),
          bRow,
          bStep,
          out.storage(),
          out.storageOffset(),
          outRow,
          outStep);
    } else if (b.rank() <= 2 && a.isContiguous() && out.isContiguous()) {
      int rows = k == 0 ? out.size() / n : a.size() / k;
      multiply(
          workers,
          rows,
          n,
          k,
          a.storage(),
          a.storageOffset(),
          k,
          1,
          b.storage(),
          b.storageOffset(),
          bRow,
          bStep,
          out.storage(),
          out.storageOffset(),
          n,
          1);
    } else {
      stacks(workers, a, b, out, m, n, k, aRow, bRow, bStep, outRow, outStep);
    }
  }

  private static void stacks(
      Workers workers,
      Tensor a,
      Tensor b,
      Tensor out,
      int m,
      int n,
      int k,
      int aRow,
      int bRow,
      int bStep,
      int outRow,
      int outStep) {
    Stacks stacks = Stacks.POOL.acquire();
    int products = stacks.place(a, b, out);
    stacks.a = a.storage();
    stacks.b = b.storage();
    stacks.c = out.storage();
    stacks.m = m;
    stacks.n = n;
    stacks.k = k;
    stacks.aRow = aRow;
    stacks.aStep = a.stride(-1);
    stacks.bRow = bRow;
    stacks.bStep = bStep;
    stacks.outRow = outRow;
    stacks.outStep = outStep;
    int threads = workers.parallelism();
    boolean shared = threads > 1 && (long) m * n * k * products >= Sharing.MULTIPLY_ADDS;
    boolean apart = shared && products >= threads;
    stacks.products = products;
    stacks.inner = apart ? Workers.caller() : workers;
    stacks.perBlock = apart ? Math.ceilDiv(products, 4 * threads) : products;
    (apart ? workers : Workers.caller()).run(Math.ceilDiv(products, stacks.perBlock), stacks);
    stacks.forget();
    Stacks.POOL.release(stacks);
  }

  /** The products of one stack, as numbered blocks of work. */
  private static final class Stacks implements Workers.Blocks {
    static final Pool<Stacks> POOL = new Pool<>(Stacks::new);
    private static final float[] NOTHING = new float[0];

    private int[] dims = new int[4];
    private int[] aBatch = new int[4];
    private int[] bBatch = new int[4];
    private int[] outBatch = new int[4];
    private int batches;
    private int aOffset;
    private int bOffset;
    private int outOffset;
    private float[] a = NOTHING;
    private float[] b = NOTHING;
    private float[] c = NOTHING;
    private int m;
    private int n;
    private int k;
    private int aRow;
    private int aStep;
    private int bRow;
    private int bStep;
    private int outRow;
    private int outStep;
    private Workers inner = Workers.caller();
    private int products;
    private int perBlock;

    /** Notes where the matrices lie; returns how many products there are. */
    int place(Tensor left, Tensor right, Tensor out) {
      batches = batchRank(left, right);
      if (dims.length < batches) {
        dims = new int[batches];
        aBatch = new int[batches];
        bBatch = new int[batches];
        outBatch = new int[batches];
      }
      int count = 1;
      for (int axis = 0; axis < batches; axis++) {
        dims[axis] = out.dim(axis);
        aBatch[axis] = batchStride(left, axis - batches);
        bBatch[axis] = batchStride(right, axis - batches);
        outBatch[axis] = out.stride(axis);
        count *= dims[axis];
      }
      aOffset = left.storageOffset();
      bOffset = right.storageOffset();
      outOffset = out.storageOffset();
      return count;
    }

    /** Lets go of the operands, so that a pooled object does not keep them. */
    void forget() {
      a = NOTHING;
      b = NOTHING;
      c = NOTHING;
      inner = Workers.caller();
    }

    @Override
    public void run(int block) {
      int end = Math.min(products, (block + 1) * perBlock);
      for (int i = block * perBlock; i < end; i++) {
        multiply(
            inner,
            m,
            n,
            k,
            a,
            aOffset + place(i, aBatch),
            aRow,
            aStep,
            b,
            bOffset + place(i, bBatch),
            bRow,
            bStep,
            c,
            outOffset + place(i, outBatch),
            outRow,
            outStep);
      }
    }

    /** Where the matrix with this number in row-major order begins. */
    private int place(int number, int[] strides) {
      int at = 0;
      int rest = number;
      for (int axis = batches - 1; axis >= 0; axis--) {
        at += rest % dims[axis] * strides[axis];
        rest /= dims[axis];
      }
      return at;
    }
  }

  /** The stride of a batch axis, counted from -1 backwards; 0 where it is missing or repeats. */
  private static int batchStride(Tensor tensor, int fromEnd) {
    return batchDim(tensor, fromEnd) == 1 ? 0 : tensor.stride(fromEnd - 2);
  }

  /** C = A B for matrices of any strides; m and n are above 0. */
  private static void multiply(
      Workers workers,
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int aRow,
      int aStep,
      float[] b,
      int bOffset,
      int bRow,
      int bStep,
      float[] c,
      int cOffset,
      int cRow,
      int cStep) {
    boolean dense = cStep == 1 || n == 1;
    boolean denseDown = cRow == 1 || m == 1;
    if (denseDown && m > 1 && (n == 1 || !dense)) {
      rows(workers, n, m, k, b, bOffset, bStep, bRow, a, aOffset, aStep, aRow, c, cOffset, cStep);
    } else if (dense) {
      rows(workers, m, n, k, a, aOffset, aRow, aStep, b, bOffset, bRow, bStep, c, cOffset, cRow);
    } else {
      sparse(
          workers, m, n, k, a, aOffset, aRow, aStep, b, bOffset, bRow, bStep, c, cOffset, cRow,
          cStep);
    }
  }

  /** C = A B where neither rows nor columns of C lie without gaps: some rows at a time. */
  private static void sparse(
      Workers workers,
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int aRow,
      int aStep,
      float[] b,
      int bOffset,
      int bRow,
      int bStep,
      float[] c,
      int cOffset,
      int cRow,
      int cStep) {
    float[] sums = SUMS.acquire();
    for (int j = 0; j < n; j += MOST_COLUMNS) {
      int columns = Math.min(MOST_COLUMNS, n - j);
      int most = Math.min(m, sums.length / columns);
      for (int i = 0; i < m; i += most) {
        int height = Math.min(most, m - i);
        int from = aOffset + i * aRow;
        rows(
            workers,
            height,
            columns,
            k,
            a,
            from,
            aRow,
            aStep,
            b,
            bOffset + j * bStep,
            bRow,
            bStep,
            sums,
            0,
            columns);
        for (int r = 0; r < height; r++) {
          int to = cOffset + (i + r) * cRow + j * cStep;
          Level1.scale(columns, 1, sums, r * columns, 1, c, to, cStep);
        }
      }
    }
    SUMS.release(sums);
  }

  /** C = A B where the rows of C lie without gaps. */
  private static void rows(
      Workers workers,
      int m,
      int n,
      int k,
      float[] a,
      int aOffset,
      int aRow,
      int aStep,
      float[] b,
      int bOffset,
      int bRow,
      int bStep,
      float[] c,
      int cOffset,
      int cRow) {
    if (m == 1 && (bStep == 1 || n == 1)) {
      Level1.fill(n, 0, c, cOffset, 1);
      Gemv.multiplyAdd(workers, k, n, a, aOffset, aStep, b, bOffset, bRow, c, cOffset);
    } else if (m == 1 && aStep == 1 && bRow == 1) {
      Level1.fill(n, 0, c, cOffset, 1);
      Gemv.multiplyAddTransposed(workers, k, n, a, aOffset, b, bOffset, bStep, c, cOffset);
    } else {
      Gemm.multiplyStrided(
          workers, m, n, k, 1, a, aOffset, aRow, aStep, b, bOffset, bRow, bStep, 0, c, cOffset,
          cRow);
    }
  }
}

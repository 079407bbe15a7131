package lanewise.tensor.kernel;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import lanewise.tensor.RandomStream;
import lanewise.tensor.Slice;
import lanewise.tensor.Tensor;
import lanewise.tensor.Tensors;
import lanewise.tensor.Workers;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import lanewise.tensor.kernel.families.Families;
import lanewise.tensor.kernel.families.Family;
import lanewise.tensor.kernel.gemm.Gemm;
import lanewise.tensor.kernel.gemm.PackedMatrix;
import lanewise.tensor.kernel.gemv.Gemv;
import lanewise.tensor.kernel.gemv.RowDots;
import lanewise.tensor.kernel.level1.Level1;
import lanewise.tensor.kernel.optimizer.OptimizerKernel;
import lanewise.tensor.kernel.optimizer.OptimizerVariants;
import lanewise.tensor.kernel.reduce.ReduceOp;
import lanewise.tensor.kernel.reduce.Reducer;
import lanewise.tensor.kernel.transpose.Transposition;
import lanewise.tensor.linalg.LinearAlgebra;
import lanewise.tensor.ops.AxisFunction;
import lanewise.tensor.ops.Binary;
import lanewise.tensor.ops.Reduce;
import lanewise.tensor.ops.Unary;

/**
 * A program that runs every kernel family on a fixed grid and prints a hash of all outputs: for
 * each number of threads among its arguments, one line a family, {@code threads family hash}.
 * Whatever the machine, the vector width and the number of threads, the hashes are to be the same.
 * Without arguments it prints the file of hashes that {@link SameBitsTest} compares with, which
 * {@code bin/kernel-hashes} writes.
 */
public final class KernelHashes {
  /**
   * What a family's kernels put out; one entry a family, and further ones for operations without
   * variants and for operands and results with gaps.
   */
  private static final Map<String, Outputs> FAMILIES = new LinkedHashMap<>();

  static {
    FAMILIES.put("gemm", KernelHashes::gemm);
    FAMILIES.put("gemv", KernelHashes::gemv);
    FAMILIES.put("elementwise", KernelHashes::elementwise);
    FAMILIES.put("reduce", KernelHashes::reduce);
    FAMILIES.put("transpose", KernelHashes::transpose);
    FAMILIES.put("optimizer", KernelHashes::optimizer);
    FAMILIES.put("level1", KernelHashes::level1);
    FAMILIES.put("products-with-gaps", KernelHashes::productsWithGaps);
    FAMILIES.put("views", KernelHashes::views);
  }

  private static final String HEAD =
      """
      # SHA-256 of what the kernels compute in KernelHashes: the same on every machine, at every vector
      # width and with any number of threads. Written by bin/kernel-hashes; a line changes only where
      # a family is meant to compute other bits, or has other cases.
      """;

  private KernelHashes() {}

  /** Runs a family's kernels. */
  private interface Outputs {
    void compute(Workers workers, Hash hash);
  }

  /** Takes in floats bit for bit, but all NaNs alike. */
  private static final class Hash {
    private final MessageDigest digest;

    Hash() {
      try {
        digest = MessageDigest.getInstance("SHA-256");
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException(e);
      }
    }

    void add(float... values) {
      ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
      for (float value : values) {
        bytes.putInt(Float.floatToIntBits(value));
      }
      digest.update(bytes.array());
    }

    String end() {
      return HexFormat.of().formatHex(digest.digest());
    }
  }

  /** Prints the width and the hashes for each number of threads, or the file. */
  public static void main(String[] args) {
    for (Family<?> family : Families.ALL) {
      if (!FAMILIES.containsKey(family.name())) {
        throw new IllegalStateException("no outputs for the family " + family.name());
      }
    }
    if (args.length == 0) {
      System.out.print(HEAD);
      of(Workers.caller()).forEach(System.out::println);
    } else {
      System.out.println("bits " + Simd.BITS);
    }
    for (String threads : args) {
      try (Workers workers = Workers.of(Integer.parseInt(threads))) {
        of(workers).forEach(line -> System.out.println(threads + " " + line));
      }
    }
  }

  /** The lines of all families, {@code family hash}. */
  static List<String> of(Workers workers) {
    List<String> lines = new ArrayList<>();
    for (Map.Entry<String, Outputs> family : FAMILIES.entrySet()) {
      Hash hash = new Hash();
      family.getValue().compute(workers, hash);
      lines.add(family.getKey() + " " + hash.end());
    }
    return lines;
  }

  private static void gemm(Workers workers, Hash hash) {
    RandomStream random = RandomStream.of(11);
    // Large ones are shared between threads; often enough for the optimizing compiler to take part.
    for (int m : new int[] {1, 6, 13, 67}) {
      for (int n : new int[] {1, 10, 64, 97, 131}) {
        for (int k : new int[] {1, 16, 131, 529}) {
          gemm(workers, hash, random, m, n, k);
        }
      }
    }
    gemm(workers, hash, random, 3, 131, 1027);
    float[] a = Chain.values(random, 7 * 9);
    float[] b = Chain.values(random, 9 * 35);
    Chain.sprinkle(random, a);
    Chain.sprinkle(random, b);
    float[] c = new float[7 * 35];
    Gemm.multiplyStrided(workers, 7, 35, 9, 1, a, 62, -9, -1, b, 0, 35, 1, 0, c, 0, 35);
    hash.add(c);
  }

  private static void gemm(Workers workers, Hash hash, RandomStream random, int m, int n, int k) {
    float[] a = Chain.values(random, m * k);
    float[] b = Chain.values(random, n * k);
    float[] start = Chain.values(random, m * n);
    for (int i = 0; i < 4; i++) {
      boolean transA = i % 2 == 1;
      boolean transB = i / 2 == 1;
      float[] c = start.clone();
      Gemm.multiply(
          workers,
          transA,
          transB,
          m,
          n,
          k,
          i == 3 ? 0.7f : 1,
          a,
          0,
          transA ? m : k,
          b,
          0,
          transB ? k : n,
          i == 1 ? -0.3f : i == 2 ? 1 : 0,
          c,
          0,
          n);
      hash.add(c);
    }
    PackedMatrix[] packed = {
      PackedMatrix.of(true, k, n, b, 0, k),
      PackedMatrix.bfloat16(true, k, n, b, 0, k),
      PackedMatrix.int8(true, k, n, b, 0, k)
    };
    for (PackedMatrix weights : packed) {
      for (UnaryOp activation : new UnaryOp[] {null, UnaryOp.RELU, UnaryOp.TANH}) {
        float[] c = new float[m * n];
        Gemm.multiplyPacked(workers, m, a, 0, k, weights, start, 0, activation, c, 0, n);
        hash.add(c);
      }
    }
  }

  private static void gemv(Workers workers, Hash hash) {
    RandomStream random = RandomStream.of(12);
    for (int[] shape : new int[][] {{1, 1}, {9, 7}, {31, 64}, {128, 131}, {7, 300}, {700, 650}}) {
      float[] x = Chain.values(random, shape[0]);
      float[] a = Chain.values(random, shape[0] * shape[1]);
      float[] y = Chain.values(random, shape[1]);
      Gemv.multiplyAdd(workers, shape[0], shape[1], x, 0, 1, a, 0, shape[1], y, 0);
      hash.add(y);
      RowDots.multiplyAdd(workers, shape[1], shape[0], 0.7f, a, 0, shape[0], x, 0, y, 0, 1);
      hash.add(y);
      Gemv.multiplyAddTransposed(workers, shape[0], shape[1], x, 0, a, 0, shape[0], y, 0);
      hash.add(y);
    }
  }

  /** Numbers of every sign and size, the special ones among them. */
  private static float[] wide(RandomStream random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      int bits = (int) random.nextLong();
      values[i] = i % 2 == 0 ? Float.intBitsToFloat(bits) : (random.nextFloat() - 0.5f) * 30;
    }
    Chain.sprinkle(random, values);
    return values;
  }

  private static void elementwise(Workers workers, Hash hash) {
    ElementwiseKernel kernel = ElementwiseVariants.KERNEL;
    RandomStream random = RandomStream.of(14);
    for (int n : new int[] {0, 1, 3, 4, 7, 8, 15, 16, 17, 33, 64, 4099}) {
      float[] x = wide(random, n);
      float[] y = wide(random, n);
      float[] z = wide(random, n);
      float[] out = new float[n];
      for (UnaryOp op : UnaryOp.values()) {
        kernel.unary(op, n, x, 0, out, 0);
        hash.add(out);
      }
      for (BinaryOp op : BinaryOp.values()) {
        kernel.binary(op, n, x, 0, y, 0, out, 0);
        hash.add(out);
        kernel.binaryScalar(op, n, x, 0, 1.7f, out, 0);
        hash.add(out);
        kernel.scalarBinary(op, n, 0.3f, y, 0, out, 0);
        hash.add(out);
      }
      kernel.fma(n, x, 0, y, 0, z, 0, out, 0);
      hash.add(out);
      kernel.axpy(n, 0.3f, x, 0, y, 0, out, 0);
      hash.add(out);
      kernel.where(n, x, 0, y, 0, z, 0, out, 0);
      hash.add(out);
      kernel.clip(n, x, 0, -2, 3, out, 0);
      hash.add(out);
      kernel.expShifted(n, x, 0, 3, out, 0);
      hash.add(out);
      float[] repeated = new float[3 * n];
      kernel.repeatEach(n, 3, x, 0, repeated, 0);
      hash.add(repeated);
      kernel.gather(n / 2, 2, x, 0, out, 0);
      hash.add(out);
    }
  }

  private static void reduce(Workers workers, Hash hash) {
    RandomStream random = RandomStream.of(15);
    int[][] shapes = {
      {1, 1, 1}, {3, 7, 1}, {2, 65, 1}, {2, 1031, 1}, {1, 5000, 1}, {2, 19, 37}, {1, 300, 21}
    };
    for (int[] shape : shapes) {
      int outer = shape[0];
      int axis = shape[1];
      int inner = shape[2];
      int size = outer * axis * inner;
      float[] special = wide(random, size);
      for (float[] x : new float[][] {Chain.values(random, size), special}) {
        float[] out = new float[outer * inner];
        for (ReduceOp op : ReduceOp.values()) {
          Reducer.reduce(op, outer, axis, inner, x, 0, axis * inner, inner, out, 0, 0);
          hash.add(out);
        }
        float[] all = new float[size];
        Reducer.softmax(false, outer, axis, inner, x, 0, axis * inner, inner, all, 0);
        hash.add(all);
        Reducer.softmax(true, outer, axis, inner, x, 0, axis * inner, inner, all, 0);
        hash.add(all);
        Reducer.cumSum(outer, axis, inner, x, 0, axis * inner, inner, all, 0);
        hash.add(all);
        hash.add(Reducer.dot(size, x, 0, special, 0));
      }
    }
  }

  private static void transpose(Workers workers, Hash hash) {
    RandomStream random = RandomStream.of(16);
    for (int lines = 1; lines < 40; lines += 6) {
      for (int depth = 1; depth < 150; depth += 1 + depth / 2) {
        float[] target = new float[lines * depth];
        float[] source = wide(random, target.length);
        Transposition.copy(lines, depth, source, 0, depth, target, 0, lines);
        hash.add(target);
      }
    }
  }

  /** Steps of every update, each from where the one before ended, and one of special numbers. */
  private static void optimizer(Workers workers, Hash hash) {
    RandomStream random = RandomStream.of(19);
    for (int n : new int[] {0, 1, 3, 4, 7, 8, 15, 16, 17, 33, 64, 4099}) {
      float[] w = Chain.values(random, n);
      float[][] state = new float[9][n];
      for (int step = 0; step < 5; step++) {
        update(hash, n, w, Chain.values(random, n), state);
      }
      update(hash, n, wide(random, n), wide(random, n), state);
    }
  }

  private static void update(Hash hash, int n, float[] w, float[] g, float[][] state) {
    OptimizerKernel kernel = OptimizerVariants.ACTIVE.kernel().get();
    int from = n / 5;
    kernel.sgd(from, n, w, g, 0.1f, 0.01f);
    kernel.momentum(from, n, w, g, state[0], 0.1f, 0.9f, 0.8f, 0.01f);
    kernel.nesterov(from, n, w, g, state[0], 0, 0.9f, 1, 0.01f);
    kernel.adam(
        from, n, w, g, state[1], state[2], 0.1f, 0.99f, 0.1f, 0.999f, 0.001f, 31, 1e-8f, -0.003f,
        -0.01f);
    kernel.amsgrad(
        from, n, w, g, state[1], state[2], state[3], 0.1f, 0.99f, 0.1f, 0.999f, 0.001f, 31, 1e-8f,
        -0.01f);
    kernel.lion(from, n, w, g, state[4], 0.99f, 0.1f, 0.01f, 0.003f);
    kernel.adadelta(from, n, w, g, state[5], state[6], 0.1f, 0.9f, 0.1f, 1e-6f, 1);
    kernel.elasticNet(from, n, w, g, 0.1f, 0.2f);
    kernel.rms(from, n, w, g, state[7], 0.1f, 0.99f, 0.01f, 1e-8f);
    hash.add(w);
    hash.add(g);
    kernel.centredRms(from, n, w, g, state[7], state[8], 0.1f, 0.9f, 0.1f, 1e-8f);
    kernel.average(from, n, state[0], w, 0.1f);
    hash.add(g);
    for (float[] each : state) {
      hash.add(each);
    }
  }

  private static void level1(Workers workers, Hash hash) {
    RandomStream random = RandomStream.of(13);
    for (int n = 0; n < 200; n += 1 + n / 7) {
      float[] x = Chain.values(random, n);
      float[] y = Chain.values(random, n);
      hash.add(Level1.dot(n, x, 0, 1, y, 0, 1), Level1.norm(n, x, 0, 1), Level1.sum(n, x, 0, 1));
      hash.add(Level1.sumOfMagnitudes(n, x, 0, 1), Level1.indexOfLargestMagnitude(n, x, 0, 1));
      Level1.axpy(n, 0.3f, x, 0, 1, y, 0, 1);
      hash.add(y);
      Level1.scale(n, -0.7f, y, 0, 1, y, 0, 1);
      hash.add(y);
    }
  }

  /** Small products into rows that lie as far apart as the panels of some width, or a bit more. */
  private static void productsWithGaps(Workers workers, Hash hash) {
    RandomStream random = RandomStream.of(17);
    for (int m : new int[] {1, 2, 4, 5, 8, 13}) {
      for (int n : new int[] {1, 3, 4, 5, 7, 8, 9, 12, 15, 16, 17, 31, 33, 63}) {
        for (int k : new int[] {1, 16, 33}) {
          float[] a = Chain.values(random, m * (k + 3));
          float[] b = Chain.values(random, k * (n + 5));
          for (int ldc : new int[] {n, n + 1, 4, 8, 16, 32, 64}) {
            if (ldc >= n) {
              productsWithGaps(workers, hash, m, n, k, a, b, ldc);
            }
          }
        }
      }
    }
  }

  private static void productsWithGaps(
      Workers workers, Hash hash, int m, int n, int k, float[] a, float[] b, int ldc) {
    float[] gaps = new float[3 + m * ldc];
    Arrays.fill(gaps, -7.25f);
    for (float beta : new float[] {0, 0.5f}) {
      float[] c = gaps.clone();
      Gemm.multiply(
          workers, false, false, m, n, k, 0.7f, a, 1, k + 1, b, 2, n + 3, beta, c, 3, ldc);
      hash.add(c);
    }
    PackedMatrix[] packed = {
      PackedMatrix.of(false, k, n, b, 2, n + 3),
      PackedMatrix.bfloat16(false, k, n, b, 2, n + 3),
      PackedMatrix.int8(false, k, n, b, 2, n + 3)
    };
    for (PackedMatrix weights : packed) {
      float[] c = gaps.clone();
      Gemm.multiplyPacked(workers, m, a, 1, k + 1, weights, b, 1, UnaryOp.RELU, c, 3, ldc);
      hash.add(c);
    }
  }

  /** Operations on views whose rows and columns lie an odd distance apart, and into such views. */
  private static void views(Workers workers, Hash hash) {
    for (int[] shape : new int[][] {{5, 7}, {8, 16}, {17, 33}, {64, 65}, {131, 31}}) {
      int rows = shape[0];
      int columns = shape[1];
      RandomStream random = RandomStream.of(18L + rows);
      Tensor wide = Tensors.uniform(random, -3, 3, 2 * rows, 3 * columns);
      Tensor turned = Tensors.uniform(random, -3, 3, columns, rows + 1);
      List<Tensor> views =
          List.of(
              wide.slice(0, Slice.every(2)).slice(1, Slice.every(3)),
              wide.slice(0, rows, 2 * rows).slice(1, 1, columns + 1),
              wide.slice(0, 0, rows).slice(1, columns, 2 * columns).flip(1),
              turned.transpose().slice(0, 1, rows + 1));
      for (Tensor x : views) {
        hash.add(Unary.EXP.of(x).toArray());
        hash.add(AxisFunction.SOFTMAX.of(x, 0).toArray());
        hash.add(AxisFunction.SOFTMAX.of(x, 1).toArray());
        for (int axis : new int[] {0, 1}) {
          hash.add(Reduce.SUM.of(x, axis).toArray());
          hash.add(Reduce.VAR.of(x, axis).toArray());
          hash.add(Reduce.LOG_SUM_EXP.of(x, axis).toArray());
          hash.add(Reduce.ARG_MAX.of(x, axis).toArray());
        }
        for (Tensor y : views) {
          hash.add(Binary.ADD.of(x, y).toArray());
          Tensor product = Tensors.full(-7.25f, rows, rows + 3);
          LinearAlgebra.matmulInto(workers, x, y.transpose(), product.slice(1, 2, rows + 2));
          hash.add(product.toArray());
        }
      }
    }
  }
}

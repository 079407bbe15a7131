package lanewise.tensor.kernel.elementwise;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A program that computes every function of one operand on all 2^32 floats, and powers of 2^28
 * pairs, and puts the largest and the mean errors into {@link AccuracyTable}. It runs in the folder
 * of the module, on all processors: {@code bin/accuracy}.
 *
 * <pre>
 *   reference     {@link Oracle}, in double precision: its own error is below 1e-5 ulp of a float
 *   the maximum   computed again by {@link HighPrecision} at the operand that has it
 *   the mean      over all operands with a result that is a number; errors of infinities are 0
 * </pre>
 *
 * <p>The bits of a function do not depend on the vector width, so one width stands for all. With
 * names of functions as arguments, only their rows change.
 */
public final class AccuracySweep {
  /** The functions that round more than once, and the roots, which round once. */
  private static final List<String> FUNCTIONS =
      List.of(
          "EXP",
          "EXPM1",
          "LOG",
          "LOG1P",
          "SIN",
          "COS",
          "TANH",
          "SIGMOID",
          "ERF",
          "GELU",
          "GELU_TANH",
          "SOFTPLUS",
          "SILU",
          "SQRT",
          "RSQRT",
          "POW");

  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;

  /** Operands that stay in the first-level cache, with their results. */
  private static final int RUN = 1024;

  /** Positive operands of a task: those with one exponent. */
  private static final int TASK = 1 << 23;

  private static final int TASKS = 256;

  /** Pairs of operands of a task. */
  private static final int PAIRS = (1 << 28) / TASKS;

  /** How far the two references may disagree, in units in the last place. */
  private static final double AGREEMENT = 1e-5;

  private AccuracySweep() {}

  /** The errors of some operands. */
  private static final class Errors {
    private double largest = -1;
    private float x;
    private float y;
    private double sum;
    private long count;

    void add(float operand, float second, float actual, double exact) {
      if (Double.isNaN(exact) && Float.isNaN(actual)) {
        return;
      }
      double error = Ulp.error(actual, exact);
      sum += error;
      count++;
      if (error > largest) {
        largest = error;
        x = operand;
        y = second;
      }
    }

    void add(Errors other) {
      sum += other.sum;
      count += other.count;
      if (other.largest > largest) {
        largest = other.largest;
        x = other.x;
        y = other.y;
      }
    }
  }

  /** One task of a sweep. */
  private interface Part {
    Errors compute(int task);
  }

  /** Computes the rows that the arguments name, or all. */
  public static void main(String[] args)
      throws IOException, InterruptedException, ExecutionException {
    List<String> names = args.length == 0 ? FUNCTIONS : List.of(args);
    int threads = Runtime.getRuntime().availableProcessors();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (String name : names) {
        AccuracyTable.Row row =
            name.equals("POW") ? pow(executor) : unary(executor, UnaryOp.valueOf(name));
        System.out.println(row);
        AccuracyTable.put(row);
      }
    }
  }

  private static AccuracyTable.Row unary(ExecutorService executor, UnaryOp op)
      throws InterruptedException, ExecutionException {
    Errors errors = sweep(executor, task -> binade(op, task));
    float[] out = {errors.x};
    KERNEL.unary(op, 1, out, 0, out, 0);
    BigDecimal largest = HighPrecision.error(out[0], HighPrecision.unary(op, errors.x));
    return row(op.name(), errors, largest, List.of(errors.x));
  }

  /** Positive operands of one exponent, and their negatives. */
  private static Errors binade(UnaryOp op, int exponent) {
    float[] x = new float[RUN];
    float[] negative = new float[RUN];
    float[] out = new float[RUN];
    float[] ofNegative = new float[RUN];
    Errors errors = new Errors();
    for (int from = 0; from < TASK; from += RUN) {
      for (int i = 0; i < RUN; i++) {
        x[i] = Float.intBitsToFloat((exponent << 23) + from + i);
        negative[i] = -x[i];
      }
      KERNEL.unary(op, RUN, x, 0, out, 0);
      KERNEL.unary(op, RUN, negative, 0, ofNegative, 0);
      for (int i = 0; i < RUN; i++) {
        double exact = Oracle.unary(op, x[i]);
        errors.add(x[i], 0, out[i], exact);
        double exactOfNegative =
            switch (op) {
              case SIN, TANH, ERF -> -exact;
              case COS -> exact;
              default -> Oracle.unary(op, negative[i]);
            };
        errors.add(negative[i], 0, ofNegative[i], exactOfNegative);
      }
    }
    return errors;
  }

  private static AccuracyTable.Row pow(ExecutorService executor)
      throws InterruptedException, ExecutionException {
    Errors errors = sweep(executor, AccuracySweep::powers);
    float[] x = {errors.x};
    float[] y = {errors.y};
    KERNEL.binary(BinaryOp.POW, 1, x, 0, y, 0, x, 0);
    BigDecimal largest = HighPrecision.error(x[0], HighPrecision.pow(errors.x, errors.y));
    return row("POW", errors, largest, List.of(errors.x, errors.y));
  }

  /** Draws positive operands of any exponent, and powers that give results of any exponent. */
  static void pairs(SplittableRandom random, float[] x, float[] y) {
    for (int i = 0; i < x.length; i++) {
      x[i] = Float.intBitsToFloat(random.nextInt(1, Float.floatToRawIntBits(Float.MAX_VALUE)));
      y[i] = (float) (random.nextDouble(-149, 128) * StrictMath.log(2) / StrictMath.log(x[i]));
    }
  }

  private static Errors powers(int task) {
    SplittableRandom random = new SplittableRandom(task);
    float[] x = new float[RUN];
    float[] y = new float[RUN];
    float[] out = new float[RUN];
    Errors errors = new Errors();
    for (int from = 0; from < PAIRS; from += RUN) {
      pairs(random, x, y);
      KERNEL.binary(BinaryOp.POW, RUN, x, 0, y, 0, out, 0);
      for (int i = 0; i < RUN; i++) {
        errors.add(x[i], y[i], out[i], Oracle.binary(BinaryOp.POW, x[i], y[i]));
      }
    }
    return errors;
  }

  /** The errors of all tasks, added up in their order. */
  private static Errors sweep(ExecutorService executor, Part part)
      throws InterruptedException, ExecutionException {
    List<Future<Errors>> futures = new ArrayList<>();
    for (int task = 0; task < TASKS; task++) {
      int number = task;
      futures.add(executor.submit(() -> part.compute(number)));
    }
    Errors errors = new Errors();
    for (Future<Errors> future : futures) {
      errors.add(future.get());
    }
    return errors;
  }

  private static AccuracyTable.Row row(
      String function, Errors errors, BigDecimal largest, List<Float> at) {
    if (Math.abs(largest.doubleValue() - errors.largest) > AGREEMENT) {
      throw new IllegalStateException(
          "%s at %s: the error is %s, but %s by the reference in double precision"
              .formatted(function, at, largest.doubleValue(), errors.largest));
    }
    BigDecimal mean = BigDecimal.valueOf(errors.sum / errors.count);
    return new AccuracyTable.Row(function, largest, at, mean);
  }
}

package lanewise.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import lanewise.layers.Model;
import lanewise.layers.file.SavedModel;
import lanewise.layers.file.Task;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.WeightPrecision;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * A classifier's plan asked for probabilities, scaling of the features and softmax included, into
 * an array of the caller's, with weights of 32, 16 or 8 bits; every call with other rows than the
 * one before.
 *
 * <p>The score is nanoseconds a row, in both benchmarks. A model is named by its widths, features
 * first and classes last, with ReLU between; any other can be given on the command line:
 *
 * <pre>
 *   java -jar bench/target/lanewise-bench.jar PredictBenchmark.row -p model=784-1024-1024-10 -p weights=INT8
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class PredictBenchmark extends Defaults {
  private static final int BATCH = 64;

  /** One row a call. */
  @Benchmark
  public float[] row(OneRow rows) {
    return rows.predictNext();
  }

  /** 64 rows a call; the score is for one of them. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public float[] batch(Batch rows) {
    return rows.predictNext();
  }

  /** A plan and the rows that it is asked about in turn. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH sets the parameter, setup the rest
  public abstract static class Rows {
    private static final int COUNT = 2 * BATCH;

    @Param({"784-128-10", "4-16-3", "64-128-64-10", "784-4096-4096-10"})
    private String model;

    @Param({"FLOAT32", "BFLOAT16", "INT8"})
    private WeightPrecision weights;

    private final int rows;
    private int features;
    private int next;
    private float[] in;
    private float[] out;
    private InferencePlan plan;

    Rows(int rows) {
      this.rows = rows;
    }

    /** Builds the plan, asks it about all rows and checks. */
    @Setup
    public void prepare() {
      int[] widths = Inputs.widths(model);
      features = widths[0];
      int classes = widths[widths.length - 1];
      FeatureScaler scaler = Inputs.scaler(features);
      Model mlp = Inputs.mlp(widths);
      List<String> labels = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
      plan =
          InferencePlan.of(
              SavedModel.of(mlp, scaler, new Task.Classification(labels), Map.of()), weights);
      in = Inputs.uniform("rows", COUNT * features);
      out = new float[rows * classes];
      ReferenceMlp reference = new ReferenceMlp(Inputs.rounded(mlp, weights), scaler);
      for (int row = 0; row < COUNT; row += rows) {
        predictNext();
        for (int r = 0; r < rows; r++) {
          check(reference.probabilities(in, (row + r) * features), r * classes);
        }
      }
    }

    private void check(ReferenceMlp.Estimate expected, int at) {
      for (int j = 0; j < expected.values.length; j++) {
        String what = "Predict " + model + ", " + rows + " rows";
        Checks.close(what, at + j, out[at + j], expected.values[j], expected.tolerance(j));
      }
    }

    float[] predictNext() {
      plan.probabilities(rows, in, next, out, 0);
      next += rows * features;
      if (next == in.length) {
        next = 0;
      }
      return out;
    }
  }

  /** Asked about one row at a time. */
  public static class OneRow extends Rows {
    /** For JMH. */
    public OneRow() {
      super(1);
    }
  }

  /** Asked about many rows at once. */
  public static class Batch extends Rows {
    /** For JMH. */
    public Batch() {
      super(BATCH);
    }
  }
}

package lanewise.bench;

import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import lanewise.layers.Model;
import lanewise.layers.Parameter;
import lanewise.layers.Pass;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.loss.Targets;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.Workers;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.Minibatches;
import lanewise.training.optimizer.Sgd;
import lanewise.training.optimizer.WeightUpdates;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A step of training as the training loop takes it: the next shuffled rows gathered and scaled,
 * forward, softmax cross-entropy, backward, gradient descent with momentum.
 *
 * <p>The score is rows a second, 64 in a step. The learning rate is so small that the weights stay
 * near where they began and every step has the same work.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class TrainingStepBenchmark extends Defaults {
  private static final int BATCH = 64;

  /** One step of 64 rows. */
  @Benchmark
  @OperationsPerInvocation(BATCH)
  public double step(Training training) {
    return training.step();
  }

  /** A model and the rows that it learns. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH sets the parameters, setup the rest
  public static class Training {
    private static final int ROWS = 64 * BATCH;
    private static final long SEED = 42;
    private static final Sgd SGD = new Sgd(1e-5f, 0.9f);

    @Param("784-256-128-10")
    private String model;

    @Param({"1", "2"})
    private int threads;

    private final SoftmaxCrossEntropy loss = SoftmaxCrossEntropy.of();
    private final Targets targets = Targets.ofClasses(new int[BATCH]);
    private int classes;
    private Workers workers;
    private FeatureScaler scaler;
    private Minibatches batches;
    private Pass pass;
    private WeightUpdates updates;

    /** Builds the model, takes the first step and checks gradients and weights. */
    @Setup
    public void prepare() {
      int[] widths = Inputs.widths(model);
      classes = widths[widths.length - 1];
      Model mlp = Inputs.mlp(widths);
      LabelledRows data = data(widths[0], classes);
      workers = threads == 1 ? Workers.caller() : Workers.of(threads);
      scaler = Inputs.scaler(widths[0]);
      batches = Minibatches.of(data, BATCH, SEED);
      pass = mlp.trainingPass(BATCH, workers);
      updates = WeightUpdates.of(SGD, mlp);
      Model before = mlp.copy();
      step();
      check(before, mlp, data);
    }

    /** Ends the threads. */
    @TearDown
    public void close() {
      workers.close();
    }

    double step() {
      int rows = batches.next(pass.input(), targets);
      if (rows == 0) {
        batches.nextEpoch();
        rows = batches.next(pass.input(), targets);
      }
      scaler.transform(rows, pass.input(), 0, pass.input(), 0);
      pass.forward(rows);
      double value = loss.evaluate(rows, classes, pass.output(), targets, pass.gradOutput());
      pass.backward();
      updates.step(pass);
      return value;
    }

    private static LabelledRows data(int features, int classes) {
      Tensor rows = Tensor.wrap(Inputs.uniform("rows", ROWS * features), Shape.of(ROWS, features));
      List<String> names = IntStream.range(0, classes).mapToObj(Integer::toString).toList();
      return LabelledRows.of("random rows", rows, Inputs.classes("labels", ROWS, classes), names);
    }

    private void check(Model before, Model after, LabelledRows data) {
      ReferenceMlp reference = new ReferenceMlp(before, scaler);
      int features = data.featureCount();
      float[] rows = new float[BATCH * features];
      int[] targets = new int[BATCH];
      Minibatches.of(data, BATCH, SEED).next(rows, Targets.ofClasses(targets));
      for (int r = 0; r < BATCH; r++) {
        reference.learn(rows, r * features, targets[r], BATCH);
      }
      // All in the model's order.
      List<Parameter> old = List.copyOf(before.parameters().values());
      List<float[]> gradients = List.copyOf(pass.gradients().values());
      int index = 0;
      for (Map.Entry<String, Parameter> entry : after.parameters().entrySet()) {
        checkParameter(
            entry.getKey(),
            gradients.get(index),
            reference.gradients().get(index),
            old.get(index).values(),
            entry.getValue().values());
        index++;
      }
    }

    private void checkParameter(
        String name,
        float[] gradient,
        ReferenceMlp.Estimate expected,
        float[] before,
        float[] after) {
      String what = "Training step " + model + ", " + name;
      for (int i = 0; i < after.length; i++) {
        double grad = expected.values[i];
        double tolerance = expected.tolerance(i);
        Checks.close(what + "'s gradient", i, gradient[i], grad, tolerance);
        double rate = SGD.learningRate();
        double change = rate * (Math.abs(grad) + tolerance);
        Checks.close(
            what,
            i,
            after[i],
            before[i] - rate * grad,
            rate * tolerance + 2 * Checks.UNIT * (Math.abs(before[i]) + change));
      }
    }
  }
}

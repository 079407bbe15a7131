package lanewise.bench;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import lanewise.layers.Model;
import lanewise.layers.Parameter;
import lanewise.layers.Pass;
import lanewise.layers.Slot;
import lanewise.tensor.Tensor;
import lanewise.tensor.Workers;
import lanewise.training.optimizer.Adadelta;
import lanewise.training.optimizer.Adagrad;
import lanewise.training.optimizer.Adam;
import lanewise.training.optimizer.AdamW;
import lanewise.training.optimizer.Lion;
import lanewise.training.optimizer.NAdam;
import lanewise.training.optimizer.Optimizer;
import lanewise.training.optimizer.RmsProp;
import lanewise.training.optimizer.Sgd;
import lanewise.training.optimizer.WeightUpdates;
import lanewise.training.state.Memory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The updates of all parameters of a network from gradients that are there already.
 *
 * <p>The score is steps a second. The row {@code gigabytes} below it says whether memory bounds
 * them: it counts weights, gradients and what the optimizer remembers, read and written once each,
 * a second. The second network's parameters lie in memory. {@code copy} reads and writes as many
 * floats as there are parameters, for comparison.
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class OptimizerBenchmark extends Defaults {
  /** One step of the optimizer. */
  @Benchmark
  public void step(Step step, Moved moved) {
    step.run();
    moved.gigabytes += step.gigabytes;
  }

  /** What is read and written. */
  @State(Scope.Thread)
  @AuxCounters
  public static class Moved {
    /** JMH divides the sum by the measured seconds. */
    public double gigabytes;
  }

  /** A network and its gradients. */
  @State(Scope.Thread)
  @SuppressWarnings("NullAway.Init") // JMH sets the parameters, setup the rest
  public static class Step {
    private static final double RATE = 1e-9;

    @Param({"784-256-128-10", "4096-4096-10"})
    private String model;

    @Param({
      "copy",
      "sgd",
      "momentum",
      "nesterov",
      "adam",
      "amsgrad",
      "adamw",
      "nadam",
      "rmsprop",
      "centred",
      "adagrad",
      "adadelta",
      "lion"
    })
    private String optimizer;

    private double gigabytes;
    private Runnable step;

    /** Builds the network, takes the first step and checks it. */
    @Setup
    public void prepare() {
      Model mlp = Inputs.mlp(Inputs.widths(model));
      long values = 0;
      for (Slot slot : mlp.slots()) {
        values += slot.size();
      }
      if (optimizer.equals("copy")) {
        float[] from = Inputs.uniform("from", (int) values);
        float[] to = new float[(int) values];
        step = () -> System.arraycopy(from, 0, to, 0, from.length);
        gigabytes = 8e-9 * values;
        return;
      }
      Pass pass = mlp.trainingPass(1, Workers.caller());
      for (Slot slot : mlp.slots()) {
        float[] gradient = pass.gradient(slot.index());
        System.arraycopy(Inputs.uniform(slot.name(), slot.size()), 0, gradient, 0, slot.size());
      }
      check(mlp.slots().getFirst(), pass.gradient(0).clone());
      WeightUpdates updates = WeightUpdates.of(rule(), mlp);
      long[] remembered = {0};
      updates
          .memory()
          .forEach(
              (name, floats) -> remembered[0] += floats.length,
              (name, doubles) -> {},
              (name, longs) -> {});
      gigabytes = 4e-9 * (3 * values + 2 * remembered[0]);
      step = () -> updates.step(pass);
    }

    /** The first elements are to be those that scalar code gives a small parameter. */
    private void check(Slot large, float[] gradient) {
      int n = Math.min(100, large.size());
      float[] start = Arrays.copyOf(large.parameter().values(), n);
      Slot small = new Slot(0, "small", Parameter.scale("small", Tensor.zeros(n)), true);
      System.arraycopy(start, 0, small.parameter().values(), 0, n);
      Slot copy = new Slot(0, "copy", large.parameter().copy(), true);
      Optimizer rule = rule();
      Memory memory = rule.start(small);
      Memory largeMemory = rule.start(copy);
      for (int step = 1; step <= 3; step++) {
        rule.update(step, 0.01, small, Arrays.copyOf(gradient, n), memory);
        rule.update(step, 0.01, copy, gradient.clone(), largeMemory);
      }
      for (int i = 0; i < n; i++) {
        Checks.close(optimizer, i, copy.parameter().values()[i], small.parameter().values()[i], 0);
      }
    }

    private Optimizer rule() {
      return switch (optimizer) {
        case "sgd" -> new Sgd(RATE, 0);
        case "momentum" -> new Sgd(RATE, 0.9);
        case "nesterov" -> new Sgd(RATE, 0.9).withNesterov();
        case "adam" -> Adam.of(RATE);
        case "amsgrad" -> Adam.of(RATE).withAmsgrad();
        case "adamw" -> AdamW.of(RATE);
        case "nadam" -> NAdam.of(RATE);
        case "rmsprop" -> RmsProp.of(RATE);
        case "centred" -> RmsProp.of(RATE).withCentring();
        case "adagrad" -> Adagrad.of(RATE);
        case "adadelta" -> Adadelta.of(RATE);
        case "lion" -> Lion.of(RATE);
        default -> throw new IllegalArgumentException("no optimizer is called " + optimizer);
      };
    }

    void run() {
      step.run();
    }
  }
}

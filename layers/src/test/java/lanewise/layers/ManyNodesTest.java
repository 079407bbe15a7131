package lanewise.layers;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import lanewise.layers.activation.Relu;
import lanewise.layers.inference.Program;
import lanewise.layers.inspect.ActivationStatistics;
import lanewise.layers.linear.Dense;
import lanewise.layers.merge.Add;
import lanewise.tensor.Shape;
import lanewise.tensor.WeightPrecision;
import lanewise.tensor.Workers;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A file of a few megabytes may describe 100,000 nodes: what is done with a model takes time in
 * proportion to them.
 */
@Tag("once")
final class ManyNodesTest {
  private static final int FEW = 2_000;
  private static final int TIMES = 20;

  /** Between the 20 of proportion, with room for what memory costs, and the 400 of its square. */
  private static final double MOST_GROWTH = 100;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Models whose nodes all read the input, and what is done with them. */
  enum Work {
    BUFFERS_OF_A_SUM {
      @Override
      Runnable on(int nodes) {
        Program program = Program.of(sum(nodes, Relu::of), WeightPrecision.FLOAT32);
        return () -> program.newWorkspace(1, Workers.caller());
      }
    },
    PRODUCTS {
      @Override
      Runnable on(int nodes) {
        Model model = sum(nodes, () -> Dense.of(1, 1));
        return () -> Program.of(model, WeightPrecision.FLOAT32);
      }
    },
    OUTPUTS {
      @Override
      Runnable on(int nodes) {
        Model model = outputs(nodes);
        return () -> Program.of(model, WeightPrecision.FLOAT32).newWorkspace(1, Workers.caller());
      }
    },
    TRAINING_PASS {
      @Override
      Runnable on(int nodes) {
        Model model = outputs(nodes);
        return () -> model.trainingPass(1, Workers.caller());
      }
    },
    STATISTICS {
      @Override
      Runnable on(int nodes) {
        Model model = sum(nodes, Relu::of);
        return () -> ActivationStatistics.over(model, 1, new float[] {1});
      }
    };

    abstract Runnable on(int nodes);
  }

  private static Model sum(int nodes, Supplier<Layer> layer) {
    Graph graph = new Graph();
    return graph.build(graph.add(Add.of(), readers(graph, nodes, layer)));
  }

  private static Model outputs(int nodes) {
    Graph graph = new Graph();
    return graph.build(readers(graph, nodes, Relu::of));
  }

  private static String[] readers(Graph graph, int nodes, Supplier<Layer> layer) {
    graph.input("x", Shape.of(1));
    List<String> names = new ArrayList<>();
    for (int i = 0; i < nodes; i++) {
      names.add(graph.add(layer.get(), "x"));
    }
    return names.toArray(new String[0]);
  }

  @ParameterizedTest
  @EnumSource
  void takesTimeInProportionToTheNodes(Work work) {
    double growth = Double.MAX_VALUE;
    for (int round = 0; round < 3 && growth >= MOST_GROWTH; round++) { // others disturb caches
      growth = Math.min(growth, (double) nanos(work.on(TIMES * FEW)) / nanos(work.on(FEW)));
    }

    assertThat(growth)
        .as("growth of the time for %d times the nodes", TIMES)
        .isLessThan(MOST_GROWTH);
  }

  /** The least time of this thread's own; a busy machine gives it later. */
  private static long nanos(Runnable work) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 3; i++) {
      long before = THREADS.getCurrentThreadCpuTime();
      work.run();
      least = Math.min(least, THREADS.getCurrentThreadCpuTime() - before);
    }
    return least;
  }
}

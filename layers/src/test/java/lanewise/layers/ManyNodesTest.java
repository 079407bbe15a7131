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
  private static final int FEW = 5_000;
  private static final int TIMES = 4;

  /** Between the 4 of proportion and the 16 of its square. */
  private static final double MOST_GROWTH = 10;

  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  /** Models whose nodes all read the input, and what is done with them. */
  private enum Work {
    BUFFERS_OF_A_SUM {
      @Override
      void run(int nodes) {
        Program.of(sum(nodes, Relu::of), WeightPrecision.FLOAT32).newWorkspace(1, Workers.caller());
      }
    },
    PRODUCTS {
      @Override
      void run(int nodes) {
        Program.of(sum(nodes, () -> Dense.of(1, 1)), WeightPrecision.FLOAT32);
      }
    },
    OUTPUTS {
      @Override
      void run(int nodes) {
        Program.of(outputs(nodes), WeightPrecision.FLOAT32).newWorkspace(1, Workers.caller());
      }
    },
    TRAINING_PASS {
      @Override
      void run(int nodes) {
        outputs(nodes).trainingPass(1, Workers.caller());
      }
    },
    STATISTICS {
      @Override
      void run(int nodes) {
        ActivationStatistics.over(sum(nodes, Relu::of), 1, new float[] {1});
      }
    };

    abstract void run(int nodes);
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
    double few = nanos(work, FEW);
    double many = nanos(work, TIMES * FEW);

    assertThat(many / few).as("growth of the time for %d times the nodes", TIMES).isLessThan(MOST_GROWTH);
  }

  /** The least time of this thread's own; a busy machine gives it later. */
  private static long nanos(Work work, int nodes) {
    long least = Long.MAX_VALUE;
    for (int i = 0; i < 5; i++) {
      long before = THREADS.getCurrentThreadCpuTime();
      work.run(nodes);
      least = Math.min(least, THREADS.getCurrentThreadCpuTime() - before);
    }
    return least;
  }
}

package lanewise.layers.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import lanewise.layers.Graph;
import lanewise.layers.Model;
import lanewise.layers.activation.Relu;
import lanewise.layers.merge.Add;
import lanewise.tensor.Shape;
import lanewise.tensor.WeightPrecision;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random programs of some inputs and outputs, whose steps read any values before them. */
@Tag("once")
final class BufferSharingTest {
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 5, 20, 100})
  void aStepTakesTheFirstBufferWhoseValueNoLaterStepReads(int steps) {
    for (long seed = 0; seed < 200; seed++) {
      Program program = program(steps, new Random(seed));

      assertThat(BufferSharing.of(program))
          .as("%d steps, seed %d", steps, seed)
          .containsExactly(searched(program));
    }
  }

  private static Program program(int steps, Random random) {
    Graph graph = new Graph();
    List<String> all = new ArrayList<>();
    List<String> unread = new ArrayList<>();
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      all.add(graph.input("in-" + i, Shape.of(3)));
    }
    unread.addAll(all);
    for (int i = 0; i < steps; i++) {
      String[] reads = new String[1 + random.nextInt(4)];
      for (int r = 0; r < reads.length; r++) {
        List<String> from = random.nextBoolean() && !unread.isEmpty() ? unread : all;
        reads[r] = from.get(random.nextInt(from.size()));
      }
      unread.removeAll(List.of(reads));
      String node = add(graph, reads);
      all.add(node);
      unread.add(node);
    }
    String last = add(graph, unread.toArray(new String[0]));
    String also = all.get(random.nextInt(all.size()));
    Model model = also.startsWith("in-") ? graph.build(last) : graph.build(last, also);
    return Program.of(model, WeightPrecision.FLOAT32);
  }

  private static String add(Graph graph, String[] reads) {
    return graph.add(reads.length == 1 ? Relu.of() : Add.of(), reads);
  }

  /** The same by a search of all buffers for each step. */
  private static int[] searched(Program program) {
    int inputs = program.inputCount();
    int[] owners = new int[inputs + program.nodes().size()];
    int[] busyUntil = new int[owners.length];
    for (int source = 0; source < owners.length; source++) {
      owners[source] = source;
      busyUntil[source] = lastReader(program, source);
      for (int owner = inputs; owner < source; owner++) {
        boolean own = source < inputs || program.outputs().contains(source);
        if (!own && owners[owner] == owner && busyUntil[owner] < source) {
          owners[source] = owner;
          busyUntil[owner] = busyUntil[source];
          break;
        }
      }
    }
    return owners;
  }

  private static int lastReader(Program program, int source) {
    if (program.outputs().contains(source)) {
      return Integer.MAX_VALUE;
    }
    int last = 0;
    for (int i = 0; i < program.nodes().size(); i++) {
      if (program.nodes().get(i).sources().contains(source)) {
        last = program.inputCount() + i;
      }
    }
    return last;
  }
}

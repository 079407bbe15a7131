package lanewise.layers.inference;

import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Lets values of a program share buffers: a step takes over the buffer of a value that no later
 * step reads. Inputs and outputs have buffers of their own.
 *
 * <p>Takes time in proportion to what the steps read, apart from the order of the free buffers: a
 * file of a few megabytes may describe 100,000 steps.
 */
final class BufferSharing {
  private static final int NEVER = -1;

  private BufferSharing() {}

  /**
   * For each source returns the first one with the same buffer, which is the source itself where
   * the buffer is its own. Of several free buffers a step takes that of the first source.
   */
  static int[] of(Program program) {
    int inputs = program.inputCount();
    int[] owners = new int[inputs + program.nodes().size()];
    for (int source = 0; source < owners.length; source++) {
      owners[source] = source;
    }
    int[] lastReaders = lastReaders(program, owners.length);
    PriorityQueue<Integer> free = new PriorityQueue<>();
    for (int source = inputs; source < owners.length; source++) {
      boolean output = lastReaders[source] == Integer.MAX_VALUE;
      if (!output && !free.isEmpty()) {
        owners[source] = free.remove();
      }
      // The step writes while it reads, so what it reads for the last time is free only now.
      for (int read : program.nodes().get(source - inputs).sources()) {
        if (read >= inputs && lastReaders[read] == source) {
          free.add(owners[read]);
          lastReaders[read] = NEVER; // a step may name a source twice
        }
      }
      if (lastReaders[source] == NEVER) {
        free.add(owners[source]);
      }
    }
    return owners;
  }

  private static int[] lastReaders(Program program, int count) {
    int[] last = new int[count];
    Arrays.fill(last, NEVER);
    List<Program.Node> nodes = program.nodes();
    for (int i = 0; i < nodes.size(); i++) {
      for (int source : nodes.get(i).sources()) {
        last[source] = program.inputCount() + i;
      }
    }
    for (int output : program.outputs()) {
      last[output] = Integer.MAX_VALUE;
    }
    return last;
  }
}

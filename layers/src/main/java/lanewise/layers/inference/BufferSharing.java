package lanewise.layers.inference;

import java.util.List;

/**
 * Lets values of a program share buffers: a step takes over the buffer of a value that no later
 * step reads. Inputs and outputs have buffers of their own.
 */
final class BufferSharing {
  private BufferSharing() {}

  /**
   * For each source returns the first one with the same buffer, which is the source itself where
   * the buffer is its own.
   */
  static int[] of(Program program) {
    int inputs = program.inputCount();
    int count = inputs + program.nodes().size();
    int[] owners = new int[count];
    for (int source = 0; source < count; source++) {
      owners[source] = source;
    }
    int[] lastReaders = lastReaders(program, count);
    // For each buffer, by its owner: the last step that reads its current content.
    int[] busyUntil = lastReaders.clone();
    for (int source = inputs; source < count; source++) {
      if (program.outputs().contains(source)) {
        continue;
      }
      for (int owner = inputs; owner < source; owner++) {
        boolean shareable = owners[owner] == owner && !program.outputs().contains(owner);
        if (shareable && busyUntil[owner] < source) {
          owners[source] = owner;
          busyUntil[owner] = lastReaders[source];
          break;
        }
      }
    }
    return owners;
  }

  private static int[] lastReaders(Program program, int count) {
    int[] last = new int[count];
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

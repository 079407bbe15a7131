package lanewise.layers;

/**
 * Which sources of a model may have one buffer in turn, for runs after which only inputs and
 * outputs are read: a node takes the buffer of one that no later node reads. Inputs and outputs
 * have their own.
 */
final class BufferSharing {
  private BufferSharing() {}

  /**
   * For each source the first one that has its buffer, itself where it has its own. A model that
   * was not made for inference has one buffer for each.
   */
  static int[] of(Model model) {
    int inputs = model.inputs().size();
    int count = inputs + model.nodes().size();
    int[] owners = new int[count];
    for (int source = 0; source < count; source++) {
      owners[source] = source;
    }
    if (!model.isOnlyForInference()) {
      return owners;
    }
    int[] lastReaders = lastReaders(model, count);
    // For each buffer, by its owner: the last node that reads what is in it now.
    int[] busyUntil = lastReaders.clone();
    for (int source = inputs; source < count; source++) {
      if (model.outputs().contains(source)) {
        continue;
      }
      for (int owner = inputs; owner < source; owner++) {
        boolean shareable = owners[owner] == owner && !model.outputs().contains(owner);
        if (shareable && busyUntil[owner] < source) {
          owners[source] = owner;
          busyUntil[owner] = lastReaders[source];
          break;
        }
      }
    }
    return owners;
  }

  private static int[] lastReaders(Model model, int count) {
    int[] last = new int[count];
    for (int i = 0; i < model.nodes().size(); i++) {
      for (int source : model.nodes().get(i).sources()) {
        last[source] = model.inputs().size() + i;
      }
    }
    for (int output : model.outputs()) {
      last[output] = Integer.MAX_VALUE;
    }
    return last;
  }
}

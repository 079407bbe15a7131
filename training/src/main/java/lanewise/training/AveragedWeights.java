package lanewise.training;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Model;
import lanewise.layers.Slot;
import lanewise.tensor.kernel.optimizer.OptimizerKernel;
import lanewise.tensor.kernel.optimizer.OptimizerVariants;
import lanewise.training.averaging.WeightAveraging;
import lanewise.training.schedule.Progress;
import lanewise.training.state.Memory;
import lanewise.training.state.MemoryBuilder;

/** The averages of a model's weights and tracked statistics over the steps of a run. */
final class AveragedWeights {
  private final WeightAveraging rule;
  private final List<float[]> weights = new ArrayList<>();
  private final List<float[]> averages = new ArrayList<>();
  private final Memory memory;

  AveragedWeights(WeightAveraging rule, Model model) {
    this.rule = rule;
    MemoryBuilder all = Memory.builder();
    for (Slot slot : model.slots()) {
      float[] average = slot.parameter().values().clone();
      weights.add(slot.parameter().values());
      averages.add(average);
      all.putFloats(slot.name(), average);
    }
    this.memory = all.build();
  }

  /** Moves the averages towards the weights after a step. */
  void stepped(Progress progress) {
    float share = (float) rule.share(progress);
    if (share == 0) {
      return;
    }
    for (int i = 0; i < weights.size(); i++) {
      float[] w = weights.get(i);
      float[] average = averages.get(i);
      if (share == 1) {
        System.arraycopy(w, 0, average, 0, w.length);
        continue;
      }
      OptimizerKernel kernel = OptimizerVariants.forSize(w.length);
      for (int from = 0; from < w.length; from += OptimizerVariants.BLOCK) {
        kernel.average(from, OptimizerVariants.end(from, w.length), average, w, share);
      }
    }
  }

  /** Gives the model the averages and keeps its weights, or the other way round. */
  void exchange() {
    for (int i = 0; i < weights.size(); i++) {
      float[] w = weights.get(i);
      float[] average = averages.get(i);
      for (int k = 0; k < w.length; k++) {
        float kept = w[k];
        w[k] = average[k];
        average[k] = kept;
      }
    }
  }

  /** Returns the averages by parameter; the arrays are shared. */
  Memory memory() {
    return memory;
  }
}

package lanewise.training;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Pass;
import lanewise.layers.Slot;
import lanewise.tensor.kernel.elementwise.BinaryOp;
import lanewise.tensor.kernel.elementwise.ElementwiseKernel;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.training.state.Memory;
import lanewise.training.state.MemoryBuilder;

/**
 * The sum of the gradients of several batches, which one step follows as if they were one batch. A
 * gradient of a mean over rows enters with the weight of its rows, and the sum is divided by that
 * of the weights, so that batches of different lengths count as they would in one.
 */
final class Accumulation {
  private static final ElementwiseKernel KERNEL = ElementwiseVariants.KERNEL;

  private final int batches;
  private final boolean mean;
  private final List<Slot> slots;
  private final List<float[]> sums = new ArrayList<>();

  /** The number of batches in the sum. */
  private final long[] count = new long[1];

  /** The weight of the rows in the sum. */
  private final double[] weight = new double[1];

  /**
   * An empty sum.
   *
   * @param batches the number of batches of a step, at least 2
   * @param mean whether the loss is a mean over the rows, and not a sum
   * @param slots the parameters whose gradients are added up
   */
  Accumulation(int batches, boolean mean, List<Slot> slots) {
    this.batches = batches;
    this.mean = mean;
    this.slots = slots;
    for (Slot slot : slots) {
      sums.add(new float[slot.size()]);
    }
  }

  /**
   * Adds the gradients of a batch.
   *
   * @param rowWeight the weight of its rows if the loss is a mean over them
   * @return whether the sum has as many batches as a step has
   */
  boolean add(Pass pass, double rowWeight) {
    float factor = mean ? (float) rowWeight : 1;
    for (int i = 0; i < sums.size(); i++) {
      float[] gradient = pass.gradient(slots.get(i).index());
      float[] sum = sums.get(i);
      int n = sum.length;
      if (count[0] == 0) {
        KERNEL.binaryScalar(BinaryOp.MUL, n, gradient, 0, factor, sum, 0);
      } else {
        KERNEL.axpy(n, factor, gradient, 0, sum, 0, sum, 0);
      }
    }
    count[0]++;
    weight[0] += rowWeight;
    return count[0] == batches;
  }

  boolean isEmpty() {
    return count[0] == 0;
  }

  /**
   * Returns the gradients of all batches together, in the order of the parameters, and begins a new
   * sum. The arrays are always the same, and may be overwritten.
   */
  List<float[]> take() {
    if (mean && weight[0] > 0) {
      float share = (float) (1 / weight[0]);
      for (int i = 0; i < sums.size(); i++) {
        float[] sum = sums.get(i);
        KERNEL.binaryScalar(BinaryOp.MUL, sum.length, sum, 0, share, sum, 0);
      }
    }
    count[0] = 0;
    weight[0] = 0;
    return sums;
  }

  /** Returns the sum for a parameter: after a step, what that followed, until a batch is added. */
  float[] sum(int slot) {
    return sums.get(slot);
  }

  /** Returns the memory from batch to batch; the arrays are shared. */
  Memory memory() {
    MemoryBuilder all = Memory.builder().putLongs("batches", count).putDoubles("weight", weight);
    for (int i = 0; i < sums.size(); i++) {
      all.putFloats(slots.get(i).name(), sums.get(i));
    }
    return all.build();
  }
}

package lanewise.training.optimizer;

import lanewise.layers.Slot;
import lanewise.training.state.Memory;

/** Leaves a parameter as it is. A run does not ask for its gradient either. */
enum Frozen implements Optimizer {
  FROZEN;

  @Override
  public double learningRate() {
    return 0;
  }

  @Override
  public void update(long step, double rate, Slot slot, float[] gradient, Memory memory) {}
}

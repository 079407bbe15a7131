package lanewise.training;

import java.util.List;

/** Passes every event to several listeners in turn. */
record ListenerList(List<TrainingListener> listeners) implements TrainingListener {
  @Override
  public void onStep(TrainingStep step) {
    for (int i = 0; i < listeners.size(); i++) { // an iterator would be an allocation
      listeners.get(i).onStep(step);
    }
  }

  @Override
  public void onValidation(int epoch) {
    for (TrainingListener listener : listeners) {
      listener.onValidation(epoch);
    }
  }

  @Override
  public void onEpoch(EpochReport report) {
    for (TrainingListener listener : listeners) {
      listener.onEpoch(report);
    }
  }

  @Override
  public void onCheckpoint(CheckpointReport report) {
    for (TrainingListener listener : listeners) {
      listener.onCheckpoint(report);
    }
  }

  @Override
  public void onEnd(TrainingResult result) {
    for (TrainingListener listener : listeners) {
      listener.onEnd(result);
    }
  }
}

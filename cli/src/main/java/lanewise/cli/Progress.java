package lanewise.cli;

import lanewise.training.TrainingListener;

/** Shows how a training goes; closed when it has ended. */
interface Progress extends TrainingListener, AutoCloseable {
  @Override
  void close();
}

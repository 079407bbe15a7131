package lanewise.cli.output;

import lanewise.training.TrainingListener;

/** Shows how a training goes; closed when it has ended. */
public interface Progress extends TrainingListener, AutoCloseable {
  /** Shows a sentence, such as advice, that stays. */
  void note(String sentence);

  @Override
  void close();
}

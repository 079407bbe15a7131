package lanewise.training;

/**
 * A view of the step that a run has just taken. Listeners receive the same object after every step,
 * so that a step allocates nothing: a listener that needs a figure later copies it.
 */
public interface TrainingStep {
  /**
   * Returns the number of the step in the whole run.
   *
   * @return the number, from 1
   */
  long step();

  /**
   * Returns the number of the epoch.
   *
   * @return the number, from 1
   */
  int epoch();

  /**
   * Returns the number of the batch in this epoch.
   *
   * @return the number, from 1
   */
  int batch();

  /**
   * Returns the number of batches in an epoch.
   *
   * @return at least 1
   */
  int batches();

  /**
   * Returns the number of rows of this epoch that have been used so far.
   *
   * @return at least 1
   */
  int rows();

  /**
   * Returns the loss of this batch, computed before the step changed the weights.
   *
   * @return a finite number
   */
  double loss();

  /**
   * Returns the mean loss of the rows of this epoch so far.
   *
   * @return the mean of the losses before each step
   */
  double meanLoss();

  /**
   * Returns the learning rate of the step: the rate of the optimizer times the factor of the
   * schedule.
   *
   * @return the rate
   */
  double learningRate();
}

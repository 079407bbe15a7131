package lanewise.cli.job;

import java.nio.file.Path;
import lanewise.training.EarlyStopping;
import lanewise.training.optimizer.Sgd;

/**
 * Everything that decides a training run. Two runs of one job on the same data give the same model,
 * bit for bit; only {@link #threads} and {@link #output} change nothing in it.
 *
 * <p>Settings that the library has a value for are held as that value, so each is validated in one
 * place.
 *
 * @param data the rows, and how they are divided
 * @param model the network
 * @param training how long and in which steps it is trained
 * @param optimizer the rule that updates the weights
 * @param stopping the rule that stops the training before the last epoch
 * @param seed decides the parts of the data, the first weights and the order of the rows
 * @param threads the number of threads, at least 1
 * @param output the folder for what the training leaves
 */
public record Job(
    DataSettings data,
    NetworkSettings model,
    TrainingSettings training,
    Sgd optimizer,
    EarlyStopping stopping,
    long seed,
    int threads,
    Path output) {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if one is out of range
   */
  public Job {
    if (threads < 1) {
      throw new IllegalArgumentException("job: " + threads + " threads: use at least 1");
    }
  }
}

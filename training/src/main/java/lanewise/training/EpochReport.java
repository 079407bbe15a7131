package lanewise.training;

/**
 * The figures of one epoch.
 *
 * @param epoch the number of the epoch, from 1
 * @param trainLoss the mean loss of the training rows, each computed before the step that used it
 * @param validation the evaluation of the model on the validation rows after the epoch
 * @param best whether this is the best epoch so far by the selecting metric
 * @param seconds the duration of the epoch, including the validation
 * @param rowsPerSecond the training rows per second, without the validation
 */
public record EpochReport(
    int epoch,
    double trainLoss,
    Evaluation validation,
    boolean best,
    double seconds,
    double rowsPerSecond) {}

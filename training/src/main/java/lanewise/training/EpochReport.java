package lanewise.training;

/**
 * The figures of one epoch.
 *
 * @param epoch from 1
 * @param trainLoss the mean loss of the rows as they were trained on
 * @param validation how good the model is on the validation rows after the epoch
 * @param best whether the metric that picks the best epoch is the best so far
 * @param seconds of the epoch, validation included
 * @param rowsPerSecond training rows in a second, validation not counted
 */
public record EpochReport(
    int epoch,
    double trainLoss,
    Evaluation validation,
    boolean best,
    double seconds,
    double rowsPerSecond) {}

package lanewise.training;

/**
 * The figures of one epoch.
 *
 * @param epoch from 1
 * @param trainLoss the mean loss of the rows as they were trained on
 * @param validationLoss the mean loss of the validation rows after the epoch
 * @param validationAccuracy the share of validation rows that the model labels right, 0 to 1
 * @param best whether the validation loss is the best so far
 * @param seconds of the epoch, validation included
 * @param rowsPerSecond training rows in a second, validation not counted
 */
public record EpochReport(
    int epoch,
    double trainLoss,
    double validationLoss,
    double validationAccuracy,
    boolean best,
    double seconds,
    double rowsPerSecond) {}

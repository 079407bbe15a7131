package lanewise.training;

import org.jspecify.annotations.Nullable;

/**
 * The figures of one epoch. All but the last two are the same whenever the run is repeated.
 *
 * @param epoch the number of the epoch, from 1
 * @param trainLoss the mean loss of the training rows, each computed before the step that used it
 * @param train the evaluation of the model on training rows after the epoch, as {@link
 *     Trainer#withTrainEvaluation} asks for it; null without
 * @param validation the evaluation of the model on the validation rows after the epoch
 * @param best whether this is the best epoch so far by the selecting metric
 * @param vitals figures of the steps, the weights and the activations
 * @param seconds the duration of the epoch, including the validation
 * @param rowsPerSecond the training rows per second, without the validation
 */
public record EpochReport(
    int epoch,
    double trainLoss,
    @Nullable Evaluation train,
    Evaluation validation,
    boolean best,
    Vitals vitals,
    double seconds,
    double rowsPerSecond) {}

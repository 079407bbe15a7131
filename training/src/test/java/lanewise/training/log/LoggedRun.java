package lanewise.training.log;

import lanewise.layers.Model;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.training.EarlyStopping;
import lanewise.training.Fixtures;
import lanewise.training.Trainer;
import lanewise.training.TrainingConfig;
import lanewise.training.TrainingListener;
import lanewise.training.TrainingRun;
import lanewise.training.data.LabelledRows;
import lanewise.training.metric.Accuracy;
import lanewise.training.optimizer.Sgd;

/** A small run whose logs tests look at. */
final class LoggedRun {
  private static final LabelledRows TRAIN = Fixtures.gaussians(1, 20, 4, 3);
  private static final LabelledRows VALIDATION = Fixtures.gaussians(2, 9, 4, 3);

  private LoggedRun() {}

  static Model model() {
    return Fixtures.mlp(3, 4, 6, 3);
  }

  static TrainingRun start(Model model, int epochs, TrainingListener... listeners) {
    return Trainer.of(
            new TrainingConfig(epochs, 5, 5, EarlyStopping.patience(99)),
            SoftmaxCrossEntropy.of(),
            new Sgd(0.05f, 0.5f))
        .withMetrics(Accuracy.of())
        .withTrainEvaluation(TRAIN)
        .withListener(TrainingListener.all(listeners))
        .start(model, TRAIN, VALIDATION);
  }
}

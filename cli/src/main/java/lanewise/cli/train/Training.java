package lanewise.cli.train;

import lanewise.cli.job.Job;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.training.Trainer;
import lanewise.training.TrainingConfig;
import lanewise.training.metric.Accuracy;

/** Builds the trainer of a job. */
final class Training {
  private Training() {}

  /** The settings that decide the weights; a run adds its threads and listeners. */
  static Trainer trainer(Job job, TrainingData data) {
    TrainingConfig config =
        new TrainingConfig(
            job.training().epochs(),
            job.training().batchFor(data.train().rows()),
            job.seed(),
            job.stopping());
    return Trainer.of(config, SoftmaxCrossEntropy.of(), job.optimizer()).withMetrics(Accuracy.of());
  }
}

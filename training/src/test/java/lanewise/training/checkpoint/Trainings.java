package lanewise.training.checkpoint;

import java.util.Random;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Relu;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.noise.Dropout;
import lanewise.layers.norm.BatchNorm;
import lanewise.training.EarlyStopping;
import lanewise.training.Fixtures;
import lanewise.training.Trainer;
import lanewise.training.TrainingConfig;
import lanewise.training.TrainingRun;
import lanewise.training.data.LabelledRows;
import lanewise.training.initialization.Initializer;
import lanewise.training.metric.Accuracy;
import lanewise.training.optimizer.Sgd;

/** Small trainings that draw random numbers and remember things in every step. */
final class Trainings {
  static final int EPOCHS = 4;
  static final int STEPS_PER_EPOCH = 5;
  static final LabelledRows TRAIN = Fixtures.gaussians(1, 30, 6, 3);
  static final LabelledRows VALIDATION = Fixtures.gaussians(2, 12, 6, 3);

  private Trainings() {}

  static Trainer trainer(int epochs) {
    return Trainer.of(
            new TrainingConfig(epochs, 6, 11, EarlyStopping.patience(100)),
            SoftmaxCrossEntropy.of(),
            new Sgd(0.1f, 0.9f))
        .withMetrics(Accuracy.of());
  }

  static Model model() {
    Model model =
        Sequential.of(
            6, Dense.of(6, 8), BatchNorm.of(8), Relu.of(), Dropout.of(0.3), Dense.of(8, 3));
    Initializer.heNormal().initialize(model, 5);
    return model;
  }

  static TrainingRun run(Model model) {
    return trainer(EPOCHS).start(model, TRAIN, VALIDATION);
  }

  static RunIdentity identity(Trainer trainer) {
    return RunIdentity.of(trainer)
        .withRows("training rows", TRAIN)
        .withRows("validation rows", VALIDATION);
  }

  static RunIdentity identity() {
    return identity(trainer(EPOCHS));
  }

  /** Damages bytes in one of the ways in which files are damaged. */
  static byte[] damaged(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    switch (random.nextInt(5)) {
      case 0 -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes = java.util.Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 2 -> {
        int from = random.nextInt(bytes.length);
        int to = from + 1 + random.nextInt(bytes.length - from);
        java.util.Arrays.fill(bytes, from, to, (byte) random.nextInt(256));
      }
      case 3 -> bytes = java.util.Arrays.copyOf(bytes, bytes.length + 1 + random.nextInt(4096));
      default -> {
        for (int i = random.nextInt(20); i >= 0; i--) {
          bytes[random.nextInt(Math.min(bytes.length, 1 << random.nextInt(13)))] =
              (byte) random.nextInt(256);
        }
      }
    }
    return bytes;
  }
}

package lanewise.training.data.stream;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import lanewise.layers.Layer;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.Slot;
import lanewise.layers.activation.Relu;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.tensor.Shape;
import lanewise.tensor.Workers;
import lanewise.training.Evaluation;
import lanewise.training.Trainer;
import lanewise.training.TrainingConfig;
import lanewise.training.TrainingResult;
import lanewise.training.data.BatchSource;
import lanewise.training.data.RowSource;
import lanewise.training.data.ScalerFit;
import lanewise.training.data.idx.Idx;
import lanewise.training.initialization.Initializer;
import lanewise.training.metric.Accuracy;
import lanewise.training.optimizer.Sgd;

/**
 * Trains on images and their labels and prints what came of it, so that a test can run it in a JVM
 * with a small heap.
 *
 * <pre>
 *   SmallHeapTraining (memory | stream) TRAIN_IMAGES TRAIN_LABELS TEST_IMAGES TEST_LABELS EPOCHS WIDTH...
 * </pre>
 */
public final class SmallHeapTraining {
  private static final List<String> CLASSES =
      IntStream.range(0, 10).mapToObj(Integer::toString).toList();
  private static final int BATCH = 64;
  private static final long SEED = 42;
  private static final int BUFFER = 4096;

  private SmallHeapTraining() {}

  /** Trains. */
  public static void main(String[] args) throws IOException {
    boolean inMemory = args[0].equals("memory");
    RowSource train = open(args[1], args[2], inMemory);
    RowSource test = open(args[3], args[4], inMemory);
    int epochs = Integer.parseInt(args[5]);
    FeatureScaler scaler = ScalerFit.pooled(train);
    Model model = model(train.format().features().size(), args);
    Initializer.heNormal().initialize(model, SEED);
    Trainer trainer =
        Trainer.of(
                TrainingConfig.defaults().withEpochs(epochs).withBatchSize(BATCH).withSeed(SEED),
                SoftmaxCrossEntropy.of(),
                new Sgd(0.01f, 0.9f))
            .withMetrics(Accuracy.of());
    BatchSource batches = StreamBatches.shuffled(train, BATCH, SEED, BUFFER).scaled(scaler);
    try (BatchSource ahead = inMemory ? batches : Prefetch.of(batches, 4)) {
      TrainingResult result = trainer.start(model, ahead, test.scaled(scaler)).finish();
      Evaluation evaluation =
          Evaluation.of(
              model,
              SoftmaxCrossEntropy.of(),
              test.scaled(scaler),
              Workers.caller(),
              Accuracy.of());
      System.out.printf(
          Locale.ROOT,
          "accuracy %s weights %s heap %d rows/s %.0f%n",
          evaluation.value("accuracy"),
          digest(model),
          Runtime.getRuntime().maxMemory() >> 20,
          result.rowsPerSecond());
    }
  }

  private static RowSource open(String images, String labels, boolean inMemory) throws IOException {
    return inMemory
        ? Idx.load(Path.of(images), Path.of(labels), CLASSES)
        : Idx.open(Path.of(images), Path.of(labels), CLASSES);
  }

  private static Model model(int inputs, String[] args) {
    List<Layer> layers = new ArrayList<>();
    int width = inputs;
    for (int i = 6; i < args.length; i++) {
      int next = Integer.parseInt(args[i]);
      layers.add(Dense.of(width, next));
      layers.add(Relu.of());
      width = next;
    }
    layers.add(Dense.of(width, CLASSES.size()));
    return Sequential.of(Shape.of(inputs), layers);
  }

  private static String digest(Model model) {
    CRC32C crc = new CRC32C();
    for (Slot slot : model.slots()) {
      for (float value : slot.parameter().values()) {
        int bits = Float.floatToRawIntBits(value);
        for (int shift = 0; shift < 32; shift += 8) {
          crc.update(bits >>> shift);
        }
      }
    }
    return HexFormat.of().toHexDigits((int) crc.getValue());
  }
}

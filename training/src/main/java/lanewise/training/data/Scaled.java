package lanewise.training.data;

import lanewise.layers.loss.Targets;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.layers.preprocessing.TargetScaler;
import lanewise.tensor.ShapeException;

/** Rows and batches whose features or targets are scaled when they are read. */
final class Scaled {
  private Scaled() {}

  static FeatureScaler requireFits(FeatureScaler scaler, RowFormat format) {
    int features = format.features().size();
    if (scaler.featureCount() != features) {
      throw new ShapeException(
          "scale: the scaler takes %s features, the data has %s"
              .formatted(scaler.featureCount(), features));
    }
    return scaler;
  }

  /** Rows in any order. */
  record AnyOrder(Samples unscaled, FeatureScaler scaler) implements Samples {
    @Override
    public int rows() {
      return unscaled.rows();
    }

    @Override
    public RowFormat format() {
      return unscaled.format();
    }

    @Override
    public void gather(int[] order, int from, int count, float[] features, Targets targets) {
      unscaled.gather(order, from, count, features, targets);
      scaler.transform(count, features, 0, features, 0);
    }
  }

  /** Rows in any order, of which the targets are scaled. */
  record TargetsInAnyOrder(Samples unscaled, TargetScaler scaler) implements Samples {
    static TargetsInAnyOrder of(Samples unscaled, TargetScaler scaler) {
      RowFormat format = unscaled.format();
      if (format.kind() != RowFormat.Kind.VALUES || format.outputs() != scaler.size()) {
        throw new InvalidDatasetException(
            "scale: the scaler takes %s target values, but a row has %s"
                .formatted(
                    scaler.size(),
                    format.kind() == RowFormat.Kind.CLASS ? "a class" : format.outputs()));
      }
      return new TargetsInAnyOrder(unscaled, scaler);
    }

    @Override
    public int rows() {
      return unscaled.rows();
    }

    @Override
    public RowFormat format() {
      return unscaled.format();
    }

    @Override
    public void gather(int[] order, int from, int count, float[] features, Targets targets) {
      unscaled.gather(order, from, count, features, targets);
      scaler.scale(count, targets.values(), 0, targets.values(), 0);
    }
  }

  /** Rows from the first to the last. */
  record Rows(RowSource unscaled, FeatureScaler scaler) implements RowSource {
    @Override
    public int rows() {
      return unscaled.rows();
    }

    @Override
    public RowFormat format() {
      return unscaled.format();
    }

    @Override
    public RowReader reader() {
      return new Reader(unscaled.reader(), scaler);
    }
  }

  private record Reader(RowReader unscaled, FeatureScaler scaler) implements RowReader {
    @Override
    public RowFormat format() {
      return unscaled.format();
    }

    @Override
    public int read(int at, int count, float[] features, Targets targets) {
      int rows = unscaled.read(at, count, features, targets);
      int start = at * scaler.featureCount();
      scaler.transform(rows, features, start, features, start);
      return rows;
    }

    @Override
    public void skip(int count) {
      unscaled.skip(count);
    }

    @Override
    public void close() {
      unscaled.close();
    }
  }

  /** Batches. */
  record Batches(BatchSource unscaled, FeatureScaler scaler) implements BatchSource {
    @Override
    public RowFormat format() {
      return unscaled.format();
    }

    @Override
    public int maxRows() {
      return unscaled.maxRows();
    }

    @Override
    public int batchesPerEpoch() {
      return unscaled.batchesPerEpoch();
    }

    @Override
    public int next(float[] features, Targets targets) {
      int rows = unscaled.next(features, targets);
      scaler.transform(rows, features, 0, features, 0);
      return rows;
    }

    @Override
    public void nextEpoch() {
      unscaled.nextEpoch();
    }

    @Override
    public Position position() {
      return unscaled.position();
    }

    @Override
    public void moveTo(Position position) {
      unscaled.moveTo(position);
    }

    @Override
    public void close() {
      unscaled.close();
    }
  }
}

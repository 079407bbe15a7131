package lanewise.training.data;

import lanewise.layers.internal.Room;
import lanewise.layers.loss.Targets;
import org.jspecify.annotations.Nullable;

/** Reads rows that could be read in any order from the first to the last. */
final class SampleReader implements RowReader {
  private final Samples samples;
  private final RowFormat format;
  private int[] order = new int[0];
  private int next;

  /** Rows on their way to other positions than the first; null until there are any. */
  private float @Nullable [] features;

  private @Nullable Targets targets;

  SampleReader(Samples samples) {
    this.samples = samples;
    this.format = samples.format();
  }

  @Override
  public RowFormat format() {
    return format;
  }

  @Override
  public int read(int at, int count, float[] toFeatures, Targets toTargets) {
    int rows = Math.min(count, samples.rows() - next);
    format.requireRoom("read", at + rows, toFeatures, toTargets);
    if (order.length < rows) {
      order = new int[rows];
      features = null;
    }
    for (int i = 0; i < rows; i++) {
      order[i] = next + i;
    }
    if (at == 0) {
      samples.gather(order, 0, rows, toFeatures, toTargets);
    } else {
      gatherBeside(at, rows, toFeatures, toTargets);
    }
    next += rows;
    return rows;
  }

  private void gatherBeside(int at, int rows, float[] toFeatures, Targets toTargets) {
    int width = format.features().size();
    if (features == null || targets == null) {
      features = new float[Room.values("read", order.length, width)];
      targets = format.newTargets(order.length);
    }
    samples.gather(order, 0, rows, features, targets);
    System.arraycopy(features, 0, toFeatures, at * width, rows * width);
    format.copyTargets(targets, 0, toTargets, at, rows);
  }

  @Override
  public void skip(int count) {
    next += count;
  }

  @Override
  public void close() {}
}

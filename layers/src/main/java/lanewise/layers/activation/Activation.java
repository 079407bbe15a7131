package lanewise.layers.activation;

import java.util.List;
import lanewise.layers.Layer;
import lanewise.layers.LayerPass;
import lanewise.layers.ReferencePass;
import lanewise.layers.format.JsonObject;
import lanewise.layers.internal.InputShapes;
import lanewise.tensor.Shape;
import lanewise.tensor.Workers;
import lanewise.tensor.kernel.Pool;
import org.jspecify.annotations.Nullable;

/**
 * A layer that applies one function to every value alone, whatever the shape: {@code y = f(x)}.
 *
 * <pre>
 *   x [B, …]   y [B, …]   gradX = gradY f'(x)
 * </pre>
 *
 * <p>A subclass computes f for a block of values, forward and backward, and for one value in double
 * precision. This class cuts the batch into blocks that stay in the nearest cache, and shares large
 * batches among the pass's threads. The blocks have no influence on the results if the subclass
 * treats every value alone. Nothing is allocated.
 *
 * <pre>{@code
 * final class Cube extends Activation {
 *   public String kind() {
 *     return "cube";
 *   }
 *
 *   protected void forward(int from, int count, float[] x, float[] y) {
 *     for (int i = from; i < from + count; i++) {
 *       y[i] = x[i] * x[i] * x[i];
 *     }
 *   }
 *
 *   protected void backward(
 *       int from, int count, float[] x, float[] y, float[] gradY, float[] gradX) {
 *     for (int i = from; i < from + count; i++) {
 *       gradX[i] = 3 * x[i] * x[i] * gradY[i];
 *     }
 *   }
 *
 *   protected double value(double x) {
 *     return x * x * x;
 *   }
 * }
 * }</pre>
 */
public abstract class Activation implements Layer {
  /** The number of values that one thread takes at a time. */
  private static final int GRAIN = 16 * Tile.LENGTH;

  /** An activation without settings. */
  protected Activation() {}

  /**
   * Computes f of some consecutive values.
   *
   * @param from the index of the first value
   * @param count the number of values
   * @param x the inputs, read from {@code from} on
   * @param y the outputs, written from {@code from} on; never x itself
   */
  protected abstract void forward(int from, int count, float[] x, float[] y);

  /**
   * Computes the gradient of some consecutive values.
   *
   * @param from the index of the first value
   * @param count the number of values
   * @param x the values that forward read
   * @param y the values that forward wrote
   * @param gradY the gradient with respect to y
   * @param gradX the gradient with respect to x, written from {@code from} on; never one of the
   *     other arrays
   */
  protected abstract void backward(
      int from, int count, float[] x, float[] y, float[] gradY, float[] gradX);

  /**
   * Computes f in double precision, by the plain formula.
   *
   * @param x any number
   * @return f(x)
   */
  protected abstract double value(double x);

  /** Returns the settings, which are empty unless a subclass has some. */
  @Override
  public JsonObject config() {
    return JsonObject.builder().build();
  }

  /**
   * Returns the shape of the only input.
   *
   * @throws lanewise.tensor.ShapeException if there are several inputs
   */
  @Override
  public final Shape outputShape(List<Shape> inputs) {
    return InputShapes.only(kind(), inputs);
  }

  @Override
  public final void forward(LayerPass pass) {
    run(pass, null);
  }

  @Override
  public final void backward(LayerPass pass) {
    float[] gradX = pass.gradInput(0);
    if (gradX != null) {
      run(pass, gradX);
    }
  }

  @Override
  public final void reference(ReferencePass pass) {
    double[] x = pass.input(0);
    double[] y = pass.output();
    for (int i = 0; i < y.length; i++) {
      y[i] = value(x[i]);
    }
  }

  /** Runs backward if there is a gradX, else forward. */
  private void run(LayerPass pass, float @Nullable [] gradX) {
    int n = pass.rows() * pass.outputSize();
    Workers workers = pass.workers();
    if (n <= GRAIN || workers.parallelism() == 1) {
      runTiles(pass, gradX, 0, n);
      return;
    }
    Job job = Job.POOL.acquire();
    job.layer = this;
    job.pass = pass;
    job.gradX = gradX;
    job.n = n;
    try {
      workers.run((n + GRAIN - 1) / GRAIN, job);
    } finally {
      job.layer = null;
      job.pass = null;
      job.gradX = null;
      Job.POOL.release(job);
    }
  }

  private void runTiles(LayerPass pass, float @Nullable [] gradX, int begin, int end) {
    float[] x = pass.input(0);
    float[] y = pass.output();
    for (int from = begin; from < end; from += Tile.LENGTH) {
      int count = Math.min(Tile.LENGTH, end - from);
      if (gradX == null) {
        forward(from, count, x, y);
      } else {
        backward(from, count, x, y, pass.gradOutput(), gradX);
      }
    }
  }

  /** The work that the threads of a pass share. It is reused, so that a run allocates nothing. */
  private static final class Job implements Workers.Blocks {
    static final Pool<Job> POOL = new Pool<>(Job::new);

    @Nullable Activation layer;
    @Nullable LayerPass pass;
    float @Nullable [] gradX;
    int n;

    @Override
    public void run(int block) {
      if (layer != null && pass != null) {
        int begin = block * GRAIN;
        layer.runTiles(pass, gradX, begin, Math.min(n, begin + GRAIN));
      }
    }
  }
}

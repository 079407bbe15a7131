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
 * <p>A subclass says what f does to a block of values, forward and backward, and in double
 * precision; here the batch is cut into blocks that stay in the nearest cache, and large batches
 * are shared among the pass's threads. Where a block begins has no influence on the results, if the
 * subclass treats every value alone. Nothing is allocated.
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
  /** Values that one thread takes at a time. */
  private static final int GRAIN = 16 * Tile.LENGTH;

  /** An activation without settings. */
  protected Activation() {}

  /**
   * Computes f of some consecutive values.
   *
   * @param from the index of the first
   * @param count how many
   * @param x read from {@code from} on
   * @param y written from {@code from} on; never x itself
   */
  protected abstract void forward(int from, int count, float[] x, float[] y);

  /**
   * Computes the gradient of some consecutive values.
   *
   * @param from the index of the first
   * @param count how many
   * @param x what forward read
   * @param y what forward wrote
   * @param gradY the gradient with respect to y
   * @param gradX written from {@code from} on; none of the other arrays
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

  /** The settings: none, unless a subclass has some. */
  @Override
  public JsonObject config() {
    return JsonObject.builder().build();
  }

  /**
   * The shape of the only input.
   *
   * @throws lanewise.tensor.ShapeException if there are several
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

  /** Forward, or backward where there is a gradX. */
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

  /** What the threads of a pass share; reused, so that running it allocates nothing. */
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

package lanewise.layers.inspect;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import lanewise.layers.Model;
import lanewise.layers.Pass;
import lanewise.layers.activation.Relu;
import lanewise.layers.activation.Sigmoid;
import lanewise.layers.activation.Tanh;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Workers;

/**
 * Signs of units that have stopped learning, gathered over many batches: ReLUs that are never
 * active, sigmoids and tanhs that are saturated.
 *
 * <pre>{@code
 * var statistics = ActivationStatistics.of(model);
 * pass.forward(rows);              // any pass of the model, batch after batch
 * statistics.add(pass);
 * statistics.deadUnits();          // {relu-1=3 of 128 (2.3%)}
 * }</pre>
 *
 * <p>A unit is one value of the layer's output. A sigmoid is saturated below {@value #SATURATION}
 * and above 1 - {@value #SATURATION}, where its slope is below 1% (at most 0.25); a tanh where the
 * sigmoid of twice its input is: beyond 0.98 to either side.
 *
 * <p>Not safe for concurrent use. {@link #add} allocates nothing.
 */
public final class ActivationStatistics {
  /** The distance of a saturated activation from the end of its range, as a part of the range. */
  public static final double SATURATION = 0.01;

  private final List<Rectified> rectified = new ArrayList<>();
  private final List<Tally> bounded = new ArrayList<>();
  private long rows;

  private ActivationStatistics(Model model) {
    for (Model.Node node : model.nodes()) {
      switch (node.layer().kind()) {
        case Relu.KIND ->
            rectified.add(new Rectified(node.name(), new boolean[node.shape().size()]));
        case Sigmoid.KIND -> bounded.add(new Tally(node.name(), node.shape().size(), 0));
        case Tanh.KIND -> bounded.add(new Tally(node.name(), node.shape().size(), -1));
        default -> {}
      }
    }
  }

  /**
   * Makes statistics without any rows.
   *
   * @param model the model whose layers of the kinds relu, sigmoid and tanh are observed
   * @return a new object
   */
  public static ActivationStatistics of(Model model) {
    return new ActivationStatistics(model);
  }

  /**
   * Runs a model at inference over rows, and gathers the statistics of them all.
   *
   * @param model a model with one input
   * @param count the number of rows
   * @param in [count, features], row-major from index 0
   * @return the statistics
   * @throws ShapeException if the array is too short
   * @throws IllegalArgumentException if the model has several inputs
   */
  public static ActivationStatistics over(Model model, int count, float[] in) {
    if (model.inputShapes().size() != 1) {
      throw new IllegalArgumentException(
          "statistics: the model has several inputs "
              + model.inputShapes().keySet()
              + ": run your own pass and add it");
    }
    int features = model.inputShape().size();
    if (in.length < (long) count * features) {
      throw new ShapeException(
          "statistics: " + in.length + " values for " + count + " rows of " + features);
    }
    ActivationStatistics statistics = of(model);
    int chunk = Math.clamp(count, 1, 256);
    Pass pass = model.inferencePass(chunk, Workers.caller());
    for (int done = 0; done < count; done += chunk) {
      int batch = Math.min(chunk, count - done);
      System.arraycopy(in, done * features, pass.input(), 0, batch * features);
      pass.forward(batch);
      statistics.add(pass);
    }
    return statistics;
  }

  /**
   * Adds the rows of a pass's last forward.
   *
   * @param pass a pass of the same model, or of one with the same nodes
   * @throws IllegalArgumentException if its model lacks a node
   */
  public void add(Pass pass) {
    int count = pass.rows();
    // By index: an iterator would be an object.
    for (int node = 0; node < rectified.size(); node++) {
      float[] values = pass.output(rectified.get(node).name);
      boolean[] units = rectified.get(node).active;
      for (int i = 0; i < count * units.length; i++) {
        units[i % units.length] |= values[i] > 0;
      }
    }
    for (int node = 0; node < bounded.size(); node++) {
      Tally tally = bounded.get(node);
      tally.add(pass.output(tally.name), count);
    }
    rows += count;
  }

  /**
   * The number of rows added.
   *
   * @return 0 or more
   */
  public long rows() {
    return rows;
  }

  /**
   * The units of each ReLU layer that were not above 0 for any row. Over a whole data set these
   * units are dead.
   *
   * @return by node, the share of the layer's units
   */
  public SequencedMap<String, Share> deadUnits() {
    SequencedMap<String, Share> shares = new LinkedHashMap<>();
    for (Rectified node : rectified) {
      int dead = 0;
      for (boolean unit : node.active) {
        dead += unit ? 0 : 1;
      }
      shares.put(node.name, new Share(dead, node.active.length));
    }
    return Collections.unmodifiableSequencedMap(shares);
  }

  /**
   * The saturated activations of each sigmoid and tanh layer.
   *
   * @return by node, the share of all units in all rows
   */
  public SequencedMap<String, Share> saturation() {
    SequencedMap<String, Share> shares = new LinkedHashMap<>();
    bounded.forEach(tally -> shares.put(tally.name, new Share(tally.saturated, tally.all)));
    return Collections.unmodifiableSequencedMap(shares);
  }

  /** A layer's units, and whether they were above 0 at least once. */
  @SuppressWarnings("ArrayRecordComponent") // to write into, never to compare
  private record Rectified(String name, boolean[] active) {}

  /** The activations of a layer whose range ends at 1. */
  private static final class Tally {
    private final String name;
    private final int units;
    private final double low;
    private final double high;
    private long saturated;
    private long all;

    Tally(String name, int units, double lowerEnd) {
      double margin = SATURATION * (1 - lowerEnd);
      this.name = name;
      this.units = units;
      this.low = lowerEnd + margin;
      this.high = 1 - margin;
    }

    void add(float[] values, int rows) {
      int n = rows * units;
      for (int i = 0; i < n; i++) {
        saturated += values[i] < low || values[i] > high ? 1 : 0;
      }
      all += n;
    }
  }
}

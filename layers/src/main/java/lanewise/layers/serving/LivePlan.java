package lanewise.layers.serving;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import lanewise.layers.inference.InferencePlan;
import lanewise.tensor.ShapeException;

/**
 * The plan that a service uses now, which can be replaced while requests are answered.
 *
 * <p>{@link #publish} puts another plan in place: calls that have begun end on the plan that they
 * began with, later ones use the new one. No call waits, fails, or computes some of its rows on one
 * plan and some on another. All plans take and give rows of the same sizes and name the same
 * labels, so callers need not know which one answers.
 *
 * <p>Safe for any number of threads. A call costs one volatile read more than on the plan itself
 * and allocates as little. A plan that was replaced is kept by nobody here: the garbage collector
 * frees it once the last call on it has ended.
 */
public final class LivePlan {
  private final int inputSize;
  private final int outputSize;
  private final List<String> labels;
  private final AtomicReference<InferencePlan> plan;

  private LivePlan(InferencePlan first) {
    this.inputSize = first.inputSize();
    this.outputSize = first.outputSize();
    this.labels = first.labels();
    this.plan = new AtomicReference<>(first);
  }

  /**
   * A place for plans that begins with this one.
   *
   * @param first decides the sizes and labels of all later plans
   * @return the place
   */
  public static LivePlan of(InferencePlan first) {
    return new LivePlan(first);
  }

  /**
   * Puts another plan in place. Safe to call from several threads; the last one stays.
   *
   * @param next used by all calls that begin from now on; may be the current one
   * @return the plan before it
   * @throws ShapeException if the rows have other sizes than those of the first plan; nothing has
   *     changed then
   * @throws IllegalArgumentException if the labels are others or in another order, or only one of
   *     the plans gives probabilities of classes; nothing has changed then
   */
  public InferencePlan publish(InferencePlan next) {
    if (next.inputSize() != inputSize || next.outputSize() != outputSize) {
      throw new ShapeException(
          "publish: the new plan takes %d values and gives %d, the live one takes %d and gives %d"
              .formatted(next.inputSize(), next.outputSize(), inputSize, outputSize));
    }
    if (!next.labels().equals(labels)) {
      throw new IllegalArgumentException(
          "publish: the labels of the new plan are %s, those of the live one %s"
              .formatted(next.labels(), labels));
    }
    if (next.givesProbabilities() != plan.get().givesProbabilities()) {
      throw new IllegalArgumentException(
          "publish: of the new plan and the live one, only one gives probabilities of classes");
    }
    return plan.getAndSet(next);
  }

  /**
   * The plan of this moment. Keep it in a local variable for several calls that must agree.
   *
   * @return what was published last
   */
  public InferencePlan current() {
    return plan.get();
  }

  /**
   * The values of an input row.
   *
   * @return the same for all plans
   */
  public int inputSize() {
    return inputSize;
  }

  /**
   * The values of an output row.
   *
   * @return the same for all plans
   */
  public int outputSize() {
    return outputSize;
  }

  /**
   * The names of the outputs.
   *
   * @return the same for all plans; none where they were made of models
   */
  public List<String> labels() {
    return labels;
  }

  /**
   * The outputs of one row, as {@link InferencePlan#predict(float[], int, float[], int)} of the
   * plan of this moment.
   *
   * @param in [inputSize] from inOffset on
   * @param inOffset where the row begins
   * @param out written: [outputSize] from outOffset on
   * @param outOffset where the outputs begin
   * @throws ShapeException if an array is too short
   */
  public void predict(float[] in, int inOffset, float[] out, int outOffset) {
    plan.get().predict(in, inOffset, out, outOffset);
  }

  /**
   * The outputs of many rows, all of one plan, as {@link InferencePlan#predict(int, float[], int,
   * float[], int)} of the plan of this moment.
   *
   * @param rows how many
   * @param in [rows, inputSize] from inOffset on
   * @param inOffset where the first row begins
   * @param out written: [rows, outputSize] from outOffset on
   * @param outOffset where the first row begins
   * @throws ShapeException if an array is too short
   */
  public void predict(int rows, float[] in, int inOffset, float[] out, int outOffset) {
    plan.get().predict(rows, in, inOffset, out, outOffset);
  }

  /**
   * The place of the largest output of a row, as {@link InferencePlan#top1(float[], int)} of the
   * plan of this moment.
   *
   * @param in [inputSize] from inOffset on
   * @param inOffset where the row begins
   * @return from 0, the first of equals
   * @throws ShapeException if the array is too short
   * @throws IllegalArgumentException if an output is NaN
   * @throws IllegalStateException if the model has one output
   */
  public int top1(float[] in, int inOffset) {
    return plan.get().top1(in, inOffset);
  }

  /**
   * The probabilities of the classes for one row, as {@link InferencePlan#probabilities(float[],
   * int, float[], int)} of the plan of this moment.
   *
   * @param in [inputSize] from inOffset on
   * @param inOffset where the row begins
   * @param out written: [outputSize] from outOffset on
   * @param outOffset where the probabilities begin
   * @throws ShapeException if an array is too short
   * @throws IllegalStateException if the model's outputs are not one number a class
   */
  public void probabilities(float[] in, int inOffset, float[] out, int outOffset) {
    plan.get().probabilities(in, inOffset, out, outOffset);
  }

  /**
   * The probabilities of the classes for many rows, all of one plan, as {@link
   * InferencePlan#probabilities(int, float[], int, float[], int)} of the plan of this moment.
   *
   * @param rows how many
   * @param in [rows, inputSize] from inOffset on
   * @param inOffset where the first row begins
   * @param out written: [rows, outputSize] from outOffset on
   * @param outOffset where the first row begins
   * @throws ShapeException if an array is too short
   * @throws IllegalStateException if the model's outputs are not one number a class
   */
  public void probabilities(int rows, float[] in, int inOffset, float[] out, int outOffset) {
    plan.get().probabilities(rows, in, inOffset, out, outOffset);
  }
}

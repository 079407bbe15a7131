package lanewise.layers.serving;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import lanewise.layers.file.Task;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.tensor.ShapeException;

/**
 * The current plan of a service, which can be replaced while requests are answered.
 *
 * <p>{@link #publish} replaces the plan: calls under way end on the plan with which they began,
 * later calls use the new one. No call waits, fails, or computes some of its rows on one plan and
 * some on another. All plans take and give rows of the same sizes and name the same labels, so
 * callers need not know which one answers.
 *
 * <p>Safe for any number of threads. A call costs one volatile read more than on the plan itself
 * and allocates nothing more. A replaced plan is not retained: the garbage collector frees it once
 * the last call on it has ended.
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
   * Starts with this plan.
   *
   * @param first the first plan, which decides the sizes and labels of all later ones
   * @return a new live plan
   */
  public static LivePlan of(InferencePlan first) {
    return new LivePlan(first);
  }

  /**
   * Replaces the plan. Several threads may call this; the last plan stays.
   *
   * @param next the plan for all calls that begin from now on; may be the current one
   * @return the plan before it
   * @throws ShapeException if the rows have other sizes than those of the first plan; then nothing
   *     has changed
   * @throws IllegalArgumentException if the labels or their order or the task differ, only one of
   *     the plans gives probabilities of classes, or rows of a table mean something else for the
   *     new plan (see {@link ColumnTransformer#readsRowsOf}); then nothing has changed
   */
  public InferencePlan publish(InferencePlan next) {
    if (next.inputSize() != inputSize || next.outputSize() != outputSize) {
      throw new ShapeException(
          "publish: the new plan takes %s values and gives %s, the live one takes %s and gives %s"
              .formatted(next.inputSize(), next.outputSize(), inputSize, outputSize));
    }
    if (!next.labels().equals(labels)) {
      throw new IllegalArgumentException(
          "publish: the labels of the new plan are %s, those of the live one %s"
              .formatted(next.labels(), labels));
    }
    if (!sameTask(next, plan.get())) {
      throw new IllegalArgumentException(
          "publish: the task of the new plan is another than that of the live one");
    }
    if (!readsSameRows(next, plan.get())) {
      throw new IllegalArgumentException(
          "publish: the new plan takes other columns or categories than the live one, so that it"
              + " would misread rows made for that: start a new live plan");
    }
    if (next.givesProbabilities() != plan.get().givesProbabilities()) {
      throw new IllegalArgumentException(
          "publish: of the new plan and the live one, only one gives probabilities of classes");
    }
    return plan.getAndSet(next);
  }

  private static boolean sameTask(InferencePlan next, InferencePlan live) {
    Task one = next.task();
    Task two = live.task();
    if (one == null || two == null) {
      return one == null && two == null;
    }
    return one.getClass() == two.getClass();
  }

  private static boolean readsSameRows(InferencePlan next, InferencePlan live) {
    return next.transform() instanceof ColumnTransformer one
        ? live.transform() instanceof ColumnTransformer two && one.readsRowsOf(two)
        : !(live.transform() instanceof ColumnTransformer);
  }

  /**
   * The current plan. Keep it in a local variable for several calls that must agree.
   *
   * @return the plan published last
   */
  public InferencePlan current() {
    return plan.get();
  }

  /**
   * The number of values of an input row.
   *
   * @return the same for all plans
   */
  public int inputSize() {
    return inputSize;
  }

  /**
   * The number of values of an output row.
   *
   * @return the same for all plans
   */
  public int outputSize() {
    return outputSize;
  }

  /**
   * The names of the outputs.
   *
   * @return the labels, the same for all plans; empty if the plans were made from models
   */
  public List<String> labels() {
    return labels;
  }

  /**
   * Computes the outputs of one row by {@link InferencePlan#predict(float[], int, float[], int)} of
   * the current plan.
   *
   * @param in [inputSize] from inOffset on
   * @param inOffset the index at which the row begins
   * @param out written: [outputSize] from outOffset on
   * @param outOffset the index at which the outputs begin
   * @throws ShapeException if an array is too short
   */
  public void predict(float[] in, int inOffset, float[] out, int outOffset) {
    plan.get().predict(in, inOffset, out, outOffset);
  }

  /**
   * Computes the outputs of many rows, all on one plan, by {@link InferencePlan#predict(int,
   * float[], int, float[], int)} of the current plan.
   *
   * @param rows the number of rows
   * @param in [rows, inputSize] from inOffset on
   * @param inOffset the index at which the first row begins
   * @param out written: [rows, outputSize] from outOffset on
   * @param outOffset the index at which the first row begins
   * @throws ShapeException if an array is too short
   */
  public void predict(int rows, float[] in, int inOffset, float[] out, int outOffset) {
    plan.get().predict(rows, in, inOffset, out, outOffset);
  }

  /**
   * Returns the index of the largest output of a row, by {@link InferencePlan#top1(float[], int)}
   * of the current plan.
   *
   * @param in [inputSize] from inOffset on
   * @param inOffset the index at which the row begins
   * @return the index from 0, the first of equals
   * @throws ShapeException if the array is too short
   * @throws IllegalArgumentException if an output is NaN
   * @throws IllegalStateException if the model has one output
   */
  public int top1(float[] in, int inOffset) {
    return plan.get().top1(in, inOffset);
  }

  /**
   * Computes the probabilities of the classes for one row by {@link
   * InferencePlan#probabilities(float[], int, float[], int)} of the current plan.
   *
   * @param in [inputSize] from inOffset on
   * @param inOffset the index at which the row begins
   * @param out written: [outputSize] from outOffset on
   * @param outOffset the index at which the probabilities begin
   * @throws ShapeException if an array is too short
   * @throws IllegalStateException if the model's outputs are not one number per class
   */
  public void probabilities(float[] in, int inOffset, float[] out, int outOffset) {
    plan.get().probabilities(in, inOffset, out, outOffset);
  }

  /**
   * Computes the probabilities of the classes for many rows, all on one plan, by {@link
   * InferencePlan#probabilities(int, float[], int, float[], int)} of the current plan.
   *
   * @param rows the number of rows
   * @param in [rows, inputSize] from inOffset on
   * @param inOffset the index at which the first row begins
   * @param out written: [rows, outputSize] from outOffset on
   * @param outOffset the index at which the first row begins
   * @throws ShapeException if an array is too short
   * @throws IllegalStateException if the model's outputs are not one number per class
   */
  public void probabilities(int rows, float[] in, int inOffset, float[] out, int outOffset) {
    plan.get().probabilities(rows, in, inOffset, out, outOffset);
  }
}

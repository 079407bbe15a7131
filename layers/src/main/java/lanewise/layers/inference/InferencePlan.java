package lanewise.layers.inference;

import java.util.List;
import lanewise.layers.Classifier;
import lanewise.layers.FeatureScaler;
import lanewise.layers.Model;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Workers;
import lanewise.tensor.kernel.Pool;
import org.jspecify.annotations.Nullable;

/** A model compiled for prediction. Immutable: any number of threads may share one. */
public final class InferencePlan {
  private static final int CHUNK = 64;

  private final Model model;
  private final @Nullable FeatureScaler scaler;
  private final List<String> labels;
  private final int inputSize;
  private final int outputSize;
  private final Pool<Workspace> workspaces;

  private InferencePlan(Model model, @Nullable FeatureScaler scaler, List<String> labels) {
    this.model = model.forInference();
    this.scaler = scaler;
    this.labels = labels;
    this.inputSize = model.inputShape().size();
    this.outputSize = model.outputShape().size();
    this.workspaces = new Pool<>(() -> newWorkspace(CHUNK));
  }

  /**
   * The plan of a model as it is now.
   *
   * @param model has one input and one output
   * @return the plan
   * @throws IllegalArgumentException if it has several
   */
  public static InferencePlan of(Model model) {
    return new InferencePlan(model, null, List.of());
  }

  /**
   * The plan of a classifier: its scaler is applied first.
   *
   * @param classifier what to compile
   * @return the plan
   */
  public static InferencePlan of(Classifier classifier) {
    return new InferencePlan(classifier.model(), classifier.scaler(), classifier.labels());
  }

  /**
   * The values of an input row.
   *
   * @return at least 1
   */
  public int inputSize() {
    return inputSize;
  }

  /**
   * The values of an output row.
   *
   * @return at least 1
   */
  public int outputSize() {
    return outputSize;
  }

  /**
   * The names of the outputs.
   *
   * @return none where the plan was made of a model
   */
  public List<String> labels() {
    return labels;
  }

  /**
   * Buffers for one thread.
   *
   * @param maxRows the most rows computed at once
   * @return new buffers
   * @throws IllegalArgumentException if maxRows is below 1
   */
  public Workspace newWorkspace(int maxRows) {
    return new Workspace(this, model.inferencePass(maxRows, Workers.caller()));
  }

  /**
   * The outputs of one row.
   *
   * @param in [inputSize] from inOffset on
   * @param inOffset where the row begins
   * @param out written: [outputSize] from outOffset on
   * @param outOffset where the outputs begin
   * @throws ShapeException if an array is too short
   */
  public void predict(float[] in, int inOffset, float[] out, int outOffset) {
    predict(1, in, inOffset, out, outOffset);
  }

  /**
   * The outputs of many rows.
   *
   * @param rows how many
   * @param in [rows, inputSize] from inOffset on
   * @param inOffset where the first row begins
   * @param out written: [rows, outputSize] from outOffset on
   * @param outOffset where the first row begins
   * @throws ShapeException if an array is too short
   */
  public void predict(int rows, float[] in, int inOffset, float[] out, int outOffset) {
    Workspace workspace = workspaces.acquire();
    predict(workspace, rows, in, inOffset, out, outOffset);
    workspaces.release(workspace);
  }

  /**
   * The outputs of many rows, in the caller's buffers.
   *
   * @param workspace of this plan
   * @param rows how many
   * @param in [rows, inputSize] from inOffset on
   * @param inOffset where the first row begins
   * @param out written: [rows, outputSize] from outOffset on
   * @param outOffset where the first row begins
   * @throws ShapeException if an array is too short
   * @throws IllegalArgumentException if the workspace is another plan's
   */
  public void predict(
      Workspace workspace, int rows, float[] in, int inOffset, float[] out, int outOffset) {
    if (workspace.plan != this) {
      throw new IllegalArgumentException("predict: the workspace is another plan's");
    }
    requireRoom("input", rows, inputSize, in.length, inOffset);
    requireRoom("output", rows, outputSize, out.length, outOffset);
    for (int done = 0; done < rows; done += workspace.maxRows()) {
      int count = Math.min(workspace.maxRows(), rows - done);
      int from = inOffset + done * inputSize;
      if (scaler == null) {
        System.arraycopy(in, from, workspace.pass.input(), 0, count * inputSize);
      } else {
        scaler.transform(count, in, from, workspace.pass.input(), 0);
      }
      workspace.pass.forward(count);
      int to = outOffset + done * outputSize;
      System.arraycopy(workspace.pass.output(), 0, out, to, count * outputSize);
    }
  }

  private static void requireRoom(String what, int rows, int width, int length, int offset) {
    if (rows < 0 || offset < 0 || offset + (long) rows * width > length) {
      throw new ShapeException(
          "predict: "
              + rows
              + " rows of "
              + width
              + " from "
              + offset
              + " do not fit the "
              + what
              + " of "
              + length
              + " values");
    }
  }
}

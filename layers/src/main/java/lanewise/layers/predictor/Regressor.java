package lanewise.layers.predictor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import lanewise.layers.Model;
import lanewise.layers.file.LayerKinds;
import lanewise.layers.file.SavedModel;
import lanewise.layers.file.Task;
import lanewise.layers.inference.InferencePlan;
import lanewise.layers.preprocessing.FeatureTransform;
import lanewise.layers.preprocessing.TargetScaler;
import lanewise.tensor.ShapeException;

/**
 * A trained model that predicts one or several numbers in the units of the data: the model, the
 * transform of its features, the scaler of its targets, their names, and its provenance.
 *
 * <p>The model itself computes scaled targets; {@link TargetScaler} has the formula that takes them
 * back. Predictions are not checked: where the model overflows they are infinite or NaN.
 *
 * <p>Immutable and safe to share, as every {@link Predictor}. The methods that write into the
 * caller's array allocate nothing once warm.
 */
public final class Regressor implements Predictor {
  private final SavedModel saved;
  private final InferencePlan plan;

  private Regressor(SavedModel saved) {
    this.saved = saved;
    this.plan = InferencePlan.of(saved);
  }

  /**
   * Makes a regressor from a model as it is now.
   *
   * @param model the model, which is copied; it has one input and one output, which gives a scaled
   *     number for each target
   * @param transform the transform that is applied to every row first
   * @param names the names of the targets in the order of the model's outputs, all distinct
   * @param scaler takes the outputs back to the units of the data
   * @param provenance facts to keep with the model, such as the data and the seed
   * @return the regressor
   * @throws ShapeException if the features or the names do not fit the model
   * @throws IllegalArgumentException if the model has several inputs or outputs, two names are
   *     equal, or the scaler is for another number of targets
   */
  public static Regressor of(
      Model model,
      FeatureTransform transform,
      List<String> names,
      TargetScaler scaler,
      Map<String, String> provenance) {
    return of(SavedModel.of(model, transform, new Task.Regression(names, scaler), provenance));
  }

  /**
   * Makes a regressor from the content of a model file.
   *
   * @param saved the content, with the task of predicting numbers; its model is copied
   * @return the regressor
   * @throws IllegalArgumentException if the content is a plain model or has another task
   */
  public static Regressor of(SavedModel saved) {
    if (!(saved.task() instanceof Task.Regression)) {
      throw new IllegalArgumentException(
          "regressor: the model predicts no numbers; " + Loading.next(saved));
    }
    return ofOwn(saved.copy());
  }

  /** Makes a regressor that uses the model itself. */
  static Regressor ofOwn(SavedModel saved) {
    return new Regressor(saved);
  }

  /**
   * Reads a regressor from a model file.
   *
   * @param file a file that {@link #save} wrote
   * @return the regressor
   * @throws lanewise.layers.format.FormatException if the file is damaged or is not a model file,
   *     or holds a model that predicts no numbers, which {@link Predictor#load(Path)} or {@link
   *     SavedModel#load(Path)} reads
   * @throws IOException if it cannot be read
   */
  public static Regressor load(Path file) throws IOException {
    return load(file, LayerKinds.standard());
  }

  /**
   * Reads a regressor from a model file that may have custom layers.
   *
   * @param file a file that {@link #save} wrote
   * @param kinds the layers that may be in it
   * @return the regressor
   * @throws lanewise.layers.format.FormatException as {@link #load(Path)} throws it
   * @throws IOException if it cannot be read
   */
  public static Regressor load(Path file, LayerKinds kinds) throws IOException {
    SavedModel saved = SavedModel.load(file, kinds);
    if (!(saved.task() instanceof Task.Regression)) {
      throw Loading.refusal(file, saved, "a regressor");
    }
    return ofOwn(saved);
  }

  /**
   * The names of the targets.
   *
   * @return the names, in the order of the predictions
   */
  public List<String> names() {
    return saved.labels();
  }

  /**
   * The scaler of the targets.
   *
   * @return the scaler that takes outputs of the model back to the units of the data
   */
  public TargetScaler targetScaler() {
    if (saved.task() instanceof Task.Regression regression) {
      return regression.scaler();
    }
    throw new IllegalStateException("regressor: the task is " + saved.task());
  }

  @Override
  public SavedModel saved() {
    return saved;
  }

  @Override
  public InferencePlan plan() {
    return plan;
  }

  /**
   * Predicts the numbers of a row.
   *
   * @param row the values of the row, before the transform
   * @return a new array with one number per target, in the units of the data
   * @throws ShapeException if the row has another width
   * @throws IllegalArgumentException if {@link FeatureTransform#requireValid} refuses a value
   */
  public float[] predict(float... row) {
    Rows.requireWidth(this, row);
    float[] result = new float[plan.outputSize()];
    predict(1, row, 0, result, 0);
    return result;
  }

  /**
   * Predicts the numbers of many rows. Allocates nothing once warm.
   *
   * @param rows the number of rows
   * @param in [rows, features] from inOffset on, row-major, before the transform
   * @param inOffset the index at which the first row begins
   * @param out written: [rows, targets] from outOffset on, in the units of the data
   * @param outOffset the index at which the first row begins
   * @throws ShapeException if an array is too short
   * @throws IllegalArgumentException if {@link FeatureTransform#requireValid} refuses a value;
   *     nothing has been written then
   */
  public void predict(int rows, float[] in, int inOffset, float[] out, int outOffset) {
    Rows.require(this, rows, in, inOffset, out, outOffset);
    plan.predict(rows, in, inOffset, out, outOffset);
  }
}

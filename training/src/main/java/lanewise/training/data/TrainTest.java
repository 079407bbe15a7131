package lanewise.training.data;

/**
 * A data set that comes with its test part already set aside. Both parts have the same features and
 * the same classes.
 *
 * @param train the rows to learn from
 * @param test the rows for the assessment, which are used only at the end
 */
public record TrainTest(LabelledRows train, LabelledRows test) {
  /**
   * Checks that the parts belong together.
   *
   * @throws InvalidDatasetException if the feature or class names differ
   */
  public TrainTest {
    train.requireSameColumns(test);
  }
}

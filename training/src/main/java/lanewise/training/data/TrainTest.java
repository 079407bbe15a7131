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
    checkSameColumns(train, test);
  }

  static void checkSameColumns(LabelledRows train, LabelledRows test) {
    if (train.featureCount() != test.featureCount()) {
      throw new InvalidDatasetException(
          "data set %s has %d features, but %s has %d"
              .formatted(train.name(), train.featureCount(), test.name(), test.featureCount()));
    }
    if (!train.featureNames().equals(test.featureNames())) {
      throw new InvalidDatasetException(
          "data sets " + train.name() + " and " + test.name() + " name their features differently");
    }
    if (!train.classNames().equals(test.classNames())) {
      throw new InvalidDatasetException(
          "data sets %s and %s have different classes: %s and %s"
              .formatted(train.name(), test.name(), train.classNames(), test.classNames()));
    }
  }
}

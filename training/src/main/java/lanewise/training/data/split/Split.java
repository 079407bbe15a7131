package lanewise.training.data.split;

import lanewise.training.data.InvalidDatasetException;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.TrainTest;

/**
 * Three disjoint parts of one data set: one for learning, one for choices during learning, and one
 * for the assessment at the end.
 *
 * @param train the rows to learn from, which includes the scaling of the features
 * @param validation the rows for early stopping and for the choice of settings
 * @param test the rows for the assessment, which are used only at the end
 */
public record Split(LabelledRows train, LabelledRows validation, LabelledRows test) {
  /**
   * Checks that the parts belong together.
   *
   * @throws InvalidDatasetException if the feature or class names differ
   */
  public Split {
    train.requireSameColumns(validation);
    train.requireSameColumns(test);
  }

  /**
   * Divides all rows into three parts and preserves the proportions of the classes.
   *
   * <p>The validation part has {@code round(N * validationFraction)} rows and the test part {@code
   * round(N * testFraction)}, with halves rounded up; the training part has the rest. Every class
   * contributes its share to each part, rounded down or up, by the largest remainder (Hamilton's
   * method; between equal remainders the lower class index comes first). The rows of a class are
   * assigned to the parts at random from the seed; within a part the rows keep their order. Every
   * class that has rows keeps at least one for training. The only row of a class is therefore
   * always a training row, and another class contributes one more row instead; a rare class may be
   * missing from validation and test.
   *
   * <p>The same data set, fractions and seed always give the same parts. The rows are copied.
   *
   * @param all the rows to divide
   * @param validationFraction the share of the validation part, above 0
   * @param testFraction the share of the test part, above 0; both fractions together are below 1
   * @param seed the seed of the assignment; any number
   * @return three new data sets
   * @throws IllegalArgumentException if a fraction is not above 0, or the sum of both is 1 or more
   * @throws InvalidDatasetException if a part would be empty, or the classes cannot contribute that
   *     many rows and keep one each
   */
  public static Split stratified(
      LabelledRows all, double validationFraction, double testFraction, long seed) {
    checkFraction("validation", validationFraction);
    checkFraction("test", testFraction);
    RowSplit parts =
        RowSplit.stratified(
            "data set " + all.name(), all.labels(), validationFraction, testFraction, seed);
    return of(all, parts);
  }

  /**
   * Copies the rows of three parts.
   *
   * @param all the rows to divide
   * @param parts the rows of each part, none of which is empty
   * @return three new data sets
   * @throws IndexOutOfBoundsException if there is no such row
   * @throws InvalidDatasetException if a part is empty
   */
  public static Split of(LabelledRows all, RowSplit parts) {
    return new Split(
        all.subset(parts.train()).withName(all.name() + " train"),
        all.subset(parts.validation()).withName(all.name() + " validation"),
        all.subset(parts.test()).withName(all.name() + " test"));
  }

  /**
   * Divides the training rows of a data set that comes with a test part, and preserves the
   * proportions of the classes as {@link #stratified} does. The test part does not change.
   *
   * @param given the rows to divide and the test part
   * @param validationFraction the share of the training rows to set aside, above 0 and below 1
   * @param seed the seed of the assignment; any number
   * @return two new data sets, and the test part itself
   * @throws IllegalArgumentException if the fraction is not between 0 and 1
   * @throws InvalidDatasetException if the validation part would be empty, or the classes cannot
   *     contribute that many rows and keep one each
   */
  public static Split stratified(TrainTest given, double validationFraction, long seed) {
    checkFraction("validation", validationFraction);
    LabelledRows all = given.train();
    RowSplit parts =
        RowSplit.stratified("data set " + all.name(), all.labels(), validationFraction, 0, seed);
    return new Split(
        all.subset(parts.train()),
        all.subset(parts.validation()).withName(all.name() + " validation"),
        given.test());
  }

  private static void checkFraction(String part, double fraction) {
    if (!(fraction > 0 && fraction < 1)) {
      throw new IllegalArgumentException(
          "split: " + part + " fraction " + fraction + " must be above 0 and below 1");
    }
  }
}

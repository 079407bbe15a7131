package lanewise.cli.data;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import lanewise.cli.job.DataSettings;
import lanewise.cli.job.Splitting;
import lanewise.cli.session.InputException;
import lanewise.training.data.InvalidDatasetException;
import lanewise.training.data.split.Folds;
import lanewise.training.data.split.RowSplit;
import org.jspecify.annotations.Nullable;

/**
 * Divides rows into those to learn from, to validate and to test, as a job says.
 *
 * @param name what the rows are called in messages
 * @param settings how they are divided
 * @param validation the share of the rows to validate, which folds do not use; 0 where a file has
 *     them
 * @param test the share of the rows to test; 0 where the data has test rows of its own
 * @param seed decides what chance decides
 */
record Division(String name, DataSettings settings, double validation, double test, long seed) {
  /**
   * Of some rows, by the shares of the job, or those that suit the data.
   *
   * @param otherwise the share of each part that the job does not say
   */
  static Division of(String name, DataSettings settings, double otherwise, long seed) {
    return new Division(
        name, settings, settings.validationShare(otherwise), settings.testShare(otherwise), seed);
  }

  /** This division of rows whose test part is elsewhere. */
  Division withoutTest() {
    return new Division(name, settings, validation, 0, seed);
  }

  /**
   * The row numbers of the parts.
   *
   * @param train those to learn from
   * @param validation those that select the best epoch; null where they are elsewhere
   * @param test those that judge the model; null where they are elsewhere
   */
  @SuppressWarnings("ArrayRecordComponent") // to look up, never to compare
  record Parts(int[] train, int @Nullable [] validation, int @Nullable [] test) {}

  /** Divides rows into the parts that have a share. */
  Parts parts(Keys keys) {
    boolean validates = validation > 0;
    boolean tests = test > 0;
    if (!validates && !tests) {
      return new Parts(IntStream.range(0, keys.classes.length).toArray(), null, null);
    }
    // Of two parts the second serves for what is elsewhere.
    Division ofTwo = validates ? this : new Division(name, settings, test, 0, seed);
    RowSplit split = ofTwo.of(keys);
    return validates
        ? new Parts(split.train(), split.validation(), tests ? split.test() : null)
        : new Parts(split.train(), null, split.validation());
  }

  /**
   * What the rows have by which they are divided.
   *
   * @param classes the class of each row; all 0 where there are none
   * @param groups the group of each row; null where groups do not matter
   * @param times the time of each row; null where the order of the rows is that of time
   */
  @SuppressWarnings("ArrayRecordComponent") // to look up, never to compare
  record Keys(int[] classes, int @Nullable [] groups, double @Nullable [] times) {
    static Keys of(int[] classes) {
      return new Keys(classes, null, null);
    }

    /** The times, or the places of the rows where their order is that of time. */
    private double[] timesOrOrder() {
      double[] given = times;
      return given == null ? IntStream.range(0, classes.length).asDoubleStream().toArray() : given;
    }

    private Keys at(int[] rows) {
      int[] group = groups;
      double[] time = times;
      return new Keys(
          Arrays.stream(rows).map(row -> classes[row]).toArray(),
          group == null ? null : Arrays.stream(rows).map(row -> group[row]).toArray(),
          time == null ? null : Arrays.stream(rows).mapToDouble(row -> time[row]).toArray());
    }
  }

  /**
   * Divides rows.
   *
   * @throws InputException if there are too few of something; unlike that of the library, the
   *     message names the data
   */
  private RowSplit of(Keys keys) {
    try {
      return divided(keys);
    } catch (InvalidDatasetException tooFew) {
      String message = String.valueOf(tooFew.getMessage());
      throw new InputException(
          message.startsWith(subject()) ? message : settings.source() + ": " + message, tooFew);
    }
  }

  /** What messages about classes call the rows. */
  private String subject() {
    return "data set " + name;
  }

  private RowSplit divided(Keys keys) {
    Integer folds = settings.folds();
    if (folds == null) {
      return parts(keys, validation, test);
    }
    if (test == 0) {
      return folds(keys, folds).get(settings.fold() - 1);
    }
    RowSplit held = parts(keys, test, 0);
    return Folds.withTest(folds(keys.at(held.train()), folds).get(settings.fold() - 1), held);
  }

  private RowSplit parts(Keys keys, double first, double second) {
    int[] groups = keys.groups;
    return switch (splitting(keys)) {
      case STRATIFIED ->
          groups == null
              ? RowSplit.stratified(subject(), keys.classes, first, second, seed)
              : RowSplit.stratifiedGrouped(keys.classes, groups, first, second, seed);
      case PLAIN ->
          groups == null
              ? RowSplit.plain(keys.classes.length, first, second, seed)
              : RowSplit.grouped(groups, first, second, seed);
      case TIME -> RowSplit.byTime(keys.timesOrOrder(), first, second);
    };
  }

  private List<RowSplit> folds(Keys keys, int count) {
    int[] groups = keys.groups;
    return switch (splitting(keys)) {
      case STRATIFIED ->
          groups == null
              ? Folds.stratified(keys.classes, count, seed)
              : Folds.stratifiedGrouped(keys.classes, groups, count, seed);
      case PLAIN ->
          groups == null
              ? Folds.plain(keys.classes.length, count, seed)
              : Folds.grouped(groups, count, seed);
      case TIME -> Folds.byTime(keys.timesOrOrder(), count);
    };
  }

  /**
   * How the rows are divided.
   *
   * @throws InputException if the job asks for the proportions of classes that there are not
   */
  private Splitting splitting(Keys keys) {
    boolean classes = Arrays.stream(keys.classes).anyMatch(each -> each != keys.classes[0]);
    if (settings.splitting() == Splitting.STRATIFIED && !classes) {
      throw new InputException(
          "data.split stratified: there are no classes whose proportions parts could have; use"
              + " plain");
    }
    return settings.splittingOrUsual();
  }
}

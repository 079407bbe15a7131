package lanewise.cli.job;

import org.jspecify.annotations.Nullable;

/**
 * The rows of a training, and how they are divided.
 *
 * @param source a file, a folder or the name of a bundled data set
 * @param label the column that names a row's class; null where the data has no columns, or if it is
 *     not given
 * @param validation the share of the rows that select the best epoch, above 0 and below 1; null for
 *     the share that suits the source
 * @param test the share of the rows that judge the final model, above 0 and below 1; null for the
 *     share that suits the source
 */
public record DataSettings(
    String source, @Nullable String label, @Nullable Double validation, @Nullable Double test) {
  /**
   * Checks the settings.
   *
   * @throws IllegalArgumentException if the shares leave no row to train on
   */
  public DataSettings {
    if (validation != null && test != null && validation + test >= 1) {
      throw new IllegalArgumentException(
          "--validation %s and --test %s leave no row to train on; together they must be below 1"
              .formatted(validation, test));
    }
  }
}

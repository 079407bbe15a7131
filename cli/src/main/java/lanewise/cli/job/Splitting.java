package lanewise.cli.job;

import java.util.Locale;

/** How rows are divided into those to train, to validate and to test. */
public enum Splitting {
  /** By chance, with the proportions of the classes in each part. */
  STRATIFIED,
  /** By chance. */
  PLAIN,
  /** By the order of the rows: the last ones test, and those before them validate. */
  TIME;

  /** The word for it in files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}

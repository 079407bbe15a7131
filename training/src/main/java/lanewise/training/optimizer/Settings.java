package lanewise.training.optimizer;

/** The checks of the settings of optimizers. */
final class Settings {
  private Settings() {}

  static void requireRate(String optimizer, double rate) {
    if (!(rate > 0 && rate < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s: learning rate %s: use above 0".formatted(optimizer, rate));
    }
  }

  /** Checks a share of the past that is kept, such as a momentum. */
  static void requireShare(String optimizer, String name, double share) {
    if (!(share >= 0 && share < 1)) {
      throw new IllegalArgumentException(
          "%s: %s %s: use 0 to below 1".formatted(optimizer, name, share));
    }
  }

  static void requireNotNegative(String optimizer, String name, double value) {
    if (!(value >= 0 && value < Double.POSITIVE_INFINITY)) {
      throw new IllegalArgumentException(
          "%s: %s %s: use a finite number from 0 on".formatted(optimizer, name, value));
    }
  }
}

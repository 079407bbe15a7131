package lanewise.cli.train;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Converts options that are numbers; the message for a refused value names the allowed ones. */
final class NumberOption {
  private static final int MOST_THREADS = 1024;

  private NumberOption() {}

  /** How many of something. */
  static final class Count implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) whole(text, 1, Integer.MAX_VALUE);
    }
  }

  /** How many threads. */
  static final class Threads implements ITypeConverter<Integer> {
    @Override
    public Integer convert(String text) {
      return (int) whole(text, 1, MOST_THREADS);
    }
  }

  /** Any whole number of 64 bits. */
  static final class Seed implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
      return whole(text, Long.MIN_VALUE, Long.MAX_VALUE);
    }
  }

  /** A learning rate. */
  static final class Rate implements ITypeConverter<Float> {
    @Override
    public Float convert(String text) {
      float value = (float) decimal(text);
      if (value > 0 && value < Float.POSITIVE_INFINITY) {
        return value;
      }
      throw new TypeConversionException(
          "use a number from " + Float.MIN_VALUE + " to " + Float.MAX_VALUE + ", such as 0.01");
    }
  }

  /** A share of the step before. */
  static final class Momentum implements ITypeConverter<Float> {
    @Override
    public Float convert(String text) {
      float value = (float) decimal(text);
      if (value >= 0 && value < 1) {
        return value;
      }
      throw new TypeConversionException("use a number from 0 to below 1, such as 0.9");
    }
  }

  /** A share of the rows. */
  static final class Share implements ITypeConverter<Double> {
    @Override
    public Double convert(String text) {
      double value = decimal(text);
      if (value > 0 && value < 1) {
        return value;
      }
      throw new TypeConversionException("use a share above 0 and below 1, such as 0.15");
    }
  }

  private static long whole(String text, long least, long most) {
    if (!text.matches("[+-]?\\d+")) {
      throw new TypeConversionException("use a whole number, such as 42");
    }
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException tooManyDigits) {
      // The same advice as for a number that is a little too large.
    }
    throw new TypeConversionException("use a whole number from " + least + " to " + most);
  }

  /** NaN where it is no number: no range has it. */
  private static double decimal(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException notANumber) {
      return Double.NaN;
    }
  }
}

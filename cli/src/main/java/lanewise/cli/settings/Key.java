package lanewise.cli.settings;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One setting of a section: all that is to be known of it. Immutable; the {@code with} calls return
 * a changed copy.
 *
 * @param name the word in the file
 * @param type what the value may be
 * @param getter takes the setting out of the value of the section
 * @param meaning what is set, in one sentence
 * @param fallback the value where the key is not given; null if it must be given
 * @param group whether the value is a mapping of further keys, where a missing one is an empty one
 * @param option the option of the command line that stands for it, or null if there is none
 * @param <R> the value of the section
 * @param <T> the value of the setting
 */
public record Key<R, T>(
    String name,
    Type<T> type,
    Function<R, T> getter,
    String meaning,
    @Nullable Fallback<T> fallback,
    boolean group,
    @Nullable CommandOption option) {
  /**
   * The value where a key is not given.
   *
   * @param value the value, which may be null for types that have a word for it
   */
  public record Fallback<T>(T value) {}

  /**
   * The option of the command line that stands for a key.
   *
   * @param name the option, as {@code --lr}
   * @param label what help texts call its value, as {@code X}
   */
  public record CommandOption(String name, String label) {}

  /** A key that must be given. */
  public static <R, T> Key<R, T> of(
      String name, Type<T> type, Function<R, T> getter, String meaning) {
    return new Key<>(name, type, getter, meaning, null, false, null);
  }

  /** A key with further keys below it. */
  public static <R, T> Key<R, T> group(
      String name, Type<T> type, Function<R, T> getter, String meaning) {
    return new Key<>(name, type, getter, meaning, null, true, null);
  }

  /** This key with a value for where it is not given. */
  public Key<R, T> withDefault(T value) {
    return new Key<>(name, type, getter, meaning, new Fallback<>(value), false, option);
  }

  /** This key with an option of the command line. */
  public Key<R, T> withOption(String option, String label) {
    return new Key<>(
        name, type, getter, meaning, fallback, group, new CommandOption(option, label));
  }

  /** Whether the key must be given. */
  boolean isRequired() {
    return fallback == null && !group;
  }

  /** The value where the key is not given, as it would be written; null if there is none. */
  public @Nullable Node defaultNode() {
    return fallback == null ? null : type.write(fallback.value());
  }

  Node write(R section) {
    return type.write(getter.apply(section));
  }
}

package lanewise.cli.settings;

import java.util.Objects;
import java.util.Optional;
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
 * @param quiet whether the key is written only where the value is not the default
 * @param option the option of the command line that stands for it, or null if there is none
 * @param <R> the value of the section
 * @param <T> the value of the setting
 */
public record Key<R, T>(
    String name,
    Type<T> type,
    Function<R, T> getter,
    String meaning,
    @Nullable T fallback,
    boolean group,
    boolean quiet,
    @Nullable CommandOption option) {
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
    return new Key<>(name, type, getter, meaning, null, false, false, null);
  }

  /** A key that may be left out, or for which the program then chooses. */
  public static <R, T> Key<R, Optional<T>> optional(
      String name, Type<Optional<T>> type, NullableGetter<R, T> getter, String meaning) {
    Key<R, Optional<T>> key =
        of(name, type, value -> Optional.ofNullable(getter.get(value)), meaning);
    return key.withDefault(Optional.empty());
  }

  /** Takes a setting that may be null out of the value of a section. */
  @FunctionalInterface
  public interface NullableGetter<R, T> {
    @Nullable T get(R section);
  }

  /** A key with further keys below it. */
  public static <R, T> Key<R, T> group(
      String name, Type<T> type, Function<R, T> getter, String meaning) {
    return new Key<>(name, type, getter, meaning, null, true, false, null);
  }

  /** This key with a value for where it is not given. */
  public Key<R, T> withDefault(T value) {
    return new Key<>(name, type, getter, meaning, value, false, quiet, option);
  }

  /** This key, written only where the value is not the default. */
  public Key<R, T> quietly() {
    return new Key<>(name, type, getter, meaning, fallback, group, true, option);
  }

  /** This key with an option of the command line. */
  public Key<R, T> withOption(String option, String label) {
    return new Key<>(
        name, type, getter, meaning, fallback, group, quiet, new CommandOption(option, label));
  }

  /** Whether the key must be given. */
  boolean isRequired() {
    return fallback == null && !group;
  }

  /** The value where the key is not given, as it would be written; null if there is none. */
  public @Nullable Node defaultNode() {
    return fallback == null ? null : type.write(fallback);
  }

  boolean isWritten(R section) {
    return !quiet || fallback == null || !Objects.equals(fallback, getter.apply(section));
  }

  Node write(R section) {
    return type.write(getter.apply(section));
  }
}

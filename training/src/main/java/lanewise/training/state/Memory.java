package lanewise.training.state;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Named arrays of numbers: everything that a part of a training run remembers from one step to the
 * next.
 *
 * <p>The parts themselves, an optimizer or a schedule, are settings and never change. The run asks
 * each for its first memory, hands the memory back to it in every step, and owns it in between. So
 * a run can save and restore all of its parts without knowing them, and no part can forget to save
 * anything:
 *
 * <pre>{@code
 * Memory memory = Memory.none().withFloats("velocity", new float[parameter.size()]);
 * float[] velocity = memory.floats("velocity");   // the array itself
 * }</pre>
 *
 * <p>Which arrays there are, and how long they are, never changes; their content does. Looking up
 * an array allocates nothing. Not safe for concurrent use while somebody writes.
 */
public final class Memory {
  private static final Memory NONE = new Memory(new LinkedHashMap<>());
  private static final String SEPARATOR = "/";

  /** Each a {@code float[]}, {@code double[]} or {@code long[]}. */
  private final SequencedMap<String, Object> arrays;

  private Memory(SequencedMap<String, Object> arrays) {
    this.arrays = arrays;
  }

  /**
   * No arrays: what a part remembers that remembers nothing, and where others start from.
   *
   * @return the empty memory
   */
  public static Memory none() {
    return NONE;
  }

  private Memory with(String name, Object array) {
    SequencedMap<String, Object> more = new LinkedHashMap<>(arrays);
    put(more, name, array);
    return new Memory(more);
  }

  private static void put(SequencedMap<String, Object> all, String name, Object array) {
    if (name.isEmpty() || all.putIfAbsent(name, array) != null) {
      throw new IllegalArgumentException(
          "memory: an array needs a name of its own, not \"%s\"; taken are %s"
              .formatted(name, all.sequencedKeySet()));
    }
  }

  /**
   * These arrays and one more.
   *
   * @param name not taken yet
   * @param values the first values; shared, not copied
   * @return a new memory that shares the arrays
   * @throws IllegalArgumentException if the name is empty or taken
   */
  public Memory withFloats(String name, float... values) {
    return with(name, values);
  }

  /**
   * These arrays and one more.
   *
   * @param name not taken yet
   * @param values the first values; shared, not copied
   * @return a new memory that shares the arrays
   * @throws IllegalArgumentException if the name is empty or taken
   */
  public Memory withDoubles(String name, double... values) {
    return with(name, values);
  }

  /**
   * These arrays and one more.
   *
   * @param name not taken yet
   * @param values the first values; shared, not copied
   * @return a new memory that shares the arrays
   * @throws IllegalArgumentException if the name is empty or taken
   */
  public Memory withLongs(String name, long... values) {
    return with(name, values);
  }

  /**
   * These arrays and those of a part: {@code velocity} of the part {@code dense-1.weight} becomes
   * {@code dense-1.weight/velocity}.
   *
   * @param name the part's
   * @param part its arrays; shared, not copied
   * @return a new memory that shares the arrays; {@link #part} takes it apart again
   * @throws IllegalArgumentException if an array's new name is taken
   */
  public Memory withPart(String name, Memory part) {
    SequencedMap<String, Object> more = new LinkedHashMap<>(arrays);
    for (Map.Entry<String, Object> entry : part.arrays.entrySet()) {
      put(more, name + SEPARATOR + entry.getKey(), entry.getValue());
    }
    return new Memory(more);
  }

  /**
   * What {@link #withPart} put under a name.
   *
   * @param name the part's
   * @return a new memory that shares the arrays; none where there is no such part
   */
  public Memory part(String name) {
    String prefix = name + SEPARATOR;
    SequencedMap<String, Object> some = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : arrays.entrySet()) {
      if (entry.getKey().startsWith(prefix)) {
        some.put(entry.getKey().substring(prefix.length()), entry.getValue());
      }
    }
    return new Memory(some);
  }

  /**
   * The names of the arrays.
   *
   * @return in order, unmodifiable
   */
  public SequencedSet<String> names() {
    return Collections.unmodifiableSequencedSet(arrays.sequencedKeySet());
  }

  /**
   * An array of floats.
   *
   * @param name as given to {@link #withFloats}
   * @return the array itself
   * @throws IllegalArgumentException if there is none of that name
   */
  public float[] floats(String name) {
    if (arrays.get(name) instanceof float[] floats) {
      return floats;
    }
    throw missing("floats", name);
  }

  /**
   * An array of doubles.
   *
   * @param name as given to {@link #withDoubles}
   * @return the array itself
   * @throws IllegalArgumentException if there is none of that name
   */
  public double[] doubles(String name) {
    if (arrays.get(name) instanceof double[] doubles) {
      return doubles;
    }
    throw missing("doubles", name);
  }

  /**
   * An array of longs.
   *
   * @param name as given to {@link #withLongs}
   * @return the array itself
   * @throws IllegalArgumentException if there is none of that name
   */
  public long[] longs(String name) {
    if (arrays.get(name) instanceof long[] longs) {
      return longs;
    }
    throw missing("longs", name);
  }

  private IllegalArgumentException missing(String type, String name) {
    return new IllegalArgumentException(
        "memory: there are no %s called %s; there are %s"
            .formatted(type, name, arrays.sequencedKeySet()));
  }

  /**
   * Looks at every array in order, by its type.
   *
   * @param ofFloats takes the name and the array itself
   * @param ofDoubles takes the name and the array itself
   * @param ofLongs takes the name and the array itself
   */
  public void forEach(
      BiConsumer<String, float[]> ofFloats,
      BiConsumer<String, double[]> ofDoubles,
      BiConsumer<String, long[]> ofLongs) {
    arrays.forEach(
        (name, array) -> {
          switch (array) {
            case float[] floats -> ofFloats.accept(name, floats);
            case double[] doubles -> ofDoubles.accept(name, doubles);
            case long[] longs -> ofLongs.accept(name, longs);
            default -> throw unknown(array);
          }
        });
  }

  /**
   * The same names with arrays of their own.
   *
   * @return a copy that later changes of these arrays do not reach
   */
  public Memory copy() {
    SequencedMap<String, Object> copies = new LinkedHashMap<>();
    arrays.forEach((name, array) -> copies.put(name, copy(array)));
    return new Memory(copies);
  }

  /**
   * Overwrites the content of these arrays.
   *
   * @param values with exactly these names, types and lengths; copied
   * @throws IllegalArgumentException if the other memory has other arrays, which the message names;
   *     nothing is changed then
   */
  public void set(Memory values) {
    requireSameArrays(values);
    for (Map.Entry<String, Object> entry : arrays.entrySet()) {
      Object from = values.arrays.get(entry.getKey());
      if (from != null) {
        System.arraycopy(from, 0, entry.getValue(), 0, length(from));
      }
    }
  }

  /**
   * Checks that another memory has arrays of the same names, types and lengths.
   *
   * @param other the memory
   * @throws IllegalArgumentException if it has not; the message names the first that differs
   */
  public void requireSameArrays(Memory other) {
    for (Map.Entry<String, Object> entry : arrays.entrySet()) {
      String own = describe(entry.getValue());
      String theirs = describe(other.arrays.get(entry.getKey()));
      if (!own.equals(theirs)) {
        throw new IllegalArgumentException(
            "memory: %s must be %s, but is %s".formatted(entry.getKey(), own, theirs));
      }
    }
    for (String name : other.arrays.sequencedKeySet()) {
      if (!arrays.containsKey(name)) {
        throw new IllegalArgumentException("memory: nothing here remembers " + name);
      }
    }
  }

  private static Object copy(Object array) {
    return switch (array) {
      case float[] floats -> floats.clone();
      case double[] doubles -> doubles.clone();
      case long[] longs -> longs.clone();
      default -> throw unknown(array);
    };
  }

  private static int length(Object array) {
    return switch (array) {
      case float[] floats -> floats.length;
      case double[] doubles -> doubles.length;
      case long[] longs -> longs.length;
      default -> throw unknown(array);
    };
  }

  private static boolean sameBits(Object array, @Nullable Object other) {
    return switch (array) {
      case float[] floats -> other instanceof float[] those && Arrays.equals(floats, those);
      case double[] doubles -> other instanceof double[] those && Arrays.equals(doubles, those);
      case long[] longs -> other instanceof long[] those && Arrays.equals(longs, those);
      default -> throw unknown(array);
    };
  }

  /** Such as {@code 12 floats}. */
  private static String describe(@Nullable Object array) {
    return switch (array) {
      case null -> "missing";
      case float[] floats -> floats.length + " floats";
      case double[] doubles -> doubles.length + " doubles";
      case long[] longs -> longs.length + " longs";
      default -> throw unknown(array);
    };
  }

  private static AssertionError unknown(Object array) {
    return new AssertionError("memory: an array of the type " + array.getClass());
  }

  /**
   * Equal are arrays of the same names, in any order, with the same bits; any NaN equals another.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Memory memory
        && arrays.keySet().equals(memory.arrays.keySet())
        && arrays.entrySet().stream()
            .allMatch(each -> sameBits(each.getValue(), memory.arrays.get(each.getKey())));
  }

  /** Of the names alone, since the content changes. */
  @Override
  public int hashCode() {
    return arrays.keySet().hashCode();
  }

  /** The names with types and lengths. */
  @Override
  public String toString() {
    SequencedMap<String, String> described = new LinkedHashMap<>();
    arrays.forEach((name, array) -> described.put(name, describe(array)));
    return "Memory" + described;
  }
}

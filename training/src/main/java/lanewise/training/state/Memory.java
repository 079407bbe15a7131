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
 * <p>The parts themselves, such as an optimizer or a schedule, are settings and never change. The
 * run asks each part for its initial memory, passes the memory to it in every step, and owns it in
 * between. A run can therefore save and restore all of its parts without knowing them, and no part
 * can forget to save anything:
 *
 * <pre>{@code
 * Memory memory = Memory.none().withFloats("velocity", new float[parameter.size()]);
 * float[] velocity = memory.floats("velocity");   // the array itself
 * }</pre>
 *
 * <p>{@link #builder} is for many arrays: each of the {@code with} calls copies all names.
 *
 * <p>The set of arrays and their lengths never change; their content does. Looking up an array
 * allocates nothing. A memory is not safe for concurrent use while a thread writes to it.
 */
public final class Memory {
  private static final Memory NONE = new Memory(new LinkedHashMap<>(), Map.of());

  /** Stands between the name of a part and that of its array. */
  static final String SEPARATOR = "/";

  /** The arrays by name, each a {@code float[]}, {@code double[]} or {@code long[]}. */
  private final SequencedMap<String, Object> arrays;

  /** The parts that were added as such, which share their arrays with this memory. */
  private final Map<String, Memory> parts;

  Memory(SequencedMap<String, Object> arrays, Map<String, Memory> parts) {
    this.arrays = arrays;
    this.parts = parts;
  }

  /**
   * Returns the memory without arrays: the memory of a part that remembers nothing, and the
   * starting point for building others.
   *
   * @return the empty memory
   */
  public static Memory none() {
    return NONE;
  }

  /**
   * Returns a builder for a memory of many arrays.
   *
   * @return a builder without arrays
   */
  public static MemoryBuilder builder() {
    return new MemoryBuilder();
  }

  /** Returns a builder that begins with these arrays. */
  private MemoryBuilder more() {
    return new MemoryBuilder(arrays, parts);
  }

  /** Returns the arrays by name; not to be changed. */
  SequencedMap<String, Object> arrays() {
    return arrays;
  }

  /**
   * Returns these arrays and one more.
   *
   * @param name a name that is not taken yet
   * @param values the initial values; the array is shared, not copied
   * @return a new memory that shares the arrays
   * @throws IllegalArgumentException if the name is empty or taken
   */
  public Memory withFloats(String name, float... values) {
    return more().put(name, values).build();
  }

  /**
   * Returns these arrays and one more.
   *
   * @param name a name that is not taken yet
   * @param values the initial values; the array is shared, not copied
   * @return a new memory that shares the arrays
   * @throws IllegalArgumentException if the name is empty or taken
   */
  public Memory withDoubles(String name, double... values) {
    return more().put(name, values).build();
  }

  /**
   * Returns these arrays and one more.
   *
   * @param name a name that is not taken yet
   * @param values the initial values; the array is shared, not copied
   * @return a new memory that shares the arrays
   * @throws IllegalArgumentException if the name is empty or taken
   */
  public Memory withLongs(String name, long... values) {
    return more().put(name, values).build();
  }

  /**
   * Returns these arrays and those of a part: the array {@code velocity} of the part {@code
   * dense-1.weight} is named {@code dense-1.weight/velocity}.
   *
   * @param name the name of the part
   * @param part the arrays of the part; they are shared, not copied
   * @return a new memory that shares the arrays; {@link #part} returns those of the part again
   * @throws IllegalArgumentException if an array's new name is taken
   */
  public Memory withPart(String name, Memory part) {
    return more().putPart(name, part).build();
  }

  /**
   * Returns the arrays that {@link #withPart} added under a name. Allocates nothing if this memory
   * was built so, and is no copy.
   *
   * @param name the name of the part
   * @return a memory that shares the arrays; it is empty if there is no such part
   */
  public Memory part(String name) {
    Memory added = parts.get(name);
    if (added != null) {
      return added;
    }
    String prefix = name + SEPARATOR;
    SequencedMap<String, Object> some = new LinkedHashMap<>();
    for (Map.Entry<String, Object> entry : arrays.entrySet()) {
      if (entry.getKey().startsWith(prefix)) {
        some.put(entry.getKey().substring(prefix.length()), entry.getValue());
      }
    }
    return new Memory(some, Map.of());
  }

  /**
   * Returns the names of the arrays.
   *
   * @return the names in order, unmodifiable
   */
  public SequencedSet<String> names() {
    return Collections.unmodifiableSequencedSet(arrays.sequencedKeySet());
  }

  /**
   * Returns an array of floats.
   *
   * @param name the name that was given to {@link #withFloats}
   * @return the array itself
   * @throws IllegalArgumentException if there is no array of this type with that name
   */
  public float[] floats(String name) {
    if (arrays.get(name) instanceof float[] floats) {
      return floats;
    }
    throw missing("floats", name);
  }

  /**
   * Returns an array of doubles.
   *
   * @param name the name that was given to {@link #withDoubles}
   * @return the array itself
   * @throws IllegalArgumentException if there is no array of this type with that name
   */
  public double[] doubles(String name) {
    if (arrays.get(name) instanceof double[] doubles) {
      return doubles;
    }
    throw missing("doubles", name);
  }

  /**
   * Returns an array of longs.
   *
   * @param name the name that was given to {@link #withLongs}
   * @return the array itself
   * @throws IllegalArgumentException if there is no array of this type with that name
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
   * Passes every array in order to the consumer for its type.
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
   * Returns a copy of this memory with arrays of its own.
   *
   * @return a copy that later changes to these arrays do not affect
   */
  public Memory copy() {
    SequencedMap<String, Object> copies = new LinkedHashMap<>();
    arrays.forEach((name, array) -> copies.put(name, copy(array)));
    return new Memory(copies, Map.of());
  }

  /**
   * Overwrites the content of these arrays.
   *
   * @param values the new content, with exactly these names, types and lengths; it is copied
   * @throws IllegalArgumentException if the other memory has different arrays; the message names
   *     the first difference, and nothing is changed
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
   * Checks that another memory has arrays with the same names, types and lengths.
   *
   * @param other the memory
   * @throws IllegalArgumentException if it does not; the message names the first array that differs
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

  /** Returns the type and length of an array, such as {@code 12 floats}. */
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
   * Compares the arrays: memories with the same names, in any order, and the same bits are equal.
   * All NaN values count as equal.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Memory memory
        && arrays.keySet().equals(memory.arrays.keySet())
        && arrays.entrySet().stream()
            .allMatch(each -> sameBits(each.getValue(), memory.arrays.get(each.getKey())));
  }

  /** Returns a hash of the names alone, because the content changes. */
  @Override
  public int hashCode() {
    return arrays.keySet().hashCode();
  }

  /** Returns the names with their types and lengths. */
  @Override
  public String toString() {
    SequencedMap<String, String> described = new LinkedHashMap<>();
    arrays.forEach((name, array) -> described.put(name, describe(array)));
    return "Memory" + described;
  }
}

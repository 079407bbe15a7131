package lanewise.training;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import lanewise.layers.format.FormatException;
import lanewise.layers.format.Safetensors;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.training.state.Memory;
import org.jspecify.annotations.Nullable;

/**
 * Everything of a training run that a kill must not lose, between two steps: a value that later
 * steps do not change.
 *
 * <pre>
 *   weights/…       all parameters, tracked ones such as running statistics included
 *   updates/…       the number of steps, and what the optimizer and the transforms remember
 *   schedule/…      what the schedule remembers
 *   layers          how far each layer's stream of random numbers has been read
 *   position        the epoch and the row that the batches come from next
 *   epoch/…         the running loss of the epoch that is under way
 *   progress        epochs finished, and whether the loss has diverged
 *   best/…          the best epoch, its figures, its weights, and the epochs since
 * </pre>
 *
 * <p>It holds no times: runs of the same settings, data and seed have equal states after equal
 * steps, on every machine. Immutable and safe to share.
 */
public final class TrainingState {
  private static final String LONGS = "long:";
  private static final String DOUBLES = "double:";

  private final Memory memory;

  private TrainingState(Memory memory) {
    this.memory = memory;
  }

  /** Of a copy of the arrays. */
  static TrainingState of(Memory memory) {
    return new TrainingState(memory.copy());
  }

  /**
   * The numbers, by name.
   *
   * @return a copy
   */
  public Memory memory() {
    return memory.copy();
  }

  /**
   * The steps taken.
   *
   * @return 0 before the first
   */
  public long steps() {
    return memory.part("updates").longs("steps")[0];
  }

  /**
   * The epochs finished and validated.
   *
   * @return 0 before the first
   */
  public int epochs() {
    return (int) memory.longs("progress")[0];
  }

  /**
   * The state as bytes: a safetensors file, floats as its tensors, other numbers as its metadata.
   *
   * @return a new array, the same for equal states
   */
  public byte[] toBytes() {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    memory.forEach(
        (name, floats) -> tensors.put(name, Tensor.wrap(floats, Shape.of(floats.length))),
        (name, doubles) -> metadata.put(DOUBLES + name, text(doubles)),
        (name, longs) -> metadata.put(LONGS + name, text(longs)));
    return new Safetensors(tensors, metadata).toBytes();
  }

  private static String text(double[] values) {
    return Arrays.stream(values).mapToObj(Double::toString).collect(Collectors.joining(" "));
  }

  private static String text(long[] values) {
    return Arrays.stream(values).mapToObj(Long::toString).collect(Collectors.joining(" "));
  }

  /**
   * The state that bytes hold.
   *
   * @param bytes as {@link #toBytes} gave them
   * @param source what messages call them, such as a file's name
   * @return an equal state
   * @throws FormatException if they are damaged or no such state
   */
  public static TrainingState fromBytes(byte[] bytes, String source) throws FormatException {
    Safetensors content = Safetensors.fromBytes(bytes, source, Safetensors.Integrity.REQUIRED);
    Memory memory = Memory.none();
    for (Map.Entry<String, Tensor> tensor : content.tensors().entrySet()) {
      memory = memory.withFloats(tensor.getKey(), tensor.getValue().toArray());
    }
    for (Map.Entry<String, String> text : content.metadata().entrySet()) {
      memory = withNumbers(memory, text.getKey(), text.getValue(), source);
    }
    return new TrainingState(memory);
  }

  private static Memory withNumbers(Memory memory, String key, String text, String source)
      throws FormatException {
    String[] words = text.isEmpty() ? new String[0] : text.split(" ", -1);
    try {
      if (key.startsWith(LONGS)) {
        long[] values = Arrays.stream(words).mapToLong(Long::parseLong).toArray();
        return memory.withLongs(key.substring(LONGS.length()), values);
      }
      if (key.startsWith(DOUBLES)) {
        double[] values = Arrays.stream(words).mapToDouble(Double::parseDouble).toArray();
        return memory.withDoubles(key.substring(DOUBLES.length()), values);
      }
    } catch (NumberFormatException noNumber) {
      throw new FormatException(source, key + " holds something else than numbers", noNumber);
    }
    throw new FormatException(source, "no state of a training run: it holds " + key);
  }

  /** Equal are states of the same numbers. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TrainingState state && memory.equals(state.memory);
  }

  @Override
  public int hashCode() {
    return memory.hashCode();
  }

  /** How far the run had come. */
  @Override
  public String toString() {
    return "TrainingState[%d steps, %d epochs]".formatted(steps(), epochs());
  }
}

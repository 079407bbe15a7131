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
 * The state of a training run between two steps: everything that is needed to resume the run after
 * a crash. It is a value that later steps do not change.
 *
 * <pre>
 *   weights/…       all parameters, tracked ones such as running statistics included
 *   updates/…       the number of steps, and the memory of the optimizer and the transforms
 *   schedule/…      the memory of the schedule
 *   layers          the position in each layer's stream of random numbers
 *   position        the epoch and the row at which the next batch begins
 *   epoch/…         the running loss of the current epoch
 *   vitals/…        the sums of this epoch's vitals, and the first weights, from which the distance
 *                   is measured
 *   progress        the finished epochs, and whether the loss has diverged
 *   accumulation/…  the gradients of the batches of an unfinished step, where steps have several
 *   average/…       the averaged weights, where there are any
 *   best/…          the best epoch, its figures, its weights, and the number of epochs since
 * </pre>
 *
 * <p>The state contains no times, so runs with the same settings, data and seed have equal states
 * after the same number of steps on every machine. Immutable and safe to share.
 */
public final class TrainingState {
  private static final String LONGS = "long:";
  private static final String DOUBLES = "double:";

  private final Memory memory;

  private TrainingState(Memory memory) {
    this.memory = memory;
  }

  /** Returns a state with a copy of the arrays. */
  static TrainingState of(Memory memory) {
    return new TrainingState(memory.copy());
  }

  /**
   * Returns the numbers by name.
   *
   * @return a copy
   */
  public Memory memory() {
    return memory.copy();
  }

  /**
   * Returns the number of steps taken.
   *
   * @return 0 before the first
   */
  public long steps() {
    return memory.part("updates").longs("steps")[0];
  }

  /**
   * Returns the number of epochs that are finished and validated.
   *
   * @return 0 before the first
   */
  public int epochs() {
    return (int) memory.longs("progress")[0];
  }

  /**
   * Returns the state as the bytes of a safetensors file, with floats as its tensors and other
   * numbers as its metadata.
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
   * Returns the state that the bytes contain.
   *
   * @param bytes the bytes as {@link #toBytes} returned them
   * @param source the name of the bytes in messages, such as a file name
   * @return an equal state
   * @throws FormatException if the bytes are damaged or do not contain the state of a training run
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

  /** Compares the numbers: states with the same names and bits are equal. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TrainingState state && memory.equals(state.memory);
  }

  @Override
  public int hashCode() {
    return memory.hashCode();
  }

  /** Returns the number of steps and epochs, for messages. */
  @Override
  public String toString() {
    return "TrainingState[%d steps, %d epochs]".formatted(steps(), epochs());
  }
}

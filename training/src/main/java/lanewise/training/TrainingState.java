package lanewise.training;

import java.util.LinkedHashMap;
import lanewise.layers.format.FormatException;
import lanewise.training.state.Memory;
import lanewise.training.state.MemoryFile;
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
  private final Memory memory;

  private TrainingState(Memory memory) {
    this.memory = memory;
  }

  /**
   * Returns the state that a memory holds.
   *
   * @param memory a memory as {@link #memory} returns it; it is copied. {@link TrainingRun#restore}
   *     checks it
   * @return the state
   */
  public static TrainingState of(Memory memory) {
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
   * Returns the state as the bytes of a {@link MemoryFile}.
   *
   * @return a new array, the same for equal states
   */
  public byte[] toBytes() {
    return new MemoryFile(memory, new LinkedHashMap<>()).toBytes();
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
    MemoryFile content = MemoryFile.fromBytes(bytes, source);
    if (!content.notes().isEmpty()) {
      throw new FormatException(
          source,
          "no state of a training run: it holds " + content.notes().sequencedKeySet().getFirst());
    }
    return new TrainingState(content.memory());
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
    return "TrainingState[%s steps, %s epochs]".formatted(steps(), epochs());
  }
}

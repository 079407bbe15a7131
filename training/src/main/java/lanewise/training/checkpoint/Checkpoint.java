package lanewise.training.checkpoint;

import java.nio.file.Path;
import java.util.Comparator;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file of one checkpoint. Its name tells how far the run was, so that the newest is found
 * without reading any: {@code step-000000001200-epoch-000003.safetensors}, or {@code
 * step-000000001200-epoch-000003-best.safetensors}. Checkpoints are ordered by their age, the
 * oldest first.
 *
 * @param file the file
 * @param steps the number of steps taken
 * @param epochs the number of epochs finished and validated
 * @param best whether that epoch was the best so far
 * @param complete whether the run had done everything: all its epochs, or all that early stopping
 *     left
 */
public record Checkpoint(Path file, long steps, int epochs, boolean best, boolean complete)
    implements Comparable<Checkpoint> {
  private static final Pattern NAME =
      Pattern.compile("step-(\\d{12,18})-epoch-(\\d{6,9})(-best)?(-end)?\\.safetensors");
  private static final Comparator<Checkpoint> BY_AGE =
      Comparator.comparingLong(Checkpoint::steps)
          .thenComparingInt(Checkpoint::epochs)
          .thenComparing(Checkpoint::file);

  /** Returns the checkpoint of a moment. */
  static Checkpoint in(Path folder, long steps, int epochs, boolean best, boolean complete) {
    String name =
        String.format(
            Locale.ROOT,
            "step-%012d-epoch-%06d%s%s.safetensors",
            steps,
            epochs,
            best ? "-best" : "",
            complete ? "-end" : "");
    return new Checkpoint(folder.resolve(name), steps, epochs, best, complete);
  }

  /** Returns the checkpoint of a file, or empty if the name is not of one. */
  static Optional<Checkpoint> of(Path file) {
    Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
    return name.matches()
        ? Optional.of(
            new Checkpoint(
                file,
                Long.parseLong(Objects.requireNonNull(name.group(1))),
                Integer.parseInt(Objects.requireNonNull(name.group(2))),
                name.group(3) != null,
                name.group(4) != null))
        : Optional.empty();
  }

  @Override
  public int compareTo(Checkpoint other) {
    return BY_AGE.compare(this, other);
  }
}

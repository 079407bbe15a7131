package lanewise.cli.output;

import java.util.Arrays;
import lanewise.training.TrainingResult.StopReason;

/** Why a training ended: the word that files and programs have, and what people are told. */
public final class StopWords {
  private StopWords() {}

  /** The word for it, as {@code stoppedBy} has it everywhere. */
  public static String word(StopReason reason) {
    return switch (reason) {
      case EPOCHS -> "epochs";
      case EARLY_STOPPING -> "earlyStopping";
      case TARGET -> "target";
      case TIME_LIMIT -> "timeLimit";
      case REQUEST -> "request";
      case DIVERGED -> "diverged";
    };
  }

  /** What a word means; one that is not known stands for itself. */
  public static String meaning(String word) {
    return Arrays.stream(StopReason.values())
        .filter(each -> word(each).equals(word))
        .findFirst()
        .map(StopWords::sentence)
        .orElse(word);
  }

  private static String sentence(StopReason reason) {
    return switch (reason) {
      case EPOCHS -> "all epochs are done";
      case EARLY_STOPPING -> "stopped early, as the model no longer improved";
      case TARGET -> "stopped, as the target is reached";
      case TIME_LIMIT -> "stopped at the time limit";
      case REQUEST -> "stopped on request";
      case DIVERGED -> "stopped, as the loss was no longer a number";
    };
  }
}

package lanewise.training.preflight;

import java.util.ArrayList;
import java.util.List;

/** Finds features that have the same value in every training row: they tell nothing. */
public final class DeadInputs implements PreflightCheck {
  /** Makes the check. */
  public DeadInputs() {}

  @Override
  public PreflightFinding run(Subject subject) {
    List<Integer> dead = dead(subject);
    int features = subject.featureNames().size();
    if (dead.isEmpty()) {
      return PreflightFinding.good("Each of the %s features varies.".formatted(features));
    }
    String which =
        "%s of %s features %s the same in every row: %s"
            .formatted(dead.size(), features, dead.size() == 1 ? "is" : "are", subject.names(dead));
    return dead.size() == features
        ? PreflightFinding.fault(which + "; there is nothing to learn from.")
        : PreflightFinding.note(which + "; a feature that never varies teaches nothing.");
  }

  private static List<Integer> dead(Subject subject) {
    int width = subject.featureNames().size();
    float[] first = subject.row(0);
    boolean[] varies = new boolean[width];
    subject
        .rows()
        .forEachChunk(
            (rows, features, _) -> {
              for (int i = 0; i < rows * width; i++) {
                varies[i % width] |= features[i] != first[i % width];
              }
            });
    List<Integer> dead = new ArrayList<>();
    for (int column = 0; column < width; column++) {
      if (!varies[column]) {
        dead.add(column);
      }
    }
    return dead;
  }
}

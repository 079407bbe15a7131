package lanewise.training.preflight;

import java.util.ArrayList;
import java.util.List;
import lanewise.layers.loss.Targets;

/** Finds features that have the same value in every training row: they tell nothing. */
public final class DeadInputs implements PreflightCheck {
  private static final int CHUNK = 256;

  /** Makes the check. */
  public DeadInputs() {}

  @Override
  public PreflightFinding run(Subject subject) {
    List<Integer> dead = dead(subject);
    int features = subject.featureNames().size();
    if (dead.isEmpty()) {
      return PreflightFinding.good("Each of the %d features varies.".formatted(features));
    }
    String which =
        "%d of %d features %s the same in every row: %s"
            .formatted(dead.size(), features, dead.size() == 1 ? "is" : "are", subject.names(dead));
    return dead.size() == features
        ? PreflightFinding.fault(which + "; there is nothing to learn from.")
        : PreflightFinding.note(which + "; a feature that never varies teaches nothing.");
  }

  private static List<Integer> dead(Subject subject) {
    int width = subject.featureNames().size();
    int rows = subject.rows().rows();
    int chunk = Math.min(CHUNK, rows);
    float[] features = new float[chunk * width];
    Targets targets = subject.rows().format().newTargets(chunk);
    int[] order = new int[chunk];
    float[] first = new float[width];
    boolean[] varies = new boolean[width];
    for (int done = 0; done < rows; done += chunk) {
      int count = Math.min(chunk, rows - done);
      for (int i = 0; i < count; i++) {
        order[i] = done + i;
      }
      subject.rows().gather(order, 0, count, features, targets);
      if (done == 0) {
        System.arraycopy(features, 0, first, 0, width);
      }
      for (int i = 0; i < count * width; i++) {
        varies[i % width] |= features[i] != first[i % width];
      }
    }
    List<Integer> dead = new ArrayList<>();
    for (int column = 0; column < width; column++) {
      if (!varies[column]) {
        dead.add(column);
      }
    }
    return dead;
  }
}

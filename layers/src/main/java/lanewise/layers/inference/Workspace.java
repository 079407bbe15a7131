package lanewise.layers.inference;

import lanewise.layers.Pass;

/**
 * The buffers of a run of an {@link InferencePlan}. Not safe for concurrent use: one thread at a
 * time.
 */
public final class Workspace {
  final InferencePlan plan;
  final Pass pass;

  Workspace(InferencePlan plan, Pass pass) {
    this.plan = plan;
    this.pass = pass;
  }

  /**
   * The most rows that are computed at once; a call may have more.
   *
   * @return at least 1
   */
  public int maxRows() {
    return pass.maxRows();
  }
}

package lanewise.layers.inference;

import lanewise.layers.Pass;

/**
 * The buffers of a run of one {@link InferencePlan}, made by {@link InferencePlan#newWorkspace}.
 * Plain heap memory: nothing to close.
 *
 * <p>Not safe for concurrent use: one thread at a time. Any number of workspaces may be in use at
 * once.
 */
public final class Workspace {
  private final InferencePlan plan;
  private final Pass pass;
  private final float[] input;
  private final float[] output;
  private final int maxRows;

  Workspace(InferencePlan plan, Pass pass) {
    this.plan = plan;
    this.pass = pass;
    this.input = pass.input();
    this.output = pass.output();
    this.maxRows = pass.maxRows();
  }

  /**
   * The most rows that are computed at once; a call may have more.
   *
   * @return at least 1
   */
  public int maxRows() {
    return maxRows;
  }

  InferencePlan plan() {
    return plan;
  }

  /** Rows from index 0 on, for {@link #run} to read. */
  float[] input() {
    return input;
  }

  void run(int rows) {
    pass.forward(rows);
  }

  void run(int rows, float[] in, int inOffset) {
    pass.forward(rows, in, inOffset);
  }

  /** What the last run wrote, from index 0 on. */
  float[] output() {
    return output;
  }
}

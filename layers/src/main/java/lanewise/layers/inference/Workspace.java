package lanewise.layers.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import lanewise.tensor.Workers;
import org.jspecify.annotations.Nullable;

/**
 * The buffers for runs of one {@link Program}, made by {@link Program#newWorkspace} or {@link
 * InferencePlan#newWorkspace}. They are plain heap memory; there is nothing to close.
 *
 * <pre>
 *   fill input(i) -> run(rows) -> read output(i)
 * </pre>
 *
 * <p>Steps share buffers in turn, so only inputs and outputs can be read. Not safe for concurrent
 * use: one thread at a time. Any number of workspaces may be in use at once. Runs allocate nothing.
 */
public final class Workspace {
  /** More rows at once make no call faster. */
  private static final int MOST_ROWS = 64;

  /** The values of fewer, wide rows: 64 MiB. */
  private static final int MOST_VALUES = 1 << 24;

  private final Program program;
  private final int maxRows;

  /** By source: the program's inputs, then its nodes. */
  private final List<float[]> values = new ArrayList<>();

  private final Step.Bound[] steps;

  /** The buffers of the only step that reads the only input, if it can read the caller's rows. */
  private final @Nullable StepBuffers entrance;

  Workspace(Program program, int maxRows, Workers workers) {
    this.program = program;
    this.maxRows = maxRows;
    int[] owners = BufferSharing.of(program);
    int[] widths = widths(program, owners);
    for (int source = 0; source < owners.length; source++) {
      boolean shared = owners[source] < source;
      values.add(shared ? values.get(owners[source]) : new float[maxRows * widths[source]]);
    }
    List<Program.Node> nodes = program.nodes();
    this.steps = new Step.Bound[nodes.size()];
    StepBuffers first = null;
    for (int i = 0; i < steps.length; i++) {
      Program.Node node = nodes.get(i);
      List<float[]> inputs = new ArrayList<>();
      for (int source : node.sources()) {
        inputs.add(values.get(source));
      }
      StepBuffers buffers =
          new StepBuffers(
              maxRows,
              workers,
              node.inputs(),
              inputs,
              node.output(),
              values.get(program.inputCount() + i));
      steps[i] = node.step().bind(buffers);
      first = i == 0 ? buffers : first;
    }
    this.entrance = readsInPlace(program) ? first : null;
  }

  /**
   * Returns the number of rows in the buffers that nobody chose: 64, or fewer, at least 1, where
   * they would take more than 64 MiB.
   */
  static int usualRows(Program program) {
    long values = 0;
    for (int width : widths(program, BufferSharing.of(program))) {
      values += width;
    }
    return Math.clamp(MOST_VALUES / Math.max(1, values), 1, MOST_ROWS);
  }

  /** Tests whether the first step alone reads the input, and can do so in any array. */
  private static boolean readsInPlace(Program program) {
    List<Program.Node> nodes = program.nodes();
    if (program.inputCount() > 1 || program.outputs().contains(0) || nodes.isEmpty()) {
      return false;
    }
    for (int i = 1; i < nodes.size(); i++) {
      if (nodes.get(i).sources().contains(0)) {
        return false;
      }
    }
    return nodes.getFirst().step().readsInPlace();
  }

  /** For each owner of a buffer: the size of the largest row among the sources that share it. */
  private static int[] widths(Program program, int[] owners) {
    int[] widths = new int[owners.length];
    for (int source = 0; source < owners.length; source++) {
      int owner = owners[source];
      widths[owner] = Math.max(widths[owner], program.shapeOf(source).size());
    }
    return widths;
  }

  /**
   * The most rows that are computed at once; a call of a plan may have more.
   *
   * @return at least 1
   */
  public int maxRows() {
    return maxRows;
  }

  Program program() {
    return program;
  }

  /**
   * The array to which the caller writes rows before {@link #run}.
   *
   * @param index the input's place in {@link Program#inputShapes()}
   * @return maxRows rows of one example each, row-major
   */
  public float[] input(int index) {
    return values.get(Objects.checkIndex(index, program.inputCount()));
  }

  /**
   * An output of the last run.
   *
   * @param index the output's place in {@link Program#outputShapes()}
   * @return maxRows rows of one example's output each; those of the last run are valid
   */
  public float[] output(int index) {
    return values.get(program.outputs().get(index));
  }

  /**
   * Runs the program on the first rows of the inputs.
   *
   * @param rows the number of rows, 1 to maxRows
   * @throws IllegalArgumentException if there are no rows or too many
   */
  public void run(int rows) {
    checkRows(rows);
    runFrom(0, rows);
  }

  /** Runs a program of one input on the caller's rows, in place if the first step can. */
  void run(int rows, float[] in, int inOffset) {
    checkRows(rows);
    float[] own = values.get(0);
    if (entrance == null) {
      System.arraycopy(in, inOffset, own, 0, rows * program.shapeOf(0).size());
      runFrom(0, rows);
      return;
    }
    entrance.readFrom(in, inOffset);
    try {
      steps[0].run(rows);
    } finally {
      entrance.readFrom(own, 0);
    }
    runFrom(1, rows);
  }

  private void runFrom(int first, int rows) {
    for (int i = first; i < steps.length; i++) {
      steps[i].run(rows);
    }
  }

  private void checkRows(int rows) {
    if (rows < 1 || rows > maxRows) {
      throw new IllegalArgumentException(
          "run: %s rows: the workspace holds 1 to %s".formatted(rows, maxRows));
    }
  }
}

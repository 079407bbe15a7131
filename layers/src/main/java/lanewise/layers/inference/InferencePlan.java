package lanewise.layers.inference;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import lanewise.layers.Model;
import lanewise.layers.file.SavedModel;
import lanewise.layers.file.Task;
import lanewise.layers.internal.ArgMax;
import lanewise.layers.internal.Room;
import lanewise.layers.internal.TextTable;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.layers.preprocessing.FeatureTransform;
import lanewise.layers.preprocessing.TargetScaler;
import lanewise.tensor.ShapeException;
import lanewise.tensor.WarmUp;
import lanewise.tensor.WeightPrecision;
import lanewise.tensor.Workers;
import lanewise.tensor.kernel.Pool;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import lanewise.tensor.kernel.gemm.TileWarmUp;
import lanewise.tensor.kernel.reduce.Reducer;
import org.jspecify.annotations.Nullable;

/**
 * A trained model compiled for prediction: layers that only training needs are removed, others are
 * merged where possible ({@link Program}), weights are packed and buffers planned. {@link
 * #toString} shows the result.
 *
 * <pre>{@code
 * InferencePlan plan = InferencePlan.load(Path.of("digits.safetensors"));
 * plan.warmUp(Duration.ofSeconds(10)); // ends when calls get no faster
 * float[] probabilities = new float[plan.outputSize()];
 * plan.probabilities(row, 0, probabilities, 0);
 * String label = plan.labels().get(plan.top1(row, 0));
 * }</pre>
 *
 * <p>A plan is a snapshot, which later training of the model does not change. It is immutable: any
 * number of threads, virtual ones too, may share it. Every call runs on the caller's thread,
 * without locks. The plan makes buffers for as many calls as run at the same time, and afterwards
 * calls allocate nothing; {@link #newWorkspace} gives a caller buffers of its own instead.
 *
 * <p>A row has the same bits alone, in any batch and on any thread. They are those of {@link
 * Model#inferencePass}, unless weights are stored in less than 32 bits or the model has a {@link
 * lanewise.layers.norm.BatchNorm} beside a {@link lanewise.layers.linear.Dense}: the two are merged
 * into one layer, whose weights are computed in double precision and rounded once, so results
 * differ in the last digits. The plan of a classifier gives the same bits as the classifier.
 *
 * <p>The first plan of a program, if its weights stay in 32 bits, computes up to 32 rows without
 * vectors, so that the first answer comes soon after the start. Then one call packs the weights,
 * while others continue as before. Both ways give the same bits. {@link #warmUp} gets this done
 * before the first request.
 *
 * <p>Values are not checked: a NaN among a row's features takes part in the computation. Arrays and
 * segments must not overlap.
 */
public final class InferencePlan {
  private final Program program;
  private final @Nullable FeatureTransform transform;
  private final @Nullable Task task;
  private final @Nullable TargetScaler targets;
  private final List<String> labels;
  private final WeightPrecision precision;
  private final Ending ending;
  private final int inputSize;
  private final int outputSize;

  /** The number of rows in the plan's own buffers. */
  private final int chunk;

  private final Pool<Workspace> workspaces;

  private InferencePlan(SavedModel saved, WeightPrecision precision) {
    Model model = saved.model();
    requireOne("input", model.inputShapes().keySet());
    requireOne("output", model.outputShapes().keySet());
    this.program = Program.of(model, precision);
    this.transform = saved.transform();
    this.task = saved.task();
    this.targets = task instanceof Task.Regression regression ? regression.scaler() : null;
    this.labels = saved.labels();
    this.precision = precision;
    this.ending = task == null ? Ending.of(program) : Ending.of(task);
    this.inputSize = transform == null ? model.inputShape().size() : transform.inputSize();
    this.outputSize = model.outputShape().size();
    this.chunk = Workspace.usualRows(program);
    this.workspaces = new Pool<>(new Maker());
  }

  private static void requireOne(String what, Collection<String> names) {
    if (names.size() != 1) {
      throw new IllegalArgumentException(
          "inference plan: the model has %s %ss %s, and a plan takes one; use Program"
              .formatted(names.size(), what, names));
    }
  }

  /**
   * Compiles a model as it is now, with weights in 32 bits.
   *
   * @param model a model with one input and one output
   * @return the plan
   * @throws IllegalArgumentException if the model has several inputs or outputs
   * @throws UnsupportedOperationException if a custom layer has parameters and does not override
   *     {@link lanewise.layers.Layer#withParameters}
   */
  public static InferencePlan of(Model model) {
    return of(model, WeightPrecision.FLOAT32);
  }

  /**
   * Compiles a model as it is now. {@link Calibration} measures what less than 32 bits change.
   *
   * @param model a model with one input and one output
   * @param precision the precision of the weights of products with 64 or more outputs
   * @return the plan
   * @throws IllegalArgumentException if the model has several inputs or outputs, or a weight is NaN
   *     or infinite and the precision is INT8
   * @throws UnsupportedOperationException if a custom layer has parameters and does not override
   *     {@link lanewise.layers.Layer#withParameters}
   */
  public static InferencePlan of(Model model, WeightPrecision precision) {
    return new InferencePlan(SavedModel.of(model), precision);
  }

  /**
   * Compiles the content of a model file, with weights in 32 bits, as {@link #of(SavedModel,
   * WeightPrecision)}.
   *
   * @param saved the content to compile
   * @return the plan
   * @throws IllegalArgumentException if the model has several inputs or outputs
   */
  public static InferencePlan of(SavedModel saved) {
    return of(saved, WeightPrecision.FLOAT32);
  }

  /**
   * Compiles the content of a model file. If it has a task, the plan transforms the features first,
   * the labels are kept, and predicted numbers are in the units of the data.
   *
   * @param saved the content to compile
   * @param precision the precision of the weights of products with 64 or more outputs
   * @return the plan
   * @throws IllegalArgumentException if the model has several inputs or outputs, or a weight is NaN
   *     or infinite and the precision is INT8
   */
  public static InferencePlan of(SavedModel saved, WeightPrecision precision) {
    return new InferencePlan(saved, precision);
  }

  /**
   * Loads and compiles a model file, with weights in 32 bits, as {@link #load(Path,
   * WeightPrecision)}.
   *
   * @param file a file that {@link SavedModel#save} wrote
   * @return the plan
   * @throws lanewise.layers.format.FormatException if the file is damaged or is not a model file
   * @throws IOException if it cannot be read
   */
  public static InferencePlan load(Path file) throws IOException {
    return load(file, WeightPrecision.FLOAT32);
  }

  /**
   * Loads and compiles a model file. Its digest is verified, so that a changed bit anywhere in it
   * is found. Whether weights are finite is not checked; {@link Model#requireFinite} does that.
   *
   * @param file a file that {@link SavedModel#save} wrote, compiled as {@link #of(SavedModel,
   *     WeightPrecision)} does
   * @param precision the precision of the weights of products with 64 or more outputs
   * @return the plan
   * @throws lanewise.layers.format.FormatException if the file is damaged or is not a model file
   * @throws IllegalArgumentException if the model has several inputs or outputs, or a weight is NaN
   *     or infinite and the precision is INT8
   * @throws IOException if it cannot be read
   */
  public static InferencePlan load(Path file, WeightPrecision precision) throws IOException {
    return of(SavedModel.load(file), precision);
  }

  /**
   * The number of values of an input row: those of the model, or the columns of a table.
   *
   * @return at least 1
   */
  public int inputSize() {
    return inputSize;
  }

  /**
   * The number of values of an output row.
   *
   * @return at least 1
   */
  public int outputSize() {
    return outputSize;
  }

  /**
   * The names of the outputs.
   *
   * @return the labels in order, or the names of numbers; empty if the plan was made from a model
   */
  public List<String> labels() {
    return labels;
  }

  /**
   * The meaning of the outputs.
   *
   * @return the task; null if the plan was made from a model
   */
  public @Nullable Task task() {
    return task;
  }

  /**
   * The transform that the plan applies to every row first. If it is a {@link ColumnTransformer},
   * it makes rows of texts.
   *
   * @return the transform; null if the plan was made from a model
   */
  public @Nullable FeatureTransform transform() {
    return transform;
  }

  /**
   * The precision of the weights of products with 64 or more outputs.
   *
   * @return the requested precision
   */
  public WeightPrecision precision() {
    return precision;
  }

  /**
   * The memory of all weights and biases.
   *
   * @return the number of bytes, including the padding of packed weights
   */
  public long weightBytes() {
    return program.weightBytes();
  }

  /**
   * The program that a call runs.
   *
   * @return the compiled model, without the transform of the features
   */
  public Program program() {
    return program;
  }

  /**
   * Makes buffers for the caller alone, for calls by one thread at a time.
   *
   * @param maxRows the most rows that are computed at once; calls with more rows run in several
   *     turns
   * @return new buffers
   * @throws IllegalArgumentException if maxRows is below 1 or the rows are more than an array holds
   */
  public Workspace newWorkspace(int maxRows) {
    return program.newWorkspace(maxRows, Workers.caller());
  }

  /**
   * Computes the outputs of one row: numbers in the units of the data if that is the task, else
   * what the model itself gives.
   *
   * @param in [inputSize] from inOffset on
   * @param inOffset the index at which the row begins
   * @param out written: [outputSize] from outOffset on
   * @param outOffset the index at which the outputs begin
   * @throws ShapeException if an array is too short or an offset negative; nothing is written then
   */
  public void predict(float[] in, int inOffset, float[] out, int outOffset) {
    predict(1, in, inOffset, out, outOffset);
  }

  /**
   * Computes the outputs of many rows: numbers in the units of the data if that is the task, else
   * what the model itself gives.
   *
   * @param rows the number of rows, at least 0
   * @param in [rows, inputSize] from inOffset on, row-major
   * @param inOffset the index at which the first row begins
   * @param out written: [rows, outputSize] from outOffset on
   * @param outOffset the index at which the first row begins
   * @throws ShapeException if an array is too short or an offset negative; nothing is written then
   */
  public void predict(int rows, float[] in, int inOffset, float[] out, int outOffset) {
    Workspace workspace = workspaces.acquire();
    try {
      predict(workspace, rows, in, inOffset, out, outOffset);
    } finally {
      workspaces.release(workspace);
    }
  }

  /**
   * Computes the outputs of many rows in the caller's own buffers.
   *
   * @param workspace a workspace made by this plan
   * @param rows the number of rows, at least 0
   * @param in [rows, inputSize] from inOffset on, row-major
   * @param inOffset the index at which the first row begins
   * @param out written: [rows, outputSize] from outOffset on
   * @param outOffset the index at which the first row begins
   * @throws ShapeException if an array is too short or an offset negative; nothing is written then
   * @throws IllegalArgumentException if the workspace belongs to another plan
   */
  public void predict(
      Workspace workspace, int rows, float[] in, int inOffset, float[] out, int outOffset) {
    requireOwn(workspace);
    requireRoom("input", "values", rows, inputSize, in.length, inOffset);
    requireRoom("output", "values", rows, outputSize, out.length, outOffset);
    int most = workspace.maxRows();
    for (int done = 0; done < rows; done += most) {
      int count = Math.min(most, rows - done);
      compute(workspace, count, in, inOffset + done * inputSize);
      int to = outOffset + done * outputSize;
      System.arraycopy(workspace.output(0), 0, out, to, count * outputSize);
      if (targets != null) {
        targets.restore(count, out, to, out, to);
      }
    }
  }

  /**
   * Computes the outputs of many rows of floats in memory on or off the heap, at any alignment, in
   * the byte order of the machine.
   *
   * @param rows the number of rows, at least 0
   * @param in [rows, inputSize] from inByteOffset on, row-major
   * @param inByteOffset the offset of the first row in bytes
   * @param out written: [rows, outputSize] from outByteOffset on
   * @param outByteOffset the offset of the first row in bytes
   * @throws ShapeException if a segment is too short or an offset negative; nothing is written then
   * @throws IllegalArgumentException if out is read-only
   * @throws IllegalStateException if a segment's memory has been closed
   * @throws WrongThreadException if a segment belongs to another thread
   */
  public void predict(
      int rows, MemorySegment in, long inByteOffset, MemorySegment out, long outByteOffset) {
    Workspace workspace = workspaces.acquire();
    try {
      predict(workspace, rows, in, inByteOffset, out, outByteOffset);
    } finally {
      workspaces.release(workspace);
    }
  }

  /**
   * Computes the outputs of many rows of floats in memory on or off the heap, in the caller's own
   * buffers.
   *
   * @param workspace a workspace made by this plan
   * @param rows the number of rows, at least 0
   * @param in [rows, inputSize] from inByteOffset on, row-major
   * @param inByteOffset the offset of the first row in bytes
   * @param out written: [rows, outputSize] from outByteOffset on
   * @param outByteOffset the offset of the first row in bytes
   * @throws ShapeException if a segment is too short or an offset negative; nothing is written then
   * @throws IllegalArgumentException if out is read-only or the workspace belongs to another plan
   * @throws IllegalStateException if a segment's memory has been closed
   * @throws WrongThreadException if a segment belongs to another thread
   */
  public void predict(
      Workspace workspace,
      int rows,
      MemorySegment in,
      long inByteOffset,
      MemorySegment out,
      long outByteOffset) {
    requireOwn(workspace);
    long inRow = (long) Float.BYTES * inputSize;
    long outRow = (long) Float.BYTES * outputSize;
    requireRoom("input", "bytes", rows, inRow, in.byteSize(), inByteOffset);
    requireRoom("output", "bytes", rows, outRow, out.byteSize(), outByteOffset);
    if (out.isReadOnly()) {
      throw new IllegalArgumentException("predict: the output is read-only");
    }
    int most = workspace.maxRows();
    float[] input = workspace.input(0);
    for (int done = 0; done < rows; done += most) {
      int count = Math.min(most, rows - done);
      MemorySegment.copy(
          in,
          ValueLayout.JAVA_FLOAT_UNALIGNED,
          inByteOffset + done * inRow,
          input,
          0,
          count * inputSize);
      if (transform != null) {
        transform.transform(count, input, 0, input, 0);
      }
      workspace.run(count);
      if (targets != null) {
        targets.restore(count, workspace.output(0), 0, workspace.output(0), 0);
      }
      long to = outByteOffset + done * outRow;
      MemorySegment.copy(
          workspace.output(0), 0, out, ValueLayout.JAVA_FLOAT_UNALIGNED, to, count * outputSize);
    }
  }

  /** Computes the outputs of the rows into the workspace. */
  private void compute(Workspace workspace, int rows, float[] in, int inOffset) {
    if (transform == null) {
      workspace.run(rows, in, inOffset);
    } else {
      transform.transform(rows, in, inOffset, workspace.input(0), 0);
      workspace.run(rows);
    }
  }

  /**
   * Returns the index of the largest output of a row; for a classifier, the index of its label.
   *
   * @param in [inputSize] from inOffset on
   * @param inOffset the index at which the row begins
   * @return the index from 0, the first of equals
   * @throws ShapeException if the array is too short or the offset negative
   * @throws IllegalArgumentException if an output is NaN
   * @throws IllegalStateException if the model has one output or its task is not to tell classes
   *     apart; {@link #predict} gives the outputs
   */
  public int top1(float[] in, int inOffset) {
    requireSeveral();
    Room.require("top1", "input", "values", 1, inputSize, in.length, inOffset);
    Workspace workspace = workspaces.acquire();
    try {
      compute(workspace, 1, in, inOffset);
      return largest(0, workspace.output(0), 0);
    } finally {
      workspaces.release(workspace);
    }
  }

  /**
   * Computes the index of the largest output of each of many rows.
   *
   * @param rows the number of rows, at least 0
   * @param in [rows, inputSize] from inOffset on, row-major
   * @param inOffset the index at which the first row begins
   * @param out written: [rows] from outOffset on; each from 0, the first of equals
   * @param outOffset the index at which the first row's result is written
   * @throws ShapeException if an array is too short or an offset negative; nothing is written then
   * @throws IllegalArgumentException if an output is NaN; the message names the row
   * @throws IllegalStateException if the model has one output or its task is not to tell classes
   *     apart; {@link #predict} gives the outputs
   */
  public void top1(int rows, float[] in, int inOffset, int[] out, int outOffset) {
    requireSeveral();
    Room.require("top1", "input", "values", rows, inputSize, in.length, inOffset);
    Room.require("top1", "output", "values", rows, 1, out.length, outOffset);
    Workspace workspace = workspaces.acquire();
    try {
      for (int done = 0; done < rows; done += chunk) {
        int count = Math.min(chunk, rows - done);
        compute(workspace, count, in, inOffset + done * inputSize);
        for (int r = 0; r < count; r++) {
          out[outOffset + done + r] = largest(done + r, workspace.output(0), r * outputSize);
        }
      }
    } finally {
      workspaces.release(workspace);
    }
  }

  private void requireSeveral() {
    if (outputSize < 2) {
      throw new IllegalStateException("top1: the model has one output: use predict");
    }
    if (ending == Ending.NUMBERS || ending == Ending.LABELS) {
      throw new IllegalStateException(
          "top1: the outputs of the model are not classes that exclude each other: use "
              + (ending == Ending.NUMBERS ? "predict" : "probabilities"));
    }
  }

  private int largest(int row, float[] outputs, int from) {
    int best = ArgMax.of(outputs, from, outputSize);
    if (Float.isNaN(outputs[from + best])) {
      throw new IllegalArgumentException(
          "top1: output %s of row %s is NaN: are its features finite?".formatted(best, row));
    }
    return best;
  }

  /**
   * Computes the probabilities of the classes for one row: {@link #probabilities(int, float[], int,
   * float[], int)}.
   *
   * @param in [inputSize] from inOffset on
   * @param inOffset the index at which the row begins
   * @param out written: [outputSize] from outOffset on
   * @param outOffset the index at which the probabilities begin
   * @throws ShapeException if an array is too short or an offset negative; nothing is written then
   * @throws IllegalStateException if the model's outputs are not one number per class
   */
  public void probabilities(float[] in, int inOffset, float[] out, int outOffset) {
    probabilities(1, in, inOffset, out, outOffset);
  }

  /**
   * Computes the probabilities of the classes for many rows. They are the softmax of the outputs,
   * or the outputs themselves if the model ends in a {@link lanewise.layers.activation.Softmax}, or
   * their exponential if it ends in a {@link lanewise.layers.activation.LogSoftmax} (the plan of a
   * classifier applies the softmax, as the classifier does). If the task is several labels that do
   * not exclude each other, they are the sigmoid of each output.
   *
   * @param rows the number of rows, at least 0
   * @param in [rows, inputSize] from inOffset on, row-major
   * @param inOffset the index at which the first row begins
   * @param out written: [rows, outputSize] from outOffset on
   * @param outOffset the index at which the first row begins
   * @throws ShapeException if an array is too short or an offset negative; nothing is written then
   * @throws IllegalStateException if the task is to predict numbers, or there is no task and the
   *     model has one output, outputs in several dimensions, or ends in a sigmoid for each: use
   *     {@link #predict} then
   */
  public void probabilities(int rows, float[] in, int inOffset, float[] out, int outOffset) {
    requireProbabilities();
    predict(rows, in, inOffset, out, outOffset);
    int classes = outputSize;
    if (ending == Ending.LOGITS) {
      Reducer.softmax(false, rows, classes, 1, out, outOffset, classes, 1, out, outOffset);
    } else if (ending == Ending.LOG_PROBABILITIES) {
      ElementwiseVariants.KERNEL.unary(UnaryOp.EXP, rows * classes, out, outOffset, out, outOffset);
    } else if (ending == Ending.LABELS) {
      ElementwiseVariants.KERNEL.unary(
          UnaryOp.SIGMOID, rows * classes, out, outOffset, out, outOffset);
    }
  }

  /**
   * Tests whether {@link #probabilities(int, float[], int, float[], int)} may be called.
   *
   * @return true if the outputs are one number for each of several classes or labels
   */
  public boolean givesProbabilities() {
    return ending != Ending.OTHER && ending != Ending.NUMBERS;
  }

  /**
   * Refuses a plan that does not give probabilities.
   *
   * @return this plan
   * @throws IllegalStateException as {@link #probabilities(int, float[], int, float[], int)}
   */
  public InferencePlan requireProbabilities() {
    if (!givesProbabilities()) {
      throw new IllegalStateException(
          "probabilities: the model's outputs "
              + program.outputShapes().firstEntry().getValue()
              + " are not one number for each of several classes: use predict");
    }
    return this;
  }

  private void requireOwn(Workspace workspace) {
    if (workspace.program() != program) {
      throw new IllegalArgumentException("predict: the workspace belongs to another plan");
    }
  }

  private static void requireRoom(
      String what, String unit, int rows, long rowSize, long size, long offset) {
    Room.require("predict", what, unit, rows, rowSize, size, offset);
  }

  /**
   * Warms up single rows and batches: runs {@link #warmUp(int, Duration)} with 64 rows, fewer where
   * a row takes more than a megabyte, for at most half of the limit, then with one row for what is
   * left of it, at least half.
   *
   * @param atMost the limit, above 0; it is exceeded as that method says
   * @return all calls and the time they took; for calls with one row, the times of the first and
   *     the last call and the bytes allocated; settled only if both forms have settled
   * @throws IllegalArgumentException if the limit is zero or negative
   */
  public WarmUp warmUp(Duration atMost) {
    long limit = nanos(atMost);
    float[] in = new float[inputSize];
    float[] out = new float[outputSize];
    long start = System.nanoTime();
    call(1, in, out);
    long first = System.nanoTime() - start;
    WarmUp batch = warmUp(chunk, Duration.ofNanos(Math.max(1, limit / 2 - first)));
    long left = start + limit - System.nanoTime();
    WarmUp row = warmUp(1, Duration.ofNanos(Math.max(left, Math.max(1, limit / 2))));
    return new WarmUp(
        1 + batch.calls() + row.calls(),
        (System.nanoTime() - start) / 1e6,
        first / 1e3,
        row.lastMicroseconds(),
        row.bytesPerCall(),
        row.settled() && batch.settled(),
        row.vectorBits());
  }

  /**
   * Warms up calls with the given number of rows. Runs first the kernels by themselves, for at most
   * half of the limit, then calls with rows of zeros until the time of a call no longer falls or
   * the limit is reached. Afterwards the code is compiled and its classes are loaded. A service
   * that predicts one row at a time need not wait for the kernels of batches.
   *
   * <p>A call that has begun ends, however long it takes. So calls begin with one row, and get more
   * only where they are expected to end in time: what comes after the limit is a call with one row,
   * or one that took longer than those before it.
   *
   * @param rows the number of rows of a call
   * @param atMost the limit, above 0
   * @return all calls and the time they took; of those with that number of rows, or with fewer if
   *     the limit came before, the times of the first and the last, and the bytes that the last
   *     allocated; settled only if that number was reached
   * @throws IllegalArgumentException if there are no rows or the limit is zero or negative
   */
  public WarmUp warmUp(int rows, Duration atMost) {
    if (rows < 1) {
      throw new IllegalArgumentException("warm-up: " + rows + " rows; use 1 or more");
    }
    long limit = nanos(atMost);
    float[] in = new float[Room.values("warm-up", rows, inputSize)];
    float[] out = new float[Room.values("warm-up", rows, outputSize)];
    LongConsumer kernels = rows > 1 ? TileWarmUp::manyRows : TileWarmUp::oneRow;
    return new PlanWarmUp(count -> call(count, in, out), kernels, System::nanoTime)
        .run(rows, limit);
  }

  private static long nanos(Duration atMost) {
    if (atMost.isNegative() || atMost.isZero()) {
      throw new IllegalArgumentException("warm-up: the limit is " + atMost + "; use more than 0");
    }
    return atMost.toNanos();
  }

  private void call(int rows, float[] in, float[] out) {
    if (givesProbabilities()) {
      probabilities(rows, in, 0, out, 0);
    } else {
      predict(rows, in, 0, out, 0);
    }
  }

  /** Returns a table of the steps that a call runs, and the memory of the weights. */
  @Override
  public String toString() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(List.of("step", "work", "input", "output", "weights", "bytes"));
    if (transform != null) {
      String to = program.inputShapes().firstEntry().getValue().toString();
      lines.add(
          transform instanceof ColumnTransformer
              ? List.of(
                  "columns", "fill, one-hot, (x - mean) * scale", "[" + inputSize + "]", to, "", "")
              : List.of("scaler", "(x - mean) * scale", to, to, "", ""));
    }
    for (Program.Node node : program.nodes()) {
      Step step = node.step();
      boolean weights = step.weightBytes() > 0;
      lines.add(
          List.of(
              node.name(),
              String.join(" + ", step.kinds()),
              node.inputs().getFirst().toString(),
              node.output().toString(),
              weights ? step.precision().name().toLowerCase(Locale.ROOT) : "",
              weights ? Long.toString(step.weightBytes()) : ""));
    }
    if (targets != null) {
      String to = program.outputShapes().firstEntry().getValue().toString();
      lines.add(List.of("targets", "x * deviation + mean", to, to, "", ""));
    }
    lines.add(List.of("total", "", "", "", "", Long.toString(weightBytes())));
    return TextTable.of(lines, 5);
  }

  /** A class, since the first lambda of a program takes some milliseconds. */
  private final class Maker implements Supplier<Workspace> {
    @Override
    public Workspace get() {
      return newWorkspace(chunk);
    }
  }
}

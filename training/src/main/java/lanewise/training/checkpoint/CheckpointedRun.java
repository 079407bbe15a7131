package lanewise.training.checkpoint;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.LongSupplier;
import lanewise.training.CheckpointReport;
import lanewise.training.TrainingResult;
import lanewise.training.TrainingRun;
import lanewise.training.TrainingState;
import lanewise.training.state.Memory;
import lanewise.training.state.MemoryFile;
import org.jspecify.annotations.Nullable;

/**
 * A training run whose state is saved as it goes: see {@link Checkpoints}.
 *
 * <p>A checkpoint that is due is copied on the thread that trains, and written to the disk by
 * another. The copy takes the time of a memory copy, and memory for at most two further states: the
 * weights, the weights of the best epoch, and what the optimizer remembers. Where the disk is
 * slower than checkpoints come due, the newest copy replaces one that still waits, so that the
 * training does not wait for the disk, and what is on the disk is at most one checkpoint behind.
 * Only the checkpoint of a best epoch, {@link #save} and the end of the run wait. Steps without a
 * checkpoint allocate nothing.
 *
 * <p>A checkpoint that cannot be written ends the run: the next call throws {@link
 * CheckpointException}, and the checkpoints before it are as they were. A state whose weights are
 * not all finite, and one of a run that has diverged, are not saved, because nothing can continue
 * from them.
 *
 * <p>Not safe for concurrent use, except {@link #flush}.
 */
public final class CheckpointedRun implements AutoCloseable {
  private final Checkpoints settings;
  private final TrainingRun run;
  private final RunIdentity identity;
  private final CheckpointListener listener;
  private final LongSupplier clock;
  private final CheckpointFolder folder;
  private final Intervals intervals;
  private final CheckpointWriter writer;

  /** What the thread that writes has written, and the run's listener has not heard of. */
  private final Queue<CheckpointReport> written = new ConcurrentLinkedQueue<>();

  /** Whether the folder may be written to: it is empty, or its checkpoints are this run's. */
  private boolean owned;

  /** The epochs that have been looked at, so that each is offered as the best once. */
  private int seenEpochs;

  /** The differences from the run that is continued. */
  private List<String> accepted = List.of();

  /** The last snapshot, so that no state is saved twice. */
  private @Nullable Checkpoint last;

  private CheckpointedRun(
      Checkpoints settings,
      TrainingRun run,
      RunIdentity identity,
      CheckpointListener listener,
      LongSupplier clock,
      CheckpointFolder folder) {
    this.settings = settings;
    this.run = run;
    this.identity = identity;
    this.listener = listener;
    this.clock = clock;
    this.folder = folder;
    this.intervals = new Intervals(settings);
    this.writer = new CheckpointWriter(this::write, () -> run.state().memory());
    intervals.reset(run.steps(), run.epochs(), clock.getAsLong());
    this.seenEpochs = run.epochs();
  }

  static CheckpointedRun start(
      Checkpoints settings,
      TrainingRun run,
      RunIdentity identity,
      CheckpointListener listener,
      LongSupplier clock)
      throws IOException {
    CheckpointFolder folder = CheckpointFolder.open(settings.folder(), listener);
    try {
      return new CheckpointedRun(settings, run, identity, listener, clock, folder);
    } catch (Throwable noRoom) {
      folder.release();
      throw noRoom;
    }
  }

  /**
   * Returns the checkpoints in the folder.
   *
   * @return by age, the oldest first; whether they are whole is not looked at
   * @throws IOException if the folder cannot be listed
   */
  public List<Checkpoint> checkpoints() throws IOException {
    return folder.checkpoints();
  }

  /**
   * Continues from the newest checkpoint that is whole. One that is damaged or cut short is passed
   * over with a warning, and the one before it is used. After that the run continues with the bits
   * of a run that was never interrupted.
   *
   * @return the checkpoint, or empty if there is none and the run begins at its start
   * @throws ChangedRunException if the checkpoint is of another job, model or other data; the
   *     message names the differences, and nothing is changed
   * @throws IOException if there are checkpoints, but none that is whole
   */
  public Optional<Checkpoint> resume() throws IOException {
    return resume(Set.of());
  }

  /**
   * Continues as {@link #resume()} does, and accepts that some settings are others now: for
   * example, a smaller learning rate after a divergence. The run then has its own bits from there
   * on. {@link #accepted} says what is different.
   *
   * @param mayChange the names of the facts of the identity that may differ
   * @return the checkpoint, or empty if there is none and the run begins at its start
   * @throws ChangedRunException if anything else differs; the message names it, and nothing is
   *     changed
   * @throws IOException if there are checkpoints, but none that is whole
   */
  public Optional<Checkpoint> resume(Set<String> mayChange) throws IOException {
    Optional<CheckpointFolder.Read> newest = folder.newest();
    owned = true;
    if (newest.isEmpty()) {
      return Optional.empty();
    }
    Checkpoint checkpoint = newest.get().checkpoint();
    MemoryFile content = newest.get().content();
    RunIdentity saved = RunIdentity.fromNotes(content.notes());
    List<String> changes = identity.without(mayChange).changesSince(saved.without(mayChange));
    if (!changes.isEmpty()) {
      owned = false;
      throw new ChangedRunException(checkpoint, changes);
    }
    try {
      run.restore(TrainingState.of(content.memory()));
    } catch (IllegalArgumentException other) {
      owned = false;
      throw new ChangedRunException(checkpoint, List.of(String.valueOf(other.getMessage())));
    }
    accepted = identity.changesSince(saved);
    last = checkpoint;
    seenEpochs = run.epochs();
    intervals.reset(run.steps(), run.epochs(), clock.getAsLong());
    return Optional.of(checkpoint);
  }

  /**
   * Returns how the run differs from the one whose checkpoint it continues from.
   *
   * @return each difference that {@link #resume(Set)} has accepted, as a clause such as "learning
   *     rate was 0.1 and is 0.2"; empty if there is none, or the run began at its start
   */
  public List<String> accepted() {
    return accepted;
  }

  /**
   * Removes the checkpoints in the folder, the oldest first, so that this run begins anew in it.
   *
   * @throws IOException if one cannot be removed
   */
  public void discard() throws IOException {
    folder.removeAll();
    last = null;
    owned = true;
  }

  /**
   * Takes a step of the run, and a snapshot if a checkpoint is due.
   *
   * @return true if there is more to do, false once the run is over
   * @throws CheckpointException if a checkpoint could not be written
   * @throws IllegalStateException if the folder has checkpoints of another run
   */
  public boolean step() {
    requireOwned();
    boolean more = run.step();
    afterStep();
    return more;
  }

  /**
   * Runs all remaining steps as {@link TrainingRun#finish()} does, and saves the last state, from
   * which a run with more epochs can continue.
   *
   * @return the result of the run
   * @throws CheckpointException if a checkpoint could not be written; the model then has the
   *     weights of the best epoch so far
   * @throws IllegalStateException if the folder has checkpoints of another run
   */
  public TrainingResult finish() {
    requireOwned();
    return run.finish(this::afterStep);
  }

  /** Nobody loses the checkpoints of a run by starting another in its folder. */
  private void requireOwned() {
    if (owned) {
      return;
    }
    try {
      List<Checkpoint> others = folder.checkpoints();
      if (!others.isEmpty()) {
        throw new IllegalStateException(
            "checkpoints: %s has %s of an earlier run: resume from them, or remove them"
                .formatted(settings.folder(), others.size()));
      }
      owned = true;
    } catch (IOException failure) {
      throw new CheckpointException(String.valueOf(failure.getMessage()), failure);
    }
  }

  private void afterStep() {
    writer.requireNoFailure();
    if (run.isOver()) {
      save();
      tell();
      return;
    }
    tell();
    int epochs = run.epochs();
    boolean best = epochs > seenEpochs && run.bestEpoch() == epochs;
    seenEpochs = epochs;
    boolean keep = best && settings.keepBest();
    long time = clock.getAsLong();
    if (keep || intervals.isDue(run.steps(), epochs, time)) {
      take(best, keep);
    }
  }

  /**
   * Saves the state now, and waits until it is on the disk. Does nothing if the run has diverged,
   * or the state is that of the last checkpoint.
   *
   * @throws CheckpointException if a checkpoint could not be written
   * @throws IllegalStateException if the folder has checkpoints of another run
   */
  public void save() {
    requireOwned();
    int epochs = run.epochs();
    boolean best = epochs > seenEpochs && run.bestEpoch() == epochs;
    seenEpochs = epochs;
    take(best, true);
    writer.flush();
  }

  private void take(boolean best, boolean mustBeKept) {
    Checkpoint now =
        Checkpoint.in(settings.folder(), run.steps(), run.epochs(), best, run.isComplete());
    boolean isSaved = last != null && last.steps() == now.steps() && last.epochs() == now.epochs();
    if (isSaved || run.hasDiverged()) {
      return;
    }
    writer.take(run, now, mustBeKept);
    last = now;
    intervals.reset(now.steps(), now.epochs(), clock.getAsLong());
  }

  /** Tells the run's listener, on the thread that trains, of what has been written meanwhile. */
  private void tell() {
    for (CheckpointReport each = written.poll(); each != null; each = written.poll()) {
      run.tell(each);
    }
  }

  /** Runs on the thread that writes. */
  private void write(Checkpoint checkpoint, Memory memory) throws IOException {
    Optional<String> bad = notFinite(memory.part("weights"));
    if (bad.isPresent()) {
      listener.onWarning(
          "checkpoints: the state after step %s is not saved: %s has values that are not finite"
              .formatted(checkpoint.steps(), bad.get()));
      return;
    }
    long began = System.nanoTime();
    folder.write(checkpoint, new MemoryFile(memory, identity.toNotes()));
    written.add(
        new CheckpointReport(
            checkpoint.file(),
            checkpoint.steps(),
            checkpoint.epochs(),
            Files.size(checkpoint.file()),
            (System.nanoTime() - began) * 1e-9));
    folder.prune(settings.keepLast(), settings.keepBest());
    listener.onSaved(checkpoint);
  }

  private static Optional<String> notFinite(Memory weights) {
    for (String name : weights.names()) {
      for (float value : weights.floats(name)) {
        if (!Float.isFinite(value)) {
          return Optional.of(name);
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Waits until the checkpoints that were taken are on the disk. Any thread may call it: for
   * example, one that ends the process.
   *
   * @throws CheckpointException if one could not be written
   */
  public void flush() {
    writer.flush();
  }

  /**
   * Writes the checkpoints that were taken, and releases the folder.
   *
   * @throws CheckpointException if one could not be written and no other call has said so
   */
  @Override
  public void close() {
    try {
      writer.close();
    } finally {
      folder.release();
    }
  }
}

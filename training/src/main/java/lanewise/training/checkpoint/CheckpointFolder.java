package lanewise.training.checkpoint;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import lanewise.tensor.io.AtomicFiles;
import lanewise.tensor.io.Folders;
import lanewise.training.state.MemoryFile;

/**
 * The folder of one run's checkpoints, locked while a process trains into it. The lock is the
 * system's own: it ends with the process, however that ends.
 */
final class CheckpointFolder {
  private static final String LOCK = ".lock";
  private static final Pattern TEMPORARY = Pattern.compile("\\.(.+)\\.[0-9a-f-]{36}\\.tmp");

  /**
   * The folders that trainings of this process use. Another one here must not even open the file of
   * the lock: POSIX drops all locks that a process has on a file as soon as the process closes any
   * channel of it.
   */
  private static final Set<Path> IN_USE = ConcurrentHashMap.newKeySet();

  private final Path folder;
  private final CheckpointListener listener;

  /** The folder among {@link #IN_USE}. */
  private final Path real;

  private final FileChannel lock;

  /** The checkpoints that were found damaged: they are kept, and count for nothing. */
  private final Set<Path> damaged = ConcurrentHashMap.newKeySet();

  private CheckpointFolder(Path folder, CheckpointListener listener, Path real, FileChannel lock) {
    this.folder = folder;
    this.listener = listener;
    this.real = real;
    this.lock = lock;
  }

  /** The content of a checkpoint and its file. */
  record Read(Checkpoint checkpoint, MemoryFile content) {}

  static CheckpointFolder open(Path folder, CheckpointListener listener) throws IOException {
    try {
      Files.createDirectories(folder);
      Path real = folder.toRealPath();
      if (!IN_USE.add(real)) {
        throw new FolderInUseException(folder);
      }
      try {
        return locked(folder, listener, real);
      } catch (Throwable failure) {
        IN_USE.remove(real);
        throw failure;
      }
    } catch (FolderInUseException used) {
      throw used;
    } catch (IOException failure) {
      throw new IOException(
          "checkpoints: cannot use %s: %s".formatted(folder, AtomicFiles.reason(failure)), failure);
    }
  }

  private static CheckpointFolder locked(Path folder, CheckpointListener listener, Path real)
      throws IOException {
    FileChannel lock =
        FileChannel.open(folder.resolve(LOCK), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (!isTaken(lock, folder, listener)) {
        throw new FolderInUseException(folder);
      }
      CheckpointFolder opened = new CheckpointFolder(folder, listener, real, lock);
      opened.removeLeftovers();
      return opened;
    } catch (Throwable failure) {
      closeAfter(failure, lock);
      throw failure;
    }
  }

  /** Returns whether the folder is ours from now on. */
  private static boolean isTaken(FileChannel channel, Path folder, CheckpointListener listener) {
    try {
      FileLock taken = channel.tryLock();
      return taken != null;
    } catch (OverlappingFileLockException ofAnotherClassLoader) {
      return false;
    } catch (IOException noLocksHere) {
      listener.onWarning(
          "%s is on a file system without locks (%s): do not train into it twice at a time"
              .formatted(folder, AtomicFiles.reason(noLocksHere)));
      return true;
    }
  }

  private static void closeAfter(Throwable failure, FileChannel channel) {
    try {
      channel.close();
    } catch (IOException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  /** All that is in the folder, or the failure of the platform, which does not name the folder. */
  private List<Path> files() throws IOException {
    try {
      return Folders.entries(folder);
    } catch (IOException named) {
      throw named.getCause() instanceof IOException failure ? failure : named;
    }
  }

  private void removeLeftovers() throws IOException {
    Set<Path> targets = new HashSet<>();
    for (Path file : files()) {
      Matcher name = TEMPORARY.matcher(String.valueOf(file.getFileName()));
      if (name.matches()) {
        Path target = folder.resolve(Objects.requireNonNull(name.group(1)));
        if (Checkpoint.of(target).isPresent()) {
          targets.add(target);
        }
      }
    }
    for (Path target : targets) {
      AtomicFiles.removeLeftovers(target);
    }
  }

  /** Returns the checkpoints by age, the oldest first. */
  List<Checkpoint> checkpoints() throws IOException {
    List<Checkpoint> found = new ArrayList<>();
    try {
      for (Path file : files()) {
        Checkpoint.of(file).ifPresent(found::add);
      }
    } catch (IOException failure) {
      throw new IOException(
          "checkpoints: cannot list %s: %s".formatted(folder, AtomicFiles.reason(failure)),
          failure);
    }
    Collections.sort(found);
    return found;
  }

  /**
   * Reads the newest checkpoint that is whole. Warns of every newer one.
   *
   * @return empty if there is no checkpoint at all
   * @throws IOException if there are checkpoints, but none that is whole
   */
  Optional<Read> newest() throws IOException {
    List<Checkpoint> all = checkpoints();
    IOException first = null;
    for (Checkpoint each : all.reversed()) {
      try {
        return Optional.of(new Read(each, MemoryFile.read(each.file())));
      } catch (IOException unreadable) {
        damaged.add(each.file());
        listener.onWarning(
            "%s; the checkpoint before it is used".formatted(unreadable.getMessage()));
        first = first == null ? unreadable : first;
      }
    }
    if (first != null) {
      throw new IOException(
          "checkpoints: none of the %s in %s can be read: %s"
              .formatted(all.size(), folder, first.getMessage()),
          first);
    }
    return Optional.empty();
  }

  /** Writes a checkpoint whole or not at all. */
  void write(Checkpoint checkpoint, MemoryFile content) throws IOException {
    content.write(checkpoint.file());
    damaged.remove(checkpoint.file());
  }

  /** Removes all checkpoints but the newest ones, and the newest of a best epoch. */
  void prune(int keepLast, boolean keepBest) {
    try {
      List<Checkpoint> whole = new ArrayList<>(checkpoints());
      whole.removeIf(each -> damaged.contains(each.file()));
      List<Checkpoint> old = whole.subList(0, Math.max(0, whole.size() - keepLast));
      Optional<Checkpoint> best =
          whole.reversed().stream().filter(each -> keepBest && each.best()).findFirst();
      for (Checkpoint each : old) {
        if (!best.equals(Optional.of(each))) {
          Files.deleteIfExists(each.file());
        }
      }
    } catch (IOException failure) {
      listener.onWarning(
          "checkpoints: an old one in %s cannot be removed: %s"
              .formatted(folder, AtomicFiles.reason(failure)));
    }
  }

  /** Removes all checkpoints, the oldest first. */
  void removeAll() throws IOException {
    for (Checkpoint each : checkpoints()) {
      try {
        Files.deleteIfExists(each.file());
      } catch (IOException failure) {
        throw new IOException(
            "checkpoints: cannot remove %s: %s".formatted(each.file(), AtomicFiles.reason(failure)),
            failure);
      }
    }
  }

  /** Releases the folder for others. */
  void release() {
    try {
      lock.close();
    } catch (IOException failure) {
      listener.onWarning(
          "checkpoints: %s cannot be released: %s".formatted(folder, AtomicFiles.reason(failure)));
    } finally {
      IN_USE.remove(real); // after the lock, as closing it later would drop that of the next one
    }
  }
}

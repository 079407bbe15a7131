package lanewise.tensor.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes files whole or not at all: at every moment, also after a crash or a power cut, the name
 * holds either the old content or the new one.
 *
 * <p>The content goes to a file beside the target, is forced to the disk, and is then moved over
 * the target in one step; afterwards the folder is forced to the disk, so that the move lasts too.
 * Where anything fails before the move, the half-written file is removed and the target is as it
 * was. Where the folder cannot be forced after the move, the target has its new content, and an
 * {@link UnforcedFileException} says so. On systems that do not open folders, such as Windows, the
 * move lasts as soon as the system writes it.
 *
 * <p>An interrupt of the thread before the move is a failure; one that comes later changes nothing.
 * The thread stays interrupted in both cases.
 *
 * <p>Pipes and devices are refused: they would become files. Missing parent folders are created. A
 * target that is a symbolic link stays a link, and the file it names is replaced, or created where
 * there is none yet. Where the system has POSIX permissions, a replaced file keeps those it had,
 * and nobody else may read the half-written file meanwhile; a file that is new has the permissions
 * of a newly created one. Its owner is the owner of the process.
 *
 * <p>A process that is killed can leave its half-written file behind: {@link #removeLeftovers}.
 *
 * <p>Safe to call from many threads; of two that write the same target, the later move wins.
 */
public final class AtomicFiles {
  private static final String SUFFIX = ".tmp";

  /** The temporary names that a write tries, if other processes take them for leftovers. */
  private static final int MOST_NAMES = 16;

  /**
   * The names of the temporary files that this process has in work, which are unique. Such a file
   * must not even be opened a second time: POSIX drops all locks that a process has on a file as
   * soon as the process closes any channel of it.
   */
  private static final Set<String> IN_WORK = ConcurrentHashMap.newKeySet();

  /** As many links as Linux follows. */
  private static final int MAX_LINKS = 40;

  private static final Set<OpenOption> NEW_FILE =
      Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  private static final Set<PosixFilePermission> OWNER =
      PosixFilePermissions.fromString("rw-------");

  /** Who has the lock that tells a file in work from a leftover. */
  private enum Lock {
    OURS,
    ANOTHER,
    /** The file system has no locks. */
    NONE
  }

  /** What goes into the file. */
  @FunctionalInterface
  public interface Content {
    /**
     * Writes all of the content.
     *
     * @param channel an empty file; positions may be set, and it must not be closed
     * @throws IOException if that fails; the target is then left as it was
     */
    void writeTo(FileChannel channel) throws IOException;
  }

  /** What goes into the file, front to back. */
  @FunctionalInterface
  public interface StreamContent {
    /**
     * Writes all of the content.
     *
     * @param out buffered; it need not be flushed and must not be closed
     * @throws IOException if that fails; the target is then left as it was
     */
    void writeTo(OutputStream out) throws IOException;
  }

  private AtomicFiles() {}

  /**
   * Writes these bytes to a file.
   *
   * @param target the file, replaced where it exists
   * @param bytes its new content
   * @throws UnforcedFileException if the target has its new content, but may lose it in a power cut
   * @throws IOException if the file cannot be written; the target is then as it was
   */
  public static void write(Path target, byte[] bytes) throws IOException {
    write(
        target,
        channel -> {
          ByteBuffer rest = ByteBuffer.wrap(bytes);
          while (rest.hasRemaining()) {
            channel.write(rest);
          }
        });
  }

  /**
   * Writes content to a file.
   *
   * @param target the file, replaced where it exists
   * @param content writes the new content; what it throws is passed on after cleaning up
   * @throws UnforcedFileException if the target has its new content, but may lose it in a power cut
   * @throws IOException if the file cannot be written; the target is then as it was. An interrupt
   *     of the thread is such a failure
   */
  public static void write(Path target, Content content) throws IOException {
    List<Path> changed = new ArrayList<>();
    try {
      Path file = resolved(target);
      Path folder = folderOf(file);
      changed.add(folder);
      createFolders(folder, changed);
      for (int names = 1; !replace(file, folder, content); names++) {
        if (names == MOST_NAMES) {
          throw new IOException("other processes remove its temporary files");
        }
      }
    } catch (IOException failure) {
      throw cannotWrite(target, failure);
    }
    try {
      force(changed);
    } catch (IOException failure) {
      throw new UnforcedFileException(target, reason(failure), failure);
    }
  }

  /**
   * Writes content to a file through a stream.
   *
   * @param target the file, replaced where it exists
   * @param content writes the new content; what it throws is passed on after cleaning up
   * @throws UnforcedFileException if the target has its new content, but may lose it in a power cut
   * @throws IOException if the file cannot be written; the target is then as it was
   */
  public static void writeStream(Path target, StreamContent content) throws IOException {
    write(
        target,
        channel -> {
          OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel));
          content.writeTo(out);
          out.flush();
        });
  }

  /**
   * Removes the half-written files that killed processes left of a target. A file that a living
   * process is writing stays: its writer holds a lock on it. So does one on a file system that has
   * no locks.
   *
   * @param target the file whose leftovers to remove; it is not touched and need not exist
   * @return how many files were removed
   * @throws IOException if the folder cannot be listed or a file not be removed
   */
  public static int removeLeftovers(Path target) throws IOException {
    int removed = 0;
    try {
      Path file = resolved(target);
      Path folder = folderOf(file);
      if (!Files.isDirectory(folder)) {
        return 0;
      }
      try (DirectoryStream<Path> all =
          Files.newDirectoryStream(folder, path -> isLeftover(path, file))) {
        for (Path leftover : all) {
          removed += removeAbandoned(leftover) ? 1 : 0;
        }
      }
    } catch (DirectoryIteratorException failure) {
      throw leftovers(target, Objects.requireNonNull(failure.getCause()));
    } catch (IOException failure) {
      throw leftovers(target, failure);
    }
    return removed;
  }

  /** Removes a half-written file unless its writer lives, which holds a lock on it. */
  private static boolean removeAbandoned(Path leftover) throws IOException {
    if (IN_WORK.contains(String.valueOf(leftover.getFileName()))) {
      return false;
    }
    try (FileChannel channel = FileChannel.open(leftover, StandardOpenOption.WRITE)) {
      return lock(channel) == Lock.OURS && Files.deleteIfExists(leftover);
    } catch (NoSuchFileException | AccessDeniedException goneOrOfSomeoneElse) {
      return false;
    }
  }

  /** Tries to take the lock of a file. */
  private static Lock lock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock() == null ? Lock.ANOTHER : Lock.OURS;
    } catch (OverlappingFileLockException ofAnotherClassLoader) {
      return Lock.ANOTHER;
    } catch (ClosedByInterruptException interrupted) {
      throw interrupted;
    } catch (IOException noLocksHere) {
      return Lock.NONE;
    }
  }

  private static IOException leftovers(Path target, IOException failure) {
    return new IOException(
        "cannot remove leftovers of " + target + ": " + reason(failure), failure);
  }

  /** Follows links, also to a file that does not exist yet. */
  private static Path resolved(Path target) throws IOException {
    if (Files.isDirectory(target)) {
      throw new FileSystemException(target.toString(), null, "it is a folder");
    }
    Path file = target.toAbsolutePath();
    for (int links = 0; Files.isSymbolicLink(file); links++) {
      if (links == MAX_LINKS) {
        throw new FileSystemException(
            target.toString(), null, "it is a link that leads back to itself");
      }
      file = file.resolveSibling(Files.readSymbolicLink(file));
    }
    if (!Files.exists(file)) {
      return file;
    }
    if (!Files.isRegularFile(file)) {
      throw new FileSystemException(
          target.toString(), null, "it is no file but a pipe or a device, which stays as it is");
    }
    return file.toRealPath();
  }

  private static Path folderOf(Path file) throws IOException {
    Path folder = file.getParent();
    if (folder == null) {
      throw new FileSystemException(file.toString(), null, "it is a folder");
    }
    return folder;
  }

  private static String prefix(Path file) {
    return "." + file.getFileName() + ".";
  }

  /** Whether a path is one of the file's temporary names: prefix, a UUID, suffix. */
  private static boolean isLeftover(Path path, Path file) {
    String name = String.valueOf(path.getFileName());
    String prefix = prefix(file);
    int length = prefix.length() + 36 + SUFFIX.length();
    return name.length() == length && name.startsWith(prefix) && name.endsWith(SUFFIX);
  }

  /** Creates missing folders, and notes the folders that have a new entry by that. */
  private static void createFolders(Path folder, List<Path> changed) throws IOException {
    for (Path each = folder; each != null && !Files.exists(each); each = each.getParent()) {
      if (each.getParent() != null) {
        changed.add(each.getParent());
      }
    }
    Files.createDirectories(folder);
  }

  /**
   * Replaces the file by way of a temporary one.
   *
   * @return false if another process took the temporary file for a leftover before it was locked;
   *     nothing has been written then
   */
  private static boolean replace(Path file, Path folder, Content content) throws IOException {
    String name = prefix(file) + UUID.randomUUID() + SUFFIX;
    Path temporary = folder.resolve(name);
    IN_WORK.add(name);
    try {
      return replaceBy(temporary, file, content);
    } catch (Throwable failure) {
      removeAfter(failure, temporary);
      throw failure;
    } finally {
      IN_WORK.remove(name);
    }
  }

  /** Writes the temporary file, and moves it while it is still locked. */
  private static boolean replaceBy(Path temporary, Path file, Content content) throws IOException {
    Set<PosixFilePermission> permissions = permissionsOf(file);
    boolean moved = false;
    try (FileChannel channel = create(temporary, permissions)) {
      if (lock(channel) == Lock.ANOTHER || !Files.exists(temporary)) {
        return false;
      }
      content.writeTo(channel);
      if (permissions != null) {
        Files.setPosixFilePermissions(temporary, permissions);
      }
      channel.force(true);
      Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      moved = true;
    } catch (IOException failure) {
      if (!moved) {
        throw failure;
      }
      // Only closing failed: the file has been forced and moved, and cannot lose anything by that.
    }
    return true;
  }

  /** Creates the temporary file, for the owner alone where it replaces a file. */
  private static FileChannel create(Path temporary, @Nullable Set<PosixFilePermission> permissions)
      throws IOException {
    return permissions == null
        ? FileChannel.open(temporary, NEW_FILE)
        : FileChannel.open(temporary, NEW_FILE, PosixFilePermissions.asFileAttribute(OWNER));
  }

  /** Returns the permissions of a file, or null if it does not exist or the system has none. */
  private static @Nullable Set<PosixFilePermission> permissionsOf(Path file) throws IOException {
    PosixFileAttributeView view = Files.getFileAttributeView(file, PosixFileAttributeView.class);
    return view == null || !Files.exists(file) ? null : view.readAttributes().permissions();
  }

  private static void removeAfter(Throwable failure, Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  /**
   * Makes the move itself last. The files are what they are by now, so an interrupt must not keep
   * it from that: it is put off.
   */
  private static void force(List<Path> folders) throws IOException {
    boolean interrupted = false;
    try {
      for (Path folder : folders) {
        boolean done = false;
        while (!done) {
          interrupted |= Thread.interrupted();
          try {
            force(folder);
            done = true;
          } catch (ClosedByInterruptException again) {
            interrupted = true;
          }
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static void force(Path folder) throws IOException {
    try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
      channel.force(true);
    } catch (AccessDeniedException notOnThisPlatform) {
      // Windows opens no folders; there it is up to the system.
    }
  }

  /**
   * A failure to write, told with the name of the file: what the platform throws from an open file
   * does not know it.
   *
   * @param file the file that was written
   * @param failure what the platform threw; the cause of the result
   * @return "cannot write FILE: REASON", to be thrown
   */
  public static IOException cannotWrite(Path file, IOException failure) {
    return new IOException("cannot write " + file + ": " + reason(failure), failure);
  }

  /**
   * What went wrong with a file, in a few words and without the path that many messages of the
   * platform consist of.
   *
   * @param failure a failure to read or write a file
   * @return the rest of a sentence such as "cannot read a.txt: permission denied"
   */
  public static String reason(IOException failure) {
    return switch (failure) {
      case ClosedByInterruptException _ -> "the thread was interrupted";
      case AccessDeniedException _ -> "permission denied";
      case NoSuchFileException _ -> "there is no such file or folder";
      case NotDirectoryException _ -> "a part of its path is not a folder";
      case FileAlreadyExistsException exists -> exists.getFile() + " is not a folder";
      case AtomicMoveNotSupportedException _ -> "the file system cannot replace a file in one step";
      case FileSystemException other when other.getReason() != null -> other.getReason();
      case IOException map when map.getCause() instanceof OutOfMemoryError ->
          "the system maps no further file or has no memory left";
      case IOException other when other.getMessage() != null -> other.getMessage();
      case IOException _ -> "the system does not say why";
    };
  }
}

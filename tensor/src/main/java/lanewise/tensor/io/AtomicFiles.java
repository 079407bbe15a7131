package lanewise.tensor.io;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * Writes files whole or not at all: at every moment, also after a crash or a power cut, the name
 * holds either the old content or the new one.
 *
 * <p>The content goes to a file beside the target, is forced to the disk, and is then moved over
 * the target in one step. Where writing fails, the half-written file is removed and the target is
 * as it was. A process that is killed can leave its half-written file behind: {@link
 * #removeLeftovers}.
 *
 * <p>Missing parent folders are created. A target that is a symbolic link to a file stays a link,
 * and the file it names is replaced. The new file has the permissions of a newly created one.
 *
 * <p>Safe to call from many threads; of two that write the same target, the later move wins.
 */
public final class AtomicFiles {
  private static final String SUFFIX = ".tmp";

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
   * @throws IOException if the file cannot be written; the target is then as it was. An interrupt
   *     of the thread is such a failure
   */
  public static void write(Path target, Content content) throws IOException {
    try {
      Path file = resolved(target);
      Path folder = folderOf(file);
      Files.createDirectories(folder);
      Path temporary = folder.resolve(prefix(file) + UUID.randomUUID() + SUFFIX);
      try {
        fill(temporary, content);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
      } catch (Throwable failure) {
        removeAfter(failure, temporary);
        throw failure;
      }
      force(folder);
    } catch (IOException failure) {
      throw new IOException("cannot write " + target + ": " + reason(failure), failure);
    }
  }

  /**
   * Writes content to a file through a stream.
   *
   * @param target the file, replaced where it exists
   * @param content writes the new content; what it throws is passed on after cleaning up
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
   * Removes the half-written files that killed processes left of a target. No other thread or
   * process may be writing the target at the time.
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
          removed += Files.deleteIfExists(leftover) ? 1 : 0;
        }
      }
    } catch (DirectoryIteratorException failure) {
      throw leftovers(target, new IOException("its folder cannot be listed", failure));
    } catch (IOException failure) {
      throw leftovers(target, failure);
    }
    return removed;
  }

  private static IOException leftovers(Path target, IOException failure) {
    return new IOException(
        "cannot remove leftovers of " + target + ": " + reason(failure), failure);
  }

  private static Path resolved(Path target) throws IOException {
    if (Files.isDirectory(target)) {
      throw new FileSystemException(target.toString(), null, "it is a folder");
    }
    return Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
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

  private static void fill(Path temporary, Content content) throws IOException {
    try (FileChannel channel =
        FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      content.writeTo(channel);
      channel.force(true);
    }
  }

  private static void removeAfter(Throwable failure, Path temporary) {
    try {
      Files.deleteIfExists(temporary);
    } catch (IOException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  /** Makes the move itself last. Not every platform opens folders; there it is up to the system. */
  private static void force(Path folder) throws IOException {
    FileChannel channel;
    try {
      channel = FileChannel.open(folder, StandardOpenOption.READ);
    } catch (IOException notOnThisPlatform) {
      return;
    }
    try (channel) {
      channel.force(true);
    }
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
      case IOException other when other.getMessage() != null -> other.getMessage();
      case IOException other -> other.getClass().getSimpleName();
    };
  }
}

package lanewise.cli;

import java.io.CharConversionException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.NotLinkException;
import java.nio.file.Path;
import java.util.Set;
import java.util.zip.ZipException;
import lanewise.cli.session.DivergedException;
import lanewise.cli.session.ExitCode;
import lanewise.layers.format.FormatException;
import lanewise.tensor.io.NpyFormatException;
import lanewise.tensor.io.ReadLimitException;
import lanewise.training.checkpoint.FolderInUseException;
import lanewise.training.data.DataException;
import org.jspecify.annotations.Nullable;

/**
 * The exit code of a failure that the program did not cause: whether the caller has to change
 * something, or may run the same command again. What the system said first decides, under whatever
 * sentence it was wrapped in.
 */
final class FailureCode {
  /** Longer names are refused by every usual file system. */
  private static final int LONGEST_NAME = 255;

  /**
   * What the system says of a folder that it would read or write at another time. In other
   * languages the name decides.
   */
  private static final Set<String> LACKS =
      Set.of(
          "Too many open files",
          "Too many open files in system",
          "No space left on device",
          "Disk quota exceeded",
          "Input/output error",
          "Cannot allocate memory");

  private FailureCode() {}

  static int of(Throwable failure) {
    if (failure instanceof DivergedException) {
      return ExitCode.DIVERGED;
    }
    IOException first = null;
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof FolderInUseException) {
        return ExitCode.IN_USE;
      }
      if (each instanceof InternalError) {
        return ExitCode.SYSTEM; // the JVM's word for a mapped file whose bytes are gone
      }
      first = each instanceof IOException io ? io : first;
    }
    return isOfTheSystem(first) ? ExitCode.SYSTEM : ExitCode.BAD_INPUT;
  }

  /** Whether the same call may go well another time, as nothing is wrong with names or contents. */
  private static boolean isOfTheSystem(@Nullable IOException first) {
    return switch (first) {
      case null -> false;
      case NoSuchFileException _,
          FileNotFoundException _,
          AccessDeniedException _,
          NotDirectoryException _,
          FileAlreadyExistsException _,
          DirectoryNotEmptyException _,
          FileSystemLoopException _,
          NotLinkException _,
          AtomicMoveNotSupportedException _ ->
          false;
      case FormatException _, NpyFormatException _, ReadLimitException _, DataException _ -> false;
      case EOFException _, ZipException _, CharacterCodingException _, CharConversionException _ ->
          false;
      case FileSystemException named ->
          named.getFile() == null || !isAtFault(named.getFile(), named.getReason());
      case IOException _ -> true;
    };
  }

  /** Whether a name is why the system refuses a file: it is that of something else, or no name. */
  private static boolean isAtFault(String name, @Nullable String reason) {
    Path path;
    try {
      path = Path.of(name).toAbsolutePath();
    } catch (InvalidPathException none) {
      return true;
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      return !(Files.isDirectory(path) && reason != null && LACKS.contains(reason));
    }
    for (Path each = path; each != null; each = each.getParent()) {
      boolean isParent = !each.equals(path);
      if (String.valueOf(each.getFileName()).length() > LONGEST_NAME
          || (Files.isSymbolicLink(each) && !Files.exists(each))
          || (isParent && Files.exists(each) && !Files.isDirectory(each))) {
        return true;
      }
    }
    return false;
  }
}

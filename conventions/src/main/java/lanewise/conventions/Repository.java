package lanewise.conventions;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** The files of the repository: all but build output and what editors and version control keep. */
public final class Repository {
  /** The root folder. Surefire starts the tests in the folder of their module. */
  public static final Path ROOT = Objects.requireNonNull(Path.of("").toAbsolutePath().getParent());

  private static final Set<String> SKIPPED =
      Set.of("target", "models", ".git", ".idea", ".vscode", ".settings");

  private Repository() {}

  /** All files whose path ends in {@code suffix}, in a fixed order. */
  public static List<Path> files(String suffix) {
    List<Path> files = new ArrayList<>();
    SimpleFileVisitor<Path> visitor =
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return isSkipped(folder) ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()
                && file.toString().endsWith(suffix)
                && !isSkipped(file)) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        };
    try {
      Files.walkFileTree(ROOT, visitor);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Collections.sort(files);
    return files;
  }

  /** In a linked worktree .git is a file. */
  private static boolean isSkipped(Path file) {
    return SKIPPED.contains(file.getFileName().toString());
  }

  /** The file's text; a binary file is text too, of one character for each byte. */
  public static String text(Path file) {
    try {
      return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The file's name as seen from the root folder, with slashes on every system. */
  public static String name(Path file) {
    return ROOT.relativize(file).toString().replace('\\', '/');
  }
}

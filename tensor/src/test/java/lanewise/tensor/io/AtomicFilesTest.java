package lanewise.tensor.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole or not at all. */
final class AtomicFilesTest {
  @TempDir private Path folder;

  @Test
  void writesAndReplaces() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFiles.write(file, new byte[] {1, 2});
    AtomicFiles.write(file, new byte[] {3});
    assertThat(file).hasBinaryContent(new byte[] {3});
    assertThat(names(folder)).containsExactly("a.txt");
  }

  @Test
  void createsMissingFolders() throws IOException {
    Path file = folder.resolve("x/y/a.txt");
    AtomicFiles.write(file, new byte[0]);
    assertThat(file).isEmptyFile();
  }

  @Test
  void aFailureHalfWayLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFiles.write(file, new byte[] {7});
    for (Exception failure :
        List.of(new IOException("the disk is full"), new IllegalStateException("bug"))) {
      assertThatThrownBy(() -> AtomicFiles.write(file, channel -> breakAfterWriting(failure)))
          .hasMessageContaining(failure.getMessage());
      assertThatThrownBy(
              () ->
                  AtomicFiles.write(
                      file,
                      channel -> {
                        channel.write(ByteBuffer.wrap(new byte[] {8}));
                        breakAfterWriting(failure);
                      }))
          .hasMessageContaining(failure.getMessage());
      assertThat(file).hasBinaryContent(new byte[] {7});
      assertThat(names(folder)).containsExactly("a.txt");
    }
  }

  private static void breakAfterWriting(Exception failure) throws IOException {
    if (failure instanceof IOException io) {
      throw io;
    }
    throw (RuntimeException) failure;
  }

  @Test
  void anInterruptLeavesTheOldFileAndNothingElse() throws IOException {
    Path file = folder.resolve("a.txt");
    AtomicFiles.write(file, new byte[] {7});
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> AtomicFiles.write(file, new byte[] {8}))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot write " + file + ": the thread was interrupted")
        .hasCauseInstanceOf(ClosedByInterruptException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(file).hasBinaryContent(new byte[] {7});
    assertThat(names(folder)).containsExactly("a.txt");
  }

  @Test
  void saysWhyATargetCannotBeWritten() throws IOException {
    assertThatThrownBy(() -> AtomicFiles.write(folder, new byte[0]))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot write " + folder + ": it is a folder");
    Path file = Files.writeString(folder.resolve("file"), "x");
    assertThatThrownBy(() -> AtomicFiles.write(file.resolve("a.txt"), new byte[0]))
        .hasMessage("cannot write " + file.resolve("a.txt") + ": " + file + " is not a folder");
    assertThat(names(folder)).containsExactly("file");
  }

  @Test
  void reasonsAreWords() {
    assertThat(AtomicFiles.reason(new AccessDeniedException("p"))).isEqualTo("permission denied");
    assertThat(AtomicFiles.reason(new NoSuchFileException("p")))
        .isEqualTo("there is no such file or folder");
    assertThat(AtomicFiles.reason(new AtomicMoveNotSupportedException("a", "b", "c")))
        .isEqualTo("the file system cannot replace a file in one step");
    assertThat(AtomicFiles.reason(new FileSystemException("p", null, "No space left on device")))
        .isEqualTo("No space left on device");
    assertThat(AtomicFiles.reason(new IOException())).isEqualTo("the system does not say why");
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path real = Files.writeString(folder.resolve("real"), "old");
    Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("real"));
    AtomicFiles.write(link, new byte[] {'n'});
    assertThat(link).isSymbolicLink();
    assertThat(real).hasContent("n");
  }

  @Test
  void removesLeftoversOfOneTargetOnly() throws IOException {
    Path file = folder.resolve("a.txt");
    Path[] leftover = new Path[1];
    AtomicFiles.write(
        file,
        _ -> {
          leftover[0] = folder.resolve(names(folder).getFirst());
          Files.copy(leftover[0], folder.resolve("copy"));
        });
    Files.move(folder.resolve("copy"), leftover[0]);
    Files.createFile(folder.resolve(".a.txt.mine.tmp"));
    Files.createFile(folder.resolve(".b" + leftover[0].getFileName()));
    assertThat(AtomicFiles.removeLeftovers(file)).isEqualTo(1);
    assertThat(AtomicFiles.removeLeftovers(file)).isZero();
    assertThat(names(folder)).hasSize(3).contains("a.txt", ".a.txt.mine.tmp");
    assertThat(AtomicFiles.removeLeftovers(folder.resolve("none/a.txt"))).isZero();
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.map(path -> path.getFileName().toString()).sorted().toList();
    }
  }
}

package lanewise.tensor.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lanewise.faults.FaultyFiles;
import lanewise.faults.FaultyFiles.Fault;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in a folder, and folders of which none or only a part can be listed. */
@Tag("once")
final class FoldersTest {
  @TempDir private Path folder;

  @BeforeEach
  void fill() throws IOException {
    for (String name : new String[] {"b", "a", ".hidden"}) {
      Files.createFile(folder.resolve(name));
    }
    Files.createDirectory(folder.resolve("below"));
    Files.createSymbolicLink(folder.resolve("c"), Path.of("a"));
  }

  @Test
  void listsByName() throws IOException {
    assertThat(Folders.entries(folder).stream().map(path -> path.getFileName().toString()))
        .containsExactly(".hidden", "a", "b", "below", "c");
    assertThat(Folders.dataFiles(folder).stream().map(path -> path.getFileName().toString()))
        .containsExactly("a", "b", "c");
  }

  @Test
  void whatIsNoFileIsNamed() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> Folders.dataFiles(folder))
        .isInstanceOf(IOException.class)
        .hasMessage(pipe + ": it is no file but a pipe or a device; move it elsewhere");
    Path link = Files.createSymbolicLink(folder.resolve("d"), Path.of("nowhere"));
    assertThatThrownBy(() -> Folders.dataFiles(folder))
        .hasMessage(link + ": the link leads to no file; mend or remove it");
    assertThat(Folders.entries(folder)).contains(pipe, link);
  }

  /** The first call opens the list, the second fails behind the first entry. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aListingThatFailsIsNoShorterList(int failing) {
    FaultyFiles files = new FaultyFiles(Fault.IO_ERROR, failing);
    assertThatThrownBy(() -> Folders.entries(files.path(folder)))
        .isInstanceOf(IOException.class)
        .hasMessage(folder + ": the folder cannot be read (Input/output error)")
        .hasCauseInstanceOf(IOException.class);
    assertThat(files.calls()).hasSize(failing + 1);
  }

  @Test
  void noFolderIsNamed() {
    assertThatThrownBy(() -> Folders.entries(folder.resolve("a")))
        .hasMessage(
            folder.resolve("a")
                + ": the folder cannot be read (a part of its path is not a folder)");
    assertThatThrownBy(() -> Folders.entries(folder.resolve("none")))
        .hasMessage(
            folder.resolve("none")
                + ": the folder cannot be read (there is no such file or folder)");
  }
}

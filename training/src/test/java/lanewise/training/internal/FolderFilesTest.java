package lanewise.training.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import lanewise.faults.FaultyFiles;
import lanewise.faults.FaultyFiles.Fault;
import lanewise.training.data.DataException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files of a data set, and folders of which only a part can be listed. */
@Tag("once")
final class FolderFilesTest {
  @TempDir private Path folder;

  @Test
  void listsTheFilesThatAreNotHidden() throws IOException {
    for (String name : new String[] {"b", "a", ".hidden"}) {
      Files.createFile(folder.resolve(name));
    }
    Files.createDirectory(folder.resolve("below"));
    Files.createSymbolicLink(folder.resolve("c"), Path.of("a"));
    assertThat(FolderFiles.sorted(folder).stream().map(FolderFiles::name))
        .containsExactly("a", "b", "c");
  }

  @Test
  void aPipeAmongTheFilesIsNamed() throws Exception {
    Files.createFile(folder.resolve("a"));
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    assertThatThrownBy(() -> FolderFiles.sorted(folder))
        .isInstanceOf(DataException.class)
        .hasMessage(pipe + ": it is no file but a pipe or a device; move it elsewhere");
  }

  /** The first call opens the list, the second fails behind the first entry. */
  @Test
  void aListingThatFailsMidwayIsNoEnd() throws IOException {
    Files.createFile(folder.resolve("a"));
    Files.createFile(folder.resolve("b"));
    FaultyFiles files = new FaultyFiles(Fault.IO_ERROR, 1);
    assertThatThrownBy(() -> FolderFiles.sorted(files.path(folder)))
        .isInstanceOf(DataException.class)
        .hasMessage(folder + ": the folder cannot be read (Input/output error)");
    assertThat(files.calls()).containsExactly("list", "listMore");
  }
}

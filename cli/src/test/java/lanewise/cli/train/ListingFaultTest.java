package lanewise.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import lanewise.faults.FaultyFiles;
import lanewise.faults.FaultyFiles.Fault;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A listing that fails behind its first entry is a failure that names the folder, and no end. */
@Tag("once")
final class ListingFaultTest {
  @TempDir private Path folder;

  /** Lists a folder for some purpose. */
  private interface Listing {
    void of(Path folder) throws IOException;
  }

  private static final Map<String, Listing> LISTINGS =
      new TreeMap<>(
          Map.of(
              "newestUnfinished",
              CheckpointFiles::newestUnfinished,
              "discard",
              run -> new CheckpointFiles(run.getParent()).discard()));

  @ParameterizedTest
  @ValueSource(strings = {"newestUnfinished", "discard"})
  void aListingThatFailsMidwayIsNoEnd(String name) throws IOException {
    Path listed = Files.createDirectory(folder.resolve("checkpoints"));
    Files.createFile(listed.resolve("a"));
    Files.createFile(listed.resolve("b"));
    FaultyFiles files = new FaultyFiles(Fault.IO_ERROR, 1);
    assertThatThrownBy(() -> LISTINGS.get(name).of(files.path(listed)))
        .isInstanceOf(IOException.class)
        .hasMessage(listed + ": the folder cannot be read (Input/output error)");
    assertThat(files.calls()).containsExactly("list", "listMore");
    assertThat(listed.resolve("a")).as("nothing half-done").exists();
    assertThat(listed.resolve("b")).exists();
  }

  @Test
  void theNewestUnfinishedTrainingIsFound() throws IOException {
    assertThat(CheckpointFiles.newestUnfinished(folder)).isEmpty();
    CheckpointFiles run = new CheckpointFiles(folder.resolve("run"));
    run.begin("seed: 1\n");
    assertThat(CheckpointFiles.newestUnfinished(folder)).isEqualTo(Optional.of(run));
  }
}

package lanewise.tensor.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import lanewise.faults.FaultyFiles;
import lanewise.faults.FaultyFiles.Crash;
import lanewise.faults.FaultyFiles.Fault;
import lanewise.faults.OtherProcess;
import lanewise.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every call that a save makes fails once, in every way that a call can fail. */
@Tag("once")
final class AtomicFilesFaultTest {
  private static final int NEVER = Integer.MAX_VALUE;
  private static final int POWER_CUTS = 8;
  private static final byte[] OLD = "old".getBytes(StandardCharsets.UTF_8);
  private static final byte[] LONG = new byte[20_000];

  static {
    Arrays.fill(LONG, (byte) 7);
  }

  @TempDir private Path folder;
  private int tries;

  /** Writes a file in some way. */
  interface Save {
    void to(Path file) throws IOException;
  }

  /** What is saved, and what is there before. */
  @SuppressWarnings("ImmutableEnumChecker") // the lambdas hold nothing
  enum Case {
    NEW_FILE(file -> AtomicFiles.write(file, LONG), "a", false),
    REPLACED(file -> AtomicFiles.write(file, LONG), "a", true),
    STREAM(file -> AtomicFiles.writeStream(file, out -> out.write(LONG)), "a", true),
    PIECES(
        file ->
            AtomicFiles.writeStream(
                file,
                out -> {
                  for (byte each : LONG) {
                    out.write(each);
                  }
                }),
        "a",
        true),
    NEW_FOLDERS(file -> AtomicFiles.write(file, LONG), "x/y/a", false),
    LINK(file -> AtomicFiles.write(file, LONG), "link", true),
    DANGLING_LINK(file -> AtomicFiles.write(file, LONG), "dangling", false),
    NPY(file -> Npy.write(file, Tensor.zeros(50, 60)), "a.npy", true),
    NPZ(file -> Npz.write(file, new LinkedHashMap<>(Map.of("t", Tensor.zeros(9)))), "a.npz", true);

    private final Save save;
    private final String name;
    private final boolean exists;

    Case(Save save, String name, boolean exists) {
      this.save = save;
      this.name = name;
      this.exists = exists;
    }
  }

  /** Prepares a folder of its own for a try, and returns the file to save. */
  private Path prepared(Case what) throws IOException {
    Path place = Files.createDirectory(folder.resolve("try-" + tries++));
    Path file = place.resolve(what.name);
    switch (what) {
      case LINK -> Files.createSymbolicLink(file, Path.of("real"));
      case DANGLING_LINK -> Files.createSymbolicLink(file, Path.of("real"));
      default -> {}
    }
    if (what.exists) {
      Files.write(file, OLD);
    }
    return file;
  }

  private static byte[] expected(Case what, Path file) throws IOException {
    what.save.to(file);
    return Files.readAllBytes(file);
  }

  /** Returns the temporary files anywhere in the folder of a try. */
  private List<Path> temporaryFiles(Path file) throws IOException {
    Path place = folder.resolve(folder.relativize(file).getName(0));
    try (Stream<Path> all = Files.walk(place)) {
      return all.filter(path -> path.getFileName().toString().endsWith(".tmp")).toList();
    }
  }

  private static void assertOld(Case what, Path file) throws IOException {
    if (what.exists) {
      assertThat(file).hasBinaryContent(OLD);
    } else {
      assertThat(Files.exists(file)).isFalse(); // a dangling link stays one
    }
  }

  @ParameterizedTest
  @EnumSource(Case.class)
  void leavesTheOldFileOrTheNewOneAndSaysWhich(Case what) throws IOException {
    byte[] content = expected(what, prepared(what));
    int outcomes = 0;
    for (Fault fault :
        List.of(Fault.NO_SPACE, Fault.IO_ERROR, Fault.INTERRUPT, Fault.SHORT_WRITE)) {
      boolean happened = true;
      for (int failing = 0; happened; failing++) {
        Path file = prepared(what);
        FaultyFiles files = new FaultyFiles(fault, failing);
        String as = "%s, %s in call %d".formatted(what, fault, failing);
        try {
          what.save.to(files.path(file));
          assertThat(file).as(as).hasBinaryContent(content);
        } catch (UnforcedFileException unforced) {
          assertThat(file).as(as).hasBinaryContent(content);
          assertThat(unforced).hasMessageStartingWith(file + " is written, but a power cut may");
        } catch (IOException failure) {
          assertThat(failure).as(as).hasMessageStartingWith("cannot write " + file + ": ");
          assertThat(fault).as(as).isNotEqualTo(Fault.SHORT_WRITE);
          assertOld(what, file);
        }
        happened = files.happened();
        assertThat(Thread.interrupted())
            .as(as + ": the thread stays interrupted")
            .isEqualTo(fault == Fault.INTERRUPT && happened);
        assertThat(temporaryFiles(file)).as(as).isEmpty();
        outcomes++;
      }
    }
    assertThat(outcomes).isGreaterThan(4 * 5);
  }

  @ParameterizedTest
  @EnumSource(Case.class)
  void aProcessThatEndsAnywhereLeavesTheOldFileOrTheNewOne(Case what) throws IOException {
    byte[] content = expected(what, prepared(what));
    int old = 0;
    int fresh = 0;
    boolean happened = true;
    for (int failing = 0; happened; failing++) {
      for (int seed = -1; seed < POWER_CUTS; seed++) {
        Path file = prepared(what);
        FaultyFiles files = new FaultyFiles(Fault.CRASH, failing);
        try {
          what.save.to(files.path(file));
        } catch (Crash crash) {
          assertThat(crash).isNotNull();
        }
        happened = files.happened();
        if (seed >= 0) {
          files.powerCut(seed);
        }
        if (Files.exists(file) && Arrays.equals(Files.readAllBytes(file), content)) {
          fresh++;
        } else {
          assertThat(happened).as("a save that returned lasts").isTrue();
          assertOld(what, file);
          old++;
        }
        AtomicFiles.removeLeftovers(file);
        assertThat(temporaryFiles(file)).isEmpty();
      }
    }
    assertThat(old).isPositive();
    assertThat(fresh).isPositive();
  }

  /** The model of the disk is worth something only if it finds a save that forces nothing. */
  @Test
  void theDiskForgetsWhatIsNotForced() throws IOException {
    int torn = 0;
    for (int seed = 0; seed < 20; seed++) {
      Path file = prepared(Case.NEW_FILE);
      FaultyFiles files = new FaultyFiles(Fault.CRASH, NEVER);
      Path path = files.path(file);
      Path temporary = path.resolveSibling("b");
      Files.write(temporary, LONG, StandardOpenOption.CREATE_NEW);
      Files.move(temporary, path);
      files.powerCut(seed);
      torn += Files.exists(file) && !Arrays.equals(Files.readAllBytes(file), LONG) ? 1 : 0;
    }
    assertThat(torn).isPositive();
  }

  @Test
  void keepsThePermissionsOfAReplacedFile() throws IOException {
    for (String mode : List.of("rw-------", "rw-rw-rw-", "r--------", "rwxr-x---")) {
      Path file = prepared(Case.REPLACED);
      Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
      List<String> meanwhile = new ArrayList<>();
      AtomicFiles.writeStream(
          file,
          out -> {
            out.write(1);
            Path temporary = temporaryFiles(file).getFirst();
            meanwhile.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(temporary)));
          });
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
          .isEqualTo(mode);
      assertThat(meanwhile).containsExactly("rw-------");
    }
  }

  @Test
  void writesWhereADanglingLinkPoints() throws IOException {
    Path place = Files.createDirectory(folder.resolve("links"));
    Path first = Files.createSymbolicLink(place.resolve("first"), Path.of("sub/second"));
    Files.createDirectory(place.resolve("sub"));
    Files.createSymbolicLink(place.resolve("sub/second"), Path.of("../real"));
    AtomicFiles.write(first, OLD);
    assertThat(first).isSymbolicLink();
    assertThat(place.resolve("sub/second")).isSymbolicLink();
    assertThat(place.resolve("real")).hasBinaryContent(OLD);

    Path circle = Files.createSymbolicLink(place.resolve("circle"), Path.of("circle"));
    assertThatThrownBy(() -> AtomicFiles.write(circle, OLD))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot write " + circle + ": it is a link that leads back to itself");
    assertThat(circle).isSymbolicLink();
  }

  /** Whoever may do anything would else have a file in place of /dev/null. */
  @Test
  void aPipeStaysAPipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
    Path link = Files.createSymbolicLink(folder.resolve("to-pipe"), Path.of("pipe"));
    for (Path target : List.of(pipe, link)) {
      assertThatThrownBy(() -> AtomicFiles.write(target, OLD))
          .isInstanceOf(IOException.class)
          .hasMessage(
              "cannot write "
                  + target
                  + ": it is no file but a pipe or a device, which stays as it is");
    }
    assertThat(Files.readAttributes(pipe, BasicFileAttributes.class).isOther()).isTrue();
  }

  @Test
  void leavesTheFilesOfLivingWriters() throws IOException {
    Path file = prepared(Case.REPLACED);
    AtomicFiles.writeStream(
        file,
        out -> {
          out.write(1);
          assertThat(temporaryFiles(file)).hasSize(1);
          assertThat(AtomicFiles.removeLeftovers(file)).isZero();
          assertThat(temporaryFiles(file)).hasSize(1);
          assertThat(isRefused(temporaryFiles(file).getFirst())).isTrue();
        });
    assertThat(file).hasBinaryContent(new byte[] {1});
  }

  private static boolean isRefused(Path file) throws IOException {
    try {
      return OtherProcess.isRefused(file);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Another process that removes leftovers comes between the creation of a file and its lock. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void writesAnewWhatAnotherProcessTookForALeftover(boolean stillLocked) throws IOException {
    for (int taken = 1; taken < 16; taken++) {
      Path file = prepared(Case.REPLACED);
      FaultyFiles files = new FaultyFiles(Fault.CRASH, NEVER);
      AtomicInteger left = new AtomicInteger(taken);
      files.beforeLock(
          temporary ->
              left.getAndDecrement() > 0 && Files.deleteIfExists(temporary) && stillLocked);
      AtomicFiles.write(files.path(file), LONG);
      assertThat(left).as("names that were tried").hasValue(-1);
      assertThat(file).hasBinaryContent(LONG);
      assertThat(temporaryFiles(file)).isEmpty();
      assertThat(files.open()).isZero();
    }
  }

  @Test
  void givesUpWhereOtherProcessesTakeEveryTemporaryFile() throws IOException {
    Path file = prepared(Case.REPLACED);
    FaultyFiles files = new FaultyFiles(Fault.CRASH, NEVER);
    files.beforeLock(Files::deleteIfExists);
    assertThatThrownBy(() -> AtomicFiles.write(files.path(file), LONG))
        .isInstanceOf(IOException.class)
        .hasMessage("cannot write " + file + ": other processes remove its temporary files");
    assertThat(file).hasBinaryContent(OLD);
    assertThat(temporaryFiles(file)).isEmpty();
  }
}

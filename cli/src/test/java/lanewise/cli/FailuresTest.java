package lanewise.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedChannelException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipException;
import lanewise.cli.session.ExitCode;
import lanewise.cli.session.InputException;
import lanewise.training.data.DataException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is said of a failure: a sentence with the file and the fault, and never a class. */
@Tag("once")
final class FailuresTest {
  private static final String SILENT =
      "a file cannot be read or written, and the system does not say why";

  @TempDir private Path folder;

  record Case(Throwable failure, int exitCode, String sentence) {}

  static List<Case> cases() {
    return List.of(
        refused(new NoSuchFileException("a/b"), "a/b: there is no such file"),
        refused(new FileNotFoundException("a/b"), "a/b: there is no such file"),
        refused(new AccessDeniedException("a/b"), "a/b: permission denied"),
        refused(new NotDirectoryException("a/b"), "a/b: it is no folder"),
        refused(new FileAlreadyExistsException("a/b"), "a/b: it is there already"),
        refused(
            new DirectoryNotEmptyException("a/b"),
            "a/b: the folder is not empty; remove what is in it"),
        refused(
            new FileSystemLoopException("a/b"), "a/b: the system refuses it, and does not say why"),
        refused(new FileSystemException("/proc", null, "Is a directory"), "/proc: Is a directory"),
        refused(
            new FileSystemException("/proc/version/b", null, "Not a directory"),
            "/proc/version/b: Not a directory"),
        refused(
            new FileSystemException("/tmp/" + "b".repeat(256), null, "File name too long"),
            "/tmp/" + "b".repeat(256) + ": File name too long"),
        refused(new UncheckedIOException(new NotDirectoryException("a")), "a: it is no folder"),
        refused(new EOFException(), SILENT),
        refused(new DataException("a.csv: it is empty"), "a.csv: it is empty"),
        refused(
            new DataException("a.csv.gz: it is damaged", new ZipException("invalid block type")),
            "a.csv.gz: it is damaged"),
        refused(new InputException("b: wrong", new IllegalArgumentException("b")), "b: wrong"),
        mayGoWell(
            new FileSystemException("a/b", null, "No space left on device"),
            "a/b: No space left on device"),
        mayGoWell(
            new FileSystemException("/proc", null, "Too many open files"),
            "/proc: Too many open files"),
        mayGoWell(new IOException("cannot read a/b: too slow"), "cannot read a/b: too slow"),
        mayGoWell(new ClosedChannelException(), SILENT),
        mayGoWell(
            new DataException("a.csv: it cannot be read", new IOException("Input/output error")),
            "a.csv: it cannot be read"),
        mayGoWell(
            new InputException(
                "--out a: no file can be written there",
                new FileSystemException("a/b", null, "Read-only file system")),
            "--out a: no file can be written there"),
        mayGoWell(
            new InternalError("a fault occurred in an unsafe memory access operation"),
            "a file of rows became shorter while it was read, or its disk fails; leave such files"
                + " alone meanwhile, and try again"));
  }

  /** The caller has to change something. */
  private static Case refused(Throwable failure, String sentence) {
    return new Case(failure, ExitCode.BAD_INPUT, sentence);
  }

  /** The same command may go well another time. */
  private static Case mayGoWell(Throwable failure, String sentence) {
    return new Case(failure, ExitCode.SYSTEM, sentence);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void everyFailureOfAFileIsASentence(Case each) {
    Cli.Outcome outcome =
        Cli.with(session -> new Failures(session).report(each.failure, List.of()));
    assertThat(outcome.exitCode()).isEqualTo(each.exitCode);
    assertThat(outcome.errLines()).containsExactly("lanewise: " + each.sentence);
  }

  /** Names in files may have what terminals obey, and may be of any length. */
  @Test
  void aSentenceIsOneLineThatTerminalsOnlyShow() {
    String name = "a\u001b[2J\u0007\u0000b\r\n  c\u0085d\te";
    Cli.Outcome outcome =
        Cli.with(
            session ->
                new Failures(session).report(new InputException(name + ": wrong"), List.of()));
    assertThat(outcome.err()).isEqualTo("lanewise: a?[2J??b c?d e: wrong\n");
    String blanks = "x" + " ".repeat(1 << 20) + "y";
    outcome =
        Cli.with(session -> new Failures(session).report(new InputException(blanks), List.of()));
    assertThat(outcome.errLines()).hasSize(1);
    assertThat(outcome.err()).hasSizeLessThan(20_000).startsWith("lanewise: x ").endsWith(" y\n");
  }

  /** By the command: a folder that is none, and one that cannot be emptied. */
  @Test
  void foldersThatAreNone() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    Cli.Outcome below = Cli.run("report", file.resolve("run"));
    assertThat(below.exitCode()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(below.errLines()).hasSize(1);
    assertThat(below.err()).contains(file.resolve("run") + ": there is no metrics.jsonl");
    Path run = Files.createDirectories(folder.resolve("models/iris"));
    Path taken = Files.createDirectories(run.resolve("events.out.tfevents.1/x")).getParent();
    Cli.Outcome full =
        Cli.run("train", "--data", "iris", "--epochs", 1, "--out", folder.resolve("models"));
    assertThat(full.exitCode()).as(full.err()).isEqualTo(ExitCode.BAD_INPUT);
    assertThat(full.errLines().getLast())
        .isEqualTo("lanewise: " + taken + ": the folder is not empty; remove what is in it");
  }
}

package lanewise.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The launcher, copied into a folder with a space in its name, between JDKs and a Maven that are
 * small scripts. A JDK's java prints its own folder and then its arguments, one a line.
 */
@Timeout(1_800)
final class LauncherTest {
  private static final List<String> TOOLS =
      List.of(
          "sh",
          "basename",
          "cat",
          "dirname",
          "find",
          "ln",
          "mkdir",
          "mv",
          "readlink",
          "rm",
          "sed",
          "sleep",
          "touch");

  @TempDir private Path folder;
  private Path clone;
  private Path path;
  private Path jdks;
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void makeClone() throws IOException {
    folder = folder.toRealPath();
    clone = folder.resolve("my clone");
    copy("lanewise");
    copy("bin/find-java");
    write(clone.resolve("pom.xml"), "<project/>");
    write(clone.resolve("cli/pom.xml"), "<project/>");
    write(clone.resolve("tensor/src/main/java/Tensor.java"), "");
    path = Files.createDirectories(folder.resolve("path"));
    for (String tool : TOOLS) {
      Files.createSymbolicLink(path.resolve(tool), which(tool));
    }
    jdks = Files.createDirectories(folder.resolve("the jdks"));
    environment.put("PATH", path.toString());
    environment.put("HOME", folder.toString());
    environment.put("LANEWISE_JDK_FOLDERS", folder.resolve("absent") + ":" + jdks);
  }

  @Test
  void passesArgumentsOn() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25.0.1");
    built();
    environment.put("LANEWISE_JAVA_OPTS", "-Xmx1g -Da=*");

    Outcome outcome = launch("train", "a b", "", "*", "--x='y'");

    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .containsExactly(
            jdks.resolve("jdk-25").toString(),
            "-Xmx1g",
            "-Da=*",
            "-p",
            clone.resolve("cli/target/app").toString(),
            "-m",
            "lanewise.cli/lanewise.cli.Main",
            "train",
            "a b",
            "",
            "*",
            "--x='y'");
  }

  @Test
  void passesTheExitCodeOn() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25");
    built();
    environment.put("FAKE_EXIT", "7");

    assertThat(launch().code()).isEqualTo(7);
  }

  @Test
  void becomesTheProgramSoThatSignalsReachIt() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25");
    built();
    Path pid = folder.resolve("pid");
    environment.put("FAKE_SLEEP", pid.toString());

    Process process = start(clone.resolve("lanewise"), List.of());
    while (!Files.exists(pid)) {
      Thread.sleep(10);
    }
    assertThat(Files.readString(pid).strip()).isEqualTo(Long.toString(process.pid()));
    process.destroy();
    assertThat(process.waitFor()).isEqualTo(143);
  }

  @Test
  void worksThroughSymbolicLinks() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25");
    built();
    Path first = Files.createSymbolicLink(folder.resolve("first"), Path.of("my clone/lanewise"));
    Path second = Files.createSymbolicLink(folder.resolve("second"), first);

    Outcome outcome = launch(second);

    assertThat(outcome.code()).isZero();
    assertThat(outcome.out()).contains(clone.resolve("cli/target/app").toString());
  }

  @Test
  void prefersItsOwnVariableThenJavaHomeThenThePathThenTheLowestVersion() throws Exception {
    built();
    Path lowest = jdk(jdks.resolve("b"), "25.0.2");
    jdk(jdks.resolve("a"), "26");
    jdk(jdks.resolve("c"), "27-ea");
    jdk(jdks.resolve("d"), "17.0.9");
    assertThat(launch().out()).startsWith(lowest.toString());

    Path onPath = jdk(folder.resolve("on the path"), "28");
    Files.createSymbolicLink(path.resolve("java"), onPath.resolve("bin/java"));
    assertThat(launch().out()).startsWith(onPath.toString());

    Path home = jdk(folder.resolve("home"), "26.0.1");
    environment.put("JAVA_HOME", home.toString());
    assertThat(launch().out()).startsWith(home.toString());

    Path own = jdk(folder.resolve("own"), "29");
    environment.put("LANEWISE_JAVA_HOME", own.toString());
    assertThat(launch().out()).startsWith(own.toString());
  }

  @Test
  void passesOverOldJdks() throws Exception {
    built();
    Path old = jdk(folder.resolve("old"), "17.0.15");
    Path ancient = jdk(folder.resolve("ancient"), "1.8.0_402");
    Path fitting = jdk(jdks.resolve("fitting.jdk/Contents/Home"), "25.0.1");
    environment.put("JAVA_HOME", old.toString());
    Files.createSymbolicLink(path.resolve("java"), ancient.resolve("bin/java"));

    assertThat(launch().out()).startsWith(fitting.toString());
  }

  @Test
  void asksJavaItselfWhereThereIsNoReleaseFile() throws Exception {
    built();
    Path bare = jdk(jdks.resolve("bare"), "25.0.1");
    Files.delete(bare.resolve("release"));

    assertThat(launch().out()).startsWith(bare.toString());
  }

  @Test
  void saysInOneSentenceThatThereIsNoJdk() throws Exception {
    built();
    jdk(jdks.resolve("old"), "24.0.2");

    Outcome outcome = launch();

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .singleElement()
        .asString()
        .contains("no JDK 25 or later", "LANEWISE_JAVA_HOME");
  }

  @Test
  void refusesItsOwnVariableWhereItDoesNotFit() throws Exception {
    built();
    jdk(jdks.resolve("good"), "25");
    Path old = jdk(folder.resolve("old"), "21");
    environment.put("LANEWISE_JAVA_HOME", old.toString());

    Outcome outcome = launch();

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).singleElement().asString().contains(old.toString());
  }

  @Test
  void saysInOneSentenceThatThereIsNoMaven() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25");

    Outcome outcome = launch();

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err()).singleElement().asString().contains("Maven");
  }

  @Test
  void buildsOnceAndAgainWhenASourceIsNewer() throws Exception {
    Path jdk = jdk(jdks.resolve("jdk-25"), "25");
    maven();

    Outcome first = launch();
    assertThat(first.code()).isZero();
    assertThat(first.out()).startsWith(jdk.toString());
    assertThat(first.err())
        .containsExactly(
            "lanewise: building (first run)...", "lanewise: building tensor (2 of 5)...");
    assertThat(builds())
        .containsExactly("-B -Dlauncher package -pl cli -am in " + clone + " with " + jdk);

    assertThat(launch().err()).isEmpty();
    assertThat(builds()).hasSize(1);

    Path source = clone.resolve("tensor/src/main/java/Tensor.java");
    Files.setLastModifiedTime(source, FileTime.fromMillis(System.currentTimeMillis() + 5_000));
    assertThat(launch().err())
        .containsExactly(
            "lanewise: building (sources changed)...", "lanewise: building tensor (2 of 5)...");
    assertThat(builds()).hasSize(2);
  }

  @Test
  void saysThatMavenFetchesWhatItBuildsWith() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25");
    maven();
    environment.put("FAKE_DOWNLOADS", "250");

    assertThat(launch().err())
        .containsExactly(
            "lanewise: building (first run)...",
            "lanewise: Maven fetches what it builds with...",
            "lanewise: Maven has fetched 100 files...",
            "lanewise: Maven has fetched 200 files...",
            "lanewise: building tensor (2 of 5)...");
  }

  @Test
  void showsWhatMavenSaysWhenTheBuildFails() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25");
    maven();
    environment.put("FAKE_FAILURE", "[ERROR] it broke");

    Outcome outcome = launch();

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.out()).isEmpty();
    assertThat(outcome.err())
        .contains(
            "[ERROR] it broke",
            "lanewise: the build failed; all that Maven said is in "
                + clone.resolve("cli/target/launcher.log")
                + ".");

    environment.remove("FAKE_FAILURE");
    assertThat(launch().code()).isZero();
  }

  @Test
  void saysWhatToDoWhereItCannotWrite() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25");
    maven();
    write(clone.resolve("cli/target"), "a file where the folder should be");

    Outcome outcome = launch();

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .containsExactly(
            "lanewise: cannot write to "
                + clone.resolve("cli/target")
                + "; let the owner of the clone build it once, or make a clone of your own.");
  }

  @Test
  void launchersStartedTogetherBuildOnce() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25");
    maven();

    List<Process> launchers = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      launchers.add(start(clone.resolve("lanewise"), List.of()));
    }
    for (Process launcher : launchers) {
      assertThat(launcher.waitFor()).isZero();
    }
    assertThat(builds()).hasSize(1);
    assertThat(clone.resolve("cli/target/launcher.lock")).doesNotExist();
  }

  @Test
  void takesOverTheLockOfADeadLauncher() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25");
    maven();
    Process dead = new ProcessBuilder("sh", "-c", "exit 0").start();
    dead.waitFor();
    Files.createDirectories(clone.resolve("cli/target"));
    Files.createSymbolicLink(
        clone.resolve("cli/target/launcher.lock"), Path.of(Long.toString(dead.pid())));

    assertThat(launch().code()).isZero();
  }

  @Test
  void takesOverTheLockOfAProcessWhoseNumberAnotherHas() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25");
    maven();
    lock(ProcessHandle.current().pid() + "@1");

    assertThat(launch().code()).isZero();
    assertThat(builds()).hasSize(1);
  }

  private void lock(String owner) throws IOException {
    Files.createDirectories(clone.resolve("cli/target"));
    Files.createSymbolicLink(clone.resolve("cli/target/launcher.lock"), Path.of(owner));
  }

  @Test
  void manyLaunchersThatFindADeadLockBuildOnce() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25");
    maven();
    Process dead = new ProcessBuilder("sh", "-c", "exit 0").start();
    dead.waitFor();
    for (int round = 1; round <= 3; round++) {
      Files.deleteIfExists(clone.resolve("cli/target/app.stamp"));
      lock(dead.pid() + "@" + round);
      List<Process> launchers = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        launchers.add(start(clone.resolve("lanewise"), List.of()));
      }
      for (Process launcher : launchers) {
        assertThat(launcher.waitFor()).isZero();
      }
      assertThat(builds()).as("round %d", round).hasSize(round);
      try (Stream<Path> left = Files.list(clone.resolve("cli/target"))) {
        assertThat(left.map(Repository::name)).noneMatch(name -> name.startsWith("launcher.lock"));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a;b", "100%", "it's", "say \"so\"", "-dash", "$HOME", "a*b", "b\\c"})
  void runsInFoldersWithOddNames(String name) throws Exception {
    Path jdk = jdk(jdks.resolve("jdk-25"), "25");
    maven();
    clone = Files.move(clone, folder.resolve(name));

    Outcome outcome = launch("x");

    assertThat(outcome.err())
        .containsExactly(
            "lanewise: building (first run)...", "lanewise: building tensor (2 of 5)...");
    assertThat(outcome.out())
        .containsExactly(
            jdk.toString(),
            "-p",
            clone.resolve("cli/target/app").toString(),
            "-m",
            "lanewise.cli/lanewise.cli.Main",
            "x");
    ProcessBuilder relative =
        new ProcessBuilder("sh", "--", name + "/lanewise").directory(folder.toFile());
    relative.environment().clear();
    relative.environment().putAll(environment);
    assertThat(relative.redirectOutput(ProcessBuilder.Redirect.DISCARD).start().waitFor()).isZero();
  }

  /** The shell makes the name: a JVM in the locale C could not. */
  @Test
  void runsInAFolderWhoseNameIsNotAscii() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25");
    built();
    ProcessBuilder shell =
        new ProcessBuilder(
            "/bin/sh",
            "-c",
            "mv 'my clone' \"$(printf 'gr\\303\\274n \\347\\272\\242')\" && exec ./gr*/lanewise x");
    shell.directory(folder.toFile()).redirectErrorStream(true);
    shell.environment().clear();
    shell.environment().putAll(environment);
    shell.environment().put("PATH", path + ":/usr/bin:/bin");
    Process process = shell.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    assertThat(said).contains("/gr\u00fcn \u7ea2/cli/target/app\n").endsWith("\nx\n");
  }

  @Test
  void saysThatAPathMayHaveNoColon() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25");
    maven();
    clone = Files.move(clone, folder.resolve("a:b"));

    Outcome outcome = launch();

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .containsExactly(
            "lanewise: the path of this clone has a colon (%s), which Java takes for the end of a path; move it to another folder."
                .formatted(clone));
  }

  @Test
  void readsNamesThatAreNotAsciiInTheLocaleC() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25");
    built();
    environment.put("FAKE_LOCALE", "1");
    assertThat(launch().out()).containsExactly("|C.UTF-8|");
    environment.put("LANG", "C");
    assertThat(launch().out()).containsExactly("|C.UTF-8|C");
    environment.put("LANG", "tr_TR.UTF-8");
    assertThat(launch().out()).containsExactly("||tr_TR.UTF-8");
    environment.put("LC_ALL", "POSIX");
    assertThat(launch().out()).containsExactly("C.UTF-8||tr_TR.UTF-8");
  }

  @Test
  void anArchiveReadsNamesThatAreNotAsciiInTheLocaleC() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25");
    environment.put("FAKE_LOCALE", "1");
    environment.put("LANG", "C");
    assertThat(launch(archive()).out()).containsExactly("|C.UTF-8|C");
    environment.put("LC_ALL", "POSIX");
    assertThat(launch(archive()).out()).containsExactly("C.UTF-8||C");
  }

  /** The launcher of an archive, in a folder of its own. */
  private Path archive() throws IOException {
    Path launcher = folder.resolve("an archive/bin/lanewise");
    if (Files.exists(launcher)) {
      return launcher;
    }
    Files.createDirectories(launcher.getParent());
    Files.copy(
        Repository.ROOT.resolve("cli/src/dist/bin/lanewise"),
        launcher,
        StandardCopyOption.COPY_ATTRIBUTES);
    Files.copy(
        Repository.ROOT.resolve("bin/find-java"),
        launcher.resolveSibling("find-java"),
        StandardCopyOption.COPY_ATTRIBUTES);
    Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwxr-xr-x"));
    return launcher;
  }

  @Test
  void anArchiveBelowAPathWithAColonSaysWhyItCannotStart() throws Exception {
    jdk(jdks.resolve("jdk-25"), "25");
    Path colon = Files.createDirectory(folder.resolve("a:b"));
    Path launcher = archive();
    Files.move(launcher.getParent().getParent(), colon.resolve("archive"));

    Outcome outcome = launch(colon.resolve("archive/bin/lanewise"));

    assertThat(outcome.code()).isEqualTo(1);
    assertThat(outcome.err())
        .containsExactly(
            "lanewise: the path of this folder has a colon (%s), which Java takes for the end of a path; move it to another one."
                .formatted(colon.resolve("archive")));
  }

  private record Outcome(int code, List<String> out, List<String> err) {}

  private Outcome launch(String... arguments) throws Exception {
    return run(clone.resolve("lanewise"), List.of(arguments));
  }

  private Outcome launch(Path launcher) throws Exception {
    return run(launcher, List.of());
  }

  private Outcome run(Path launcher, List<String> arguments) throws Exception {
    Process process = start(launcher, arguments);
    assertThat(process.waitFor(30, TimeUnit.MINUTES)).as("the launcher ends").isTrue();
    return new Outcome(
        process.exitValue(),
        Files.readAllLines(output(process, "out")),
        Files.readAllLines(output(process, "err")));
  }

  /** Starts the launcher; its output goes to files, so that it never waits for a reader. */
  private Process start(Path launcher, List<String> arguments) throws IOException {
    List<String> command = new ArrayList<>(List.of(launcher.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(jdks.toFile());
    builder.environment().clear();
    builder.environment().putAll(environment);
    Path out = Files.createTempFile(folder, "launch", ".out");
    Path err = Files.createTempFile(folder, "launch", ".err");
    Process process = builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
    Files.move(out, output(process, "out"), StandardCopyOption.REPLACE_EXISTING);
    Files.move(err, output(process, "err"), StandardCopyOption.REPLACE_EXISTING);
    return process;
  }

  private Path output(Process process, String kind) {
    return folder.resolve(process.pid() + "." + kind);
  }

  /** A folder with a release file and a java that prints what it was called with. */
  private static Path jdk(Path home, String version) throws IOException {
    write(home.resolve("release"), "IMPLEMENTOR=\"Test\"\nJAVA_VERSION=\"" + version + "\"\n");
    script(
        home.resolve("bin/java"),
        """
        #!/bin/sh
        if [ "$1" = -version ]; then
          echo 'openjdk version "%s" 2025-09-16' >&2
          exit 0
        fi
        if [ -n "$FAKE_LOCALE" ]; then
          echo "$LC_ALL|$LC_CTYPE|$LANG"
          exit 0
        fi
        if [ -n "$FAKE_SLEEP" ]; then
          echo "$$" > "$FAKE_SLEEP.new"
          mv "$FAKE_SLEEP.new" "$FAKE_SLEEP"
          exec sleep 1800
        fi
        printf '%%s\\n' '%s' "$@"
        exit "${FAKE_EXIT:-0}"
        """
            .formatted(version, home));
    script(home.resolve("bin/javac"), "#!/bin/sh\n");
    return home;
  }

  /** A Maven that notes how it was called and makes the folder and the stamp of a build. */
  private void maven() throws IOException {
    script(
        path.resolve("mvn"),
        """
        #!/bin/sh
        echo "$* in $(pwd -P) with $JAVA_HOME" >> '%s'
        if [ -n "$FAKE_FAILURE" ]; then
          echo "$FAKE_FAILURE"
          exit 1
        fi
        echo '[INFO] Building Lanewise 0.1.0-SNAPSHOT                              [1/5]'
        file=0
        while [ "$file" -lt "${FAKE_DOWNLOADS:-0}" ]; do
          file=$((file + 1))
          echo "[INFO] Downloaded from central: https://host/$file.pom (1.2 kB at 5 kB/s)"
        done
        echo '[INFO] Building Lanewise tensor 0.1.0-SNAPSHOT                       [2/5]'
        sleep 0.5
        mkdir -p cli/target/app
        touch cli/target/app.stamp
        """
            .formatted(folder.resolve("builds")));
  }

  private List<String> builds() throws IOException {
    return Files.readAllLines(folder.resolve("builds"));
  }

  private void built() throws IOException {
    Files.createDirectories(clone.resolve("cli/target/app"));
    write(clone.resolve("cli/target/app.stamp"), "");
  }

  private void copy(String file) throws IOException {
    Files.createDirectories(clone.resolve(file).getParent());
    Files.copy(
        Repository.ROOT.resolve(file), clone.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
  }

  private static void write(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private static void script(Path file, String text) throws IOException {
    write(file, text);
    assertThat(file.toFile().setExecutable(true)).isTrue();
  }

  private static Path which(String tool) {
    for (String folder : System.getenv("PATH").split(":", -1)) {
      Path file = Path.of(folder).resolve(tool);
      if (Files.isExecutable(file)) {
        return file;
      }
    }
    throw new AssertionError("not on the PATH: " + tool);
  }
}

package lanewise.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The command as a process of its own, which tests start and end. */
final class ChildCommand {
  private static final String NOISE = "WARNING: Using incubator modules";

  /** A command of a test lives for a second or two: too short for the optimizing compiler. */
  private static final List<String> SHORT_LIVED =
      List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Dlanewise.simd=scalar");

  private ChildCommand() {}

  /** Returns the words that start the command with these arguments on this JVM, in scalar code. */
  static List<String> words(Object... args) throws IOException, InterruptedException {
    List<String> words = java();
    String modules = System.getProperty("jdk.module.path");
    if (modules != null) {
      words.addAll(List.of("-p", modules, "-m", "lanewise.cli/lanewise.cli.Main"));
    } else {
      words.addAll(List.of("--add-modules", "jdk.incubator.vector"));
      words.addAll(List.of("-cp", System.getProperty("java.class.path"), "lanewise.cli.Main"));
    }
    Stream.of(args).map(Object::toString).forEach(words::add);
    return words;
  }

  /**
   * Returns the words that start the process in which {@link SeveralCommands} run, with further
   * options of the JVM.
   */
  static List<String> several(List<String> options, List<Object[]> commands)
      throws IOException, InterruptedException {
    return program(options, SeveralCommands.class, SeveralCommands.words(commands));
  }

  /** Returns the words that start a program of these tests. */
  static List<String> program(Class<?> program, Object... args)
      throws IOException, InterruptedException {
    return program(List.of(), program, Stream.of(args).map(Object::toString).toList());
  }

  private static List<String> program(List<String> options, Class<?> program, List<String> args)
      throws IOException, InterruptedException {
    List<String> words = java();
    words.addAll(options);
    words.addAll(List.of("--add-modules", "jdk.incubator.vector", "-cp"));
    String modules = System.getProperty("jdk.module.path");
    words.add(
        modules == null
            ? System.getProperty("java.class.path")
            : modules + File.pathSeparator + SeveralCommands.classes());
    words.add(program.getName());
    words.addAll(args);
    return words;
  }

  /** The JVM and the options of every command of a test. */
  private static List<String> java() throws IOException, InterruptedException {
    List<String> words = new ArrayList<>();
    // A shell may have started this test with SIGINT ignored, which a process would inherit.
    String[] heedSignals = {"env", "--default-signal=INT,HUP,TERM"};
    if (succeeds("env", "--default-signal=INT,HUP,TERM", "true")) {
      words.addAll(List.of(heedSignals));
    }
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(optionsFromTheBuild());
    words.addAll(SHORT_LIVED);
    return words;
  }

  /** The options that whoever builds gives to all JVMs of the tests, {@code -Dtest.jvm=...}. */
  private static List<String> optionsFromTheBuild() {
    String options = System.getProperty("test.jvm", "").strip();
    return options.isEmpty() ? List.of() : List.of(options.split("\\s+", -1));
  }

  /** The place among the words of a command where further options of the JVM go: the last win. */
  static int endOfOptions(List<String> words) {
    int java = 0;
    while (!words.get(java).endsWith("java")) {
      java++;
    }
    return java + 1 + optionsFromTheBuild().size() + SHORT_LIVED.size();
  }

  static boolean succeeds(String... words) throws IOException, InterruptedException {
    return new ProcessBuilder(words)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor()
        == 0;
  }

  /** Whether a line of stderr is of the command, and not of the JVM. */
  static boolean isOfTheCommand(String line) {
    return !line.startsWith(NOISE);
  }
}

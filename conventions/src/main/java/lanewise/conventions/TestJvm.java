package lanewise.conventions;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the tests of this module start a JVM, or another tool of the JDK that runs them. */
public final class TestJvm {
  /** The options that whoever builds gives to all JVMs of the tests, {@code -Dtest.jvm=...}. */
  public static final String OPTIONS = System.getProperty("test.jvm", "").strip();

  private TestJvm() {}

  /** Returns a tool of the JDK. */
  public static Path tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name);
  }

  /** Returns the first words of a command that starts a JVM, in a list that takes more. */
  public static List<String> command() {
    List<String> command = new ArrayList<>(List.of(tool("java").toString()));
    command.addAll(OPTIONS.isEmpty() ? List.of() : List.of(OPTIONS.split("\\s+", -1)));
    return command;
  }

  /** Gives the options to each JVM that a shell starts. */
  public static void giveOptionsTo(ProcessBuilder shell) {
    if (!OPTIONS.isEmpty()) {
      shell.environment().put("JDK_JAVA_OPTIONS", OPTIONS);
    }
  }
}

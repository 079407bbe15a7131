package lanewise.cli;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * A program that runs commands one after another, each in the locale in which the JVM has started,
 * as if it were the first. After each it prints a line with the exit code.
 */
public final class SeveralCommands {
  /** Begins the line after a command. */
  static final String END = "exit code ";

  private static final String NEXT = ";";

  private SeveralCommands() {}

  /** The program's arguments for commands. */
  static List<String> words(List<Object[]> commands) {
    List<String> words = new ArrayList<>();
    for (Object[] command : commands) {
      for (Object word : command) {
        words.add(word.toString());
      }
      words.add(NEXT);
    }
    return words;
  }

  /** The folder that this class is loaded from, also where it is part of a patched module. */
  static Path classes() {
    String name = SeveralCommands.class.getName().replace('.', '/') + ".class";
    String file =
        Objects.requireNonNull(SeveralCommands.class.getResource("SeveralCommands.class"))
            .toString();
    return Path.of(URI.create(file.substring(0, file.length() - name.length())));
  }

  /**
   * Runs the commands.
   *
   * @param args their words, a semicolon after each command
   */
  public static void main(String[] args) {
    Locale locale = Locale.getDefault();
    List<String> command = new ArrayList<>();
    for (String word : args) {
      if (word.equals(NEXT)) {
        Locale.setDefault(locale);
        int exitCode = Main.run(command.toArray(String[]::new));
        System.out.println(END + exitCode);
        command.clear();
      } else {
        command.add(word);
      }
    }
  }
}

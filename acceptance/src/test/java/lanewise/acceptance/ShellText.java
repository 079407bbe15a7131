package lanewise.acceptance;

import java.util.ArrayList;
import java.util.List;

/**
 * Divides lines of a shell into commands and these into words, as far as documents use it: quotes,
 * comments, continued lines, pipes, redirections, and {@code $(...)}, which stays in its word.
 */
final class ShellText {
  private final String text;
  private final List<List<String>> commands = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private List<String> command = new ArrayList<>();
  private boolean inWord;
  private boolean isTarget;

  private ShellText(String text) {
    this.text = text.replace("\\\n", " ");
  }

  /** The words of each command, without quotes, redirections and comments. */
  static List<List<String>> commands(String text) {
    ShellText shell = new ShellText(text);
    shell.read();
    return shell.commands;
  }

  private void read() {
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == '\'' || c == '"') {
        int end = text.indexOf(c, at + 1);
        add(text.substring(at + 1, end));
        at = end;
      } else if (text.startsWith("$(", at)) {
        int end = closing(at);
        add(text.substring(at, end + 1));
        at = end;
      } else if (c == '#' && !inWord) {
        int end = text.indexOf('\n', at);
        at = end < 0 ? text.length() : end - 1;
      } else if (c == ' ') {
        endWord();
      } else if ("\n|&;".indexOf(c) >= 0) {
        endCommand();
      } else if (c == '>' || c == '<') {
        endWord();
        isTarget = true;
      } else {
        add(String.valueOf(c));
      }
    }
    endCommand();
  }

  private int closing(int from) {
    int depth = 0;
    for (int at = from + 1; ; at++) {
      char c = text.charAt(at);
      depth += c == '(' ? 1 : c == ')' ? -1 : 0;
      if (depth == 0) {
        return at;
      }
    }
  }

  private void add(String part) {
    word.append(part);
    inWord = true;
  }

  private void endWord() {
    if (inWord && !isTarget) {
      command.add(word.toString());
    }
    isTarget = isTarget && !inWord;
    word.setLength(0);
    inWord = false;
  }

  private void endCommand() {
    endWord();
    isTarget = false;
    if (!command.isEmpty()) {
      commands.add(command);
      command = new ArrayList<>();
    }
  }
}

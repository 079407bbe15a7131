package lanewise.cli;

/** Lines of a name and what there is to say of it, one below the other. */
final class Facts {
  private static final int COLUMN = 15;

  private Facts() {}

  static String line(String name, String value) {
    return line(name, value, COLUMN);
  }

  /** With the values in a column of one's own. */
  static String line(String name, String value, int column) {
    return name + " ".repeat(Math.max(1, column - name.length())) + value;
  }
}

package lanewise.cli;

/** Lines of a name and what there is to say of it, one below the other. */
final class Facts {
  private static final int COLUMN = 20;

  private Facts() {}

  static String line(String name, String value) {
    return name + " ".repeat(Math.max(1, COLUMN - name.length())) + value;
  }
}

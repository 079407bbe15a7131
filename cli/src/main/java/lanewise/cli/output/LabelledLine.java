package lanewise.cli.output;

/** Lines of a name and what there is to say of it, one below the other. */
public final class LabelledLine {
  private static final int COLUMN = 15;

  private LabelledLine() {}

  public static String of(String name, String value) {
    return of(name, value, COLUMN);
  }

  /** With the values in a column of one's own. */
  public static String of(String name, String value, int column) {
    return name + " ".repeat(Math.max(1, column - name.length())) + value;
  }
}

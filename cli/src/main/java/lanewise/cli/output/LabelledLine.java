package lanewise.cli.output;

import lanewise.cli.session.Printable;

/** A line of a name and its value; the values of several such lines stand below one another. */
public final class LabelledLine {
  /** Where a value stands unless another column is given. */
  public static final int COLUMN = 15;

  private LabelledLine() {}

  public static String of(String name, String value) {
    return of(name, value, COLUMN);
  }

  /** The same with the value at another column. */
  public static String of(String name, String value, int column) {
    return Printable.of(name + " ".repeat(Math.max(1, column - name.length())) + value);
  }
}

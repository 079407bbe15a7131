package lanewise.cli;

/** Holds the place of the command: prints its arguments, one a line. */
public final class Main {
  private Main() {}

  /**
   * Prints the arguments.
   *
   * @param args the arguments
   */
  public static void main(String[] args) {
    for (String arg : args) {
      System.out.println(arg);
    }
  }
}

package lanewise.tensor.kernel;

/** A program that tells, call by call, what a start covers that {@link StartTest} sets. */
final class StartCalls {
  private StartCalls() {}

  public static void main(String[] args) {
    Start.Operation rare = new Start.Operation();
    Start.Operation frequent = new Start.Operation();
    System.out.println(rare.covers(10) + " within the start");
    System.out.println(frequent.covers(8_000) + " within the start");
    System.out.println(Start.covers(1_000_000) + " at its end");
    System.out.println(Start.covers(1) + " after it");
    System.out.println(rare.covers(10) + " rare after it");
    System.out.println(frequent.covers(10) + " frequent after it");
    Start.end();
    System.out.println(rare.covers(10) + " once it is ended");
  }
}

package lanewise.bench.compare;

/**
 * One way of doing a case's work.
 *
 * @param competitor the library, {@code lanewise} for ours
 * @param variant how it is used: {@code on the fly}, {@code prepacked}, …
 * @param work does it once, into its own output
 * @param check throws where the output is wrong
 */
record Entrant(String competitor, String variant, Work work, Work check) {
  /** A piece of work that may fail as native calls do. */
  @FunctionalInterface
  interface Work {
    void run() throws Throwable;
  }

  boolean ours() {
    return competitor.equals("lanewise");
  }
}

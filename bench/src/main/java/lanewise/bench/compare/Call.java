package lanewise.bench.compare;

import java.util.concurrent.Callable;

/** A piece of work that is ready to be done again and again; only {@link #run} is timed. */
public interface Call {
  /**
   * Does it once.
   *
   * @param input which of the problem's inputs
   * @throws Throwable what the library throws
   */
  void run(int input) throws Throwable;

  /**
   * The answer of the last run.
   *
   * @return an array that the next run may overwrite
   * @throws Throwable what the library throws
   */
  float[] output() throws Throwable;

  /** How often one run does the problem's work. */
  default double share() {
    return 1;
  }

  /** What a run does. */
  @FunctionalInterface
  interface Action {
    /**
     * Does it.
     *
     * @throws Throwable what the library throws
     */
    void run(int input) throws Throwable;
  }

  /** What computes an answer into an array of its own or a new one. */
  @FunctionalInterface
  interface Answer {
    /**
     * Computes it.
     *
     * @throws Throwable what the library throws
     */
    float[] of(int input) throws Throwable;
  }

  /** A call whose answer is fetched apart from the run. */
  static Call of(Action action, Callable<float[]> output) {
    return new Call() {
      @Override
      public void run(int input) throws Throwable {
        action.run(input);
      }

      @Override
      public float[] output() throws Throwable {
        return output.call();
      }
    };
  }

  /** A call that writes into an array. */
  static Call into(float[] out, Action action) {
    return of(action, () -> out);
  }

  /** A call whose run gives the answer as an array. */
  static Call giving(Answer answer) {
    return new Call() {
      private float[] last = new float[0];

      @Override
      public void run(int input) throws Throwable {
        last = answer.of(input);
      }

      @Override
      public float[] output() {
        return last;
      }
    };
  }
}

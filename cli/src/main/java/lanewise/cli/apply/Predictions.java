package lanewise.cli.apply;

/** Where the predictions of rows go, in order. */
interface Predictions {
  /** Prints what is predicted of a row: the probabilities of the classes from an offset on. */
  void print(float[] probabilities, int offset);

  /** There are no more rows. */
  void end(double seconds);
}

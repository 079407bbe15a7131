package lanewise.cli.apply;

/** Receives the predictions of rows, in the order of the rows. */
interface Predictions {
  /** Prints the prediction for a row, whose probabilities begin at an offset. */
  void print(float[] probabilities, int offset);

  /** Prints what comes after the last row. */
  void end(double seconds);
}

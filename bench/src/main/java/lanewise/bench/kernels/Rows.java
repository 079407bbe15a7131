package lanewise.bench.kernels;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Where some rows of floats lie: an array, which may be the same one, and a place for each. */
final class Rows {
  private final float[][] arrays;
  private final int[] places;

  private Rows(float[][] arrays, int[] places) {
    this.arrays = arrays;
    this.places = places;
  }

  /** Rows that lie in one array, always so many floats apart. */
  static Rows together(float[] array, int first, int distance, int rows) {
    float[][] arrays = new float[rows][];
    Arrays.fill(arrays, array);
    return new Rows(arrays, IntStream.range(0, rows).map(row -> first + row * distance).toArray());
  }

  /** Rows in arrays of their own, as those of a kernel are. */
  static Rows apart(int n, int rows) {
    float[][] arrays = new float[rows][n];
    for (float[] array : arrays) {
      Arrays.fill(array, 1); // touched: the system gives memory then
    }
    return new Rows(arrays, new int[rows]);
  }

  /** The same rows, from a later element on. */
  Rows from(int i) {
    return new Rows(arrays, Arrays.stream(places).map(place -> place + i).toArray());
  }

  /** The array of a row; of one that is not there, that of the last. */
  float[] array(int row) {
    return arrays[Math.min(row, arrays.length - 1)];
  }

  /** The place of a row; of one that is not there, that of the last. */
  int at(int row) {
    return places[Math.min(row, places.length - 1)];
  }
}

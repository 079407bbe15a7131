package lanewise.training.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A matrix of numbers in one mapped file, readable in any order by any number of threads. Allocates
 * nothing.
 */
public interface MappedPart {
  /** Returns the name of the file, for messages. */
  String name();

  /** Returns the number of rows, at least 1. */
  int rows();

  /** Returns the number of values of a row, at least 1. */
  int width();

  /** Returns whether the file no longer has all the bytes that were mapped. */
  boolean isCutShort();

  /** Returns whether a file is gone or has fewer bytes than so many. */
  static boolean isShorter(Path file, long bytes) {
    try {
      return Files.size(file) < bytes;
    } catch (IOException gone) {
      return true;
    }
  }

  /** Copies the values of a row, converted to floats, to {@code to[at]} and after it. */
  void copy(int row, float[] to, int at);

  /** Returns the first value of a row as a float. */
  float first(int row);
}

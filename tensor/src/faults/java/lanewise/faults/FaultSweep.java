package lanewise.faults;

import java.io.IOException;
import java.nio.file.Path;
import lanewise.faults.FaultyFiles.Crash;
import lanewise.faults.FaultyFiles.Fault;

/**
 * Lets every call that some work takes on files fail once: the first call in the first try, the
 * second in the second, and so on, until a try has no call left to fail.
 *
 * <p>What holds of all work is checked here: it fails only where a call failed, says which file or
 * folder it was about, and leaves no file open.
 */
public final class FaultSweep {
  private FaultSweep() {}

  /** The work that is disturbed. */
  public interface Work {
    /**
     * Makes the files of a try as they are before the work.
     *
     * @param number the number of the try, from 0
     * @return the file or folder that the work is about, which messages have to name
     */
    Path prepare(int number) throws IOException;

    /**
     * Does the work.
     *
     * @param place what {@link #prepare} returned, in a file system whose calls fail
     */
    void run(Path place) throws IOException;

    /** Checks what the work has left. */
    void check(Try left) throws IOException;
  }

  /**
   * A try that has ended.
   *
   * @param number its number, and that of the call that failed
   * @param fault how the call failed
   * @param place the file or folder that the work was about, in the file system of the machine
   * @param files the calls, and what a power cut may take
   * @param whole whether the work came to its end
   */
  public record Try(int number, Fault fault, Path place, FaultyFiles files, boolean whole) {
    @Override
    public String toString() {
      return "%s in call %s of %s".formatted(fault, number, files.calls());
    }
  }

  /**
   * Disturbs the work in every call.
   *
   * @return the number of calls that failed
   */
  public static int of(Fault fault, Work work) throws IOException {
    for (int number = 0; ; number++) {
      Path place = work.prepare(number);
      FaultyFiles files = new FaultyFiles(fault, number);
      Try left = new Try(number, fault, place, files, isWhole(work, place, files));
      boolean interrupted = Thread.interrupted();
      require(fault == Fault.INTERRUPT || !interrupted, "the thread is interrupted", left);
      require(files.open() == 0, "a file is still open", left);
      work.check(left);
      if (!files.happened()) {
        require(left.whole, "nothing failed, but the work did not come to its end", left);
        return number;
      }
    }
  }

  private static boolean isWhole(Work work, Path place, FaultyFiles files) {
    try {
      work.run(files.path(place));
      return true;
    } catch (Crash ended) {
      return false;
    } catch (IOException | RuntimeException failed) {
      String message = String.valueOf(failed.getMessage());
      if (!files.happened() || !message.contains(place.toString())) {
        throw new AssertionError(
            "after %s calls, of which %s: a failure that does not name %s"
                .formatted(
                    files.calls().size(), files.happened() ? "one failed" : "none failed", place),
            failed);
      }
      return false;
    }
  }

  private static void require(boolean holds, String otherwise, Try left) {
    if (!holds) {
      throw new AssertionError(otherwise + ": " + left);
    }
  }
}

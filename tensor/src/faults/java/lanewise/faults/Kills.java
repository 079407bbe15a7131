package lanewise.faults;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * Kills processes by SIGKILL that write files into a folder by way of temporary ones: at a random
 * moment after their start, at a random moment after their first file, or while they write. The
 * moments come from a seed; what a process does at that moment is up to the machine.
 */
public final class Kills {
  /** How many kills each build takes: {@code -Dtest.kills=50} asks for more. */
  public static final int COUNT = Integer.getInteger("lanewise.test.kills", 1);

  /** The process that is to be killed needs the processor, too. */
  private static final long BETWEEN_LOOKS_NANOS = 500_000;

  private static final int KILLED = 128 + 9;
  private static final String TEMPORARY = ".tmp";
  private static final int MOST_FILES = 40;

  /** The last of the moments: after the start, after the first file, in a write. */
  private static final int IN_A_WRITE = 2;

  private final long seed;
  private final int longestMillis;
  private final Random random;
  private Path folder;
  private int kills;
  private int beforeAnyFile;
  private int inAWrite;

  /**
   * Plans kills.
   *
   * @param seed decides the moments
   * @param folder the folder to watch, which need not exist
   * @param longestMillis the longest time after the start of a process
   */
  public Kills(long seed, Path folder, int longestMillis) {
    this.seed = seed;
    this.folder = folder;
    this.longestMillis = longestMillis;
    this.random = new Random(seed);
  }

  /** Watches another folder from now on. */
  public void watch(Path another) {
    folder = another;
  }

  /**
   * Starts a process and kills it, unless it ends before.
   *
   * @return whether it was killed; if not, it has ended by itself
   */
  public boolean kill(ProcessBuilder builder) throws IOException, InterruptedException {
    return kill(builder, random.nextInt(IN_A_WRITE + 1));
  }

  /**
   * Starts a process and kills it while it writes a file, unless it ends before.
   *
   * @return whether it was killed; if not, it has ended by itself
   */
  public boolean killInAWrite(ProcessBuilder builder) throws IOException, InterruptedException {
    return kill(builder, IN_A_WRITE);
  }

  private boolean kill(ProcessBuilder builder, int moment)
      throws IOException, InterruptedException {
    Set<Path> before = files();
    Process process = builder.start();
    boolean ended =
        switch (moment) {
          case 0 -> endsWithin(process, longestMillis);
          case 1 -> endsBeforeAFile(process, before) || endsWithin(process, longestMillis / 2);
          default -> endsBeforeTemporaries(process, before, 1 + random.nextInt(MOST_FILES));
        };
    if (!ended) {
      process.destroyForcibly();
    }
    if (process.waitFor() != KILLED) {
      return false;
    }
    Set<Path> left = files();
    left.removeAll(before);
    kills++;
    beforeAnyFile += left.isEmpty() ? 1 : 0;
    inAWrite += left.stream().anyMatch(Kills::isTemporary) ? 1 : 0;
    return true;
  }

  private boolean endsWithin(Process process, int most) throws InterruptedException {
    return process.waitFor(random.nextLong(1_000L * most), TimeUnit.MICROSECONDS);
  }

  private boolean endsBeforeAFile(Process process, Set<Path> before) {
    Set<Path> found = files();
    while (process.isAlive() && before.containsAll(found)) {
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
      found = files();
    }
    return !process.isAlive();
  }

  /** Waits for some new files, and returns while the next temporary one is likely there. */
  private boolean endsBeforeTemporaries(Process process, Set<Path> before, int count) {
    Set<Path> seen = new HashSet<>();
    while (process.isAlive() && seen.size() < count) {
      LockSupport.parkNanos(BETWEEN_LOOKS_NANOS);
      seen.addAll(files());
      seen.removeAll(before);
    }
    seen.addAll(before);
    while (process.isAlive()
        && files().stream().noneMatch(file -> isTemporary(file) && !seen.contains(file))) {
      Thread.onSpinWait();
    }
    return !process.isAlive();
  }

  private static boolean isTemporary(Path file) {
    return file.toString().endsWith(TEMPORARY);
  }

  private Set<Path> files() {
    if (!Files.isDirectory(folder)) {
      return new HashSet<>();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return new HashSet<>(files.toList());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /** The half-written files in the folder. */
  public List<Path> halfWritten() {
    return files().stream().filter(Kills::isTemporary).toList();
  }

  /** The number of processes that were killed. */
  public int count() {
    return kills;
  }

  /** The number of those that were killed while they wrote a file. */
  public int inAWrite() {
    return inAWrite;
  }

  @Override
  public String toString() {
    return "%d kills (%d before a file was written, %d while one was), seed %d"
        .formatted(kills, beforeAnyFile, inAWrite, seed);
  }
}

package lanewise.training.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The {@link SoakLoad} in rounds, between which memory, descriptors, threads and classes are
 * counted; none of them may grow. Each build takes a few rounds; {@code -Psoak} takes minutes or an
 * hour.
 */
@Tag("once")
@Timeout(24 * 3_600)
final class SoakTest {
  private static final int MINUTES = Integer.getInteger("lanewise.test.soak", 0);
  private static final long SEED = Long.getLong("lanewise.test.seed", 14);

  /** Rounds in which caches fill and classes are loaded. */
  private static final int WARM_UP = 6;

  private static final int SHORTEST = 8;

  @TempDir private Path folder;

  /** What the process holds between two rounds. */
  private record Holdings(long heapBytes, long descriptors, long threads, long classes) {
    static Holdings now() throws IOException {
      for (int i = 0; i < 3; i++) {
        System.gc();
      }
      return new Holdings(
          ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed(),
          openDescriptors(),
          Thread.getAllStackTraces().size(),
          ManagementFactory.getClassLoadingMXBean().getLoadedClassCount());
    }

    /** The open files of the process, where the system tells; else 0. */
    private static long openDescriptors() throws IOException {
      Path descriptors = Path.of("/proc/self/fd");
      if (!Files.isDirectory(descriptors)) {
        return 0;
      }
      try (Stream<Path> open = Files.list(descriptors)) {
        return open.count();
      }
    }
  }

  @Test
  void holdsWhatItHeldAndComputesWhatItComputed() throws Exception {
    long end = System.nanoTime() + MINUTES * 60_000_000_000L;
    List<Holdings> held = new ArrayList<>();
    System.out.printf("soak of %d minutes, seed %d%n", MINUTES, SEED);
    try (SoakLoad load = new SoakLoad(folder)) {
      int round = 0;
      for (; round < SHORTEST || System.nanoTime() < end; round++) {
        try {
          load.round(SEED + round);
        } catch (Throwable failure) {
          throw new AssertionError(
              "round %d of the seed %d (-Dlanewise.test.seed=%d begins with it)"
                  .formatted(round, SEED, SEED + round),
              failure);
        }
        if (MINUTES == 0 && round < SHORTEST - 1) {
          continue; // collecting the garbage takes longer than the round
        }
        held.add(Holdings.now());
        if (held.size() % 100 == 0) {
          System.out.printf("%d rounds: %s%n%s%n", round + 1, held.getLast(), load);
        }
      }
      System.out.printf("%d rounds%n%s%n", round, load);
      assertThat(load.publications + load.trainings).isPositive();
      assertThat(load.answered.get()).isPositive();
      assertThat(load.batched.get()).isPositive();
    }
    if (held.size() < 3 * WARM_UP) {
      return; // the few rounds of a build say nothing about growth
    }
    List<Holdings> first = held.subList(WARM_UP, WARM_UP + (held.size() - WARM_UP) / 3);
    List<Holdings> last = held.subList(held.size() - first.size(), held.size());
    System.out.printf("at first %s%nat last  %s%n", first.getFirst(), last.getLast());
    assertFlat("bytes of heap", Holdings::heapBytes, 4 << 20, first, last);
    assertFlat("descriptors", Holdings::descriptors, 4, first, last);
    assertFlat("threads", Holdings::threads, 4, first, last);
    assertFlat("loaded classes", Holdings::classes, 500, first, last);
  }

  /** The least of the last third is about that of the first: what is held for good cannot hide. */
  private static void assertFlat(
      String what,
      ToLongFunction<Holdings> count,
      long slack,
      List<Holdings> first,
      List<Holdings> last) {
    long before = first.stream().mapToLong(count).min().orElseThrow();
    long after = last.stream().mapToLong(count).min().orElseThrow();
    System.out.printf(
        "%s: at least %,d in the first third, %,d in the last%n", what, before, after);
    assertThat(after).as(what).isLessThanOrEqualTo(before + slack);
  }
}

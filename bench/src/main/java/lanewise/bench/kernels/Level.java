package lanewise.bench.kernels;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Where data lie: a cache of the processor, or memory. */
enum Level {
  /** The first cache. */
  L1,
  /** The second. */
  L2,
  /** The third. */
  L3,
  /** Memory, or a third cache of more than half a gigabyte. */
  MEMORY;

  private static final Path CACHES = Path.of("/sys/devices/system/cpu/cpu0/cache");
  private static final long KIBI = 1024;
  private static final long LARGEST = KIBI * KIBI * KIBI;
  private static final long[] USUAL = {32 * KIBI, KIBI * KIBI, 32 * KIBI * KIBI};

  /** As in a table. */
  String label() {
    return this == MEMORY ? name().toLowerCase(Locale.ROOT) : name();
  }

  /**
   * The bytes of a set of data that lies there and not in the level before: half of a cache, but of
   * the third, which others share, an eighth; four times the third cache for memory, and at most a
   * gigabyte.
   */
  long bytes() {
    Map<Integer, Long> sizes = sizes();
    long l1 = sizes.getOrDefault(1, USUAL[0]);
    long l2 = sizes.getOrDefault(2, USUAL[1]);
    long l3 = sizes.getOrDefault(3, USUAL[2]);
    return switch (this) {
      case L1 -> l1 / 2;
      case L2 -> l2 / 2;
      case L3 -> Math.max(2 * l2, l3 / 8);
      case MEMORY -> Math.min(4 * l3, LARGEST);
    };
  }

  /** Of the caches for data, by their number; empty where the system does not tell. */
  private static Map<Integer, Long> sizes() {
    Map<Integer, Long> sizes = new TreeMap<>();
    for (int i = 0; Files.isDirectory(CACHES.resolve("index" + i)); i++) {
      Path cache = CACHES.resolve("index" + i);
      try {
        Matcher size =
            Pattern.compile("(\\d+)K").matcher(Files.readString(cache.resolve("size")).strip());
        if (!Files.readString(cache.resolve("type")).strip().equals("Instruction")
            && size.matches()) {
          sizes.put(
              Integer.valueOf(Files.readString(cache.resolve("level")).strip()),
              KIBI * Long.parseLong(size.group(1)));
        }
      } catch (IOException e) {
        return Map.of(); // a system without these files: the usual sizes
      }
    }
    return sizes;
  }
}

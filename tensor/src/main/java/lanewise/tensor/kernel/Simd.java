package lanewise.tensor.kernel;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The vector width of this JVM, chosen once: the widest that the processor prefers, what the system
 * property {@value #PROPERTY} forces, or scalar code where the incubator module or the optimizing
 * compiler is missing.
 *
 * <p>All vector kernels read their species from {@link FloatLanes}, so one JVM runs one width. That
 * keeps every species a constant for the compiler, without which vectors are objects on the heap.
 */
public final class Simd {
  /**
   * Forces a width: {@code scalar}, {@code 128}, {@code 256}, {@code 512}; {@code auto} chooses.
   */
  public static final String PROPERTY = "lanewise.simd";

  private static final String FLAG = "--add-modules jdk.incubator.vector";
  private static final Simd CHOSEN = choose(System.getProperty(PROPERTY, "auto"));

  /** Vector width in bits; 0 for the scalar kernels. A constant for the compiler. */
  public static final int BITS = CHOSEN.bits;

  private final int bits;
  private final String reason;

  private Simd(int bits, String reason) {
    this.bits = bits;
    this.reason = reason;
  }

  /** Why this width: a sentence for {@code describe}. */
  public static String reason() {
    return CHOSEN.reason;
  }

  private static Simd choose(String wanted) {
    String missing = missing();
    int widest = missing == null ? PreferredWidth.bits() : 0;
    return switch (wanted.toLowerCase(Locale.ROOT)) {
      case "auto" -> automatic(missing, widest);
      case "scalar" -> new Simd(0, forced(wanted));
      case "128" -> fixed(128, wanted, widest, missing);
      case "256" -> fixed(256, wanted, widest, missing);
      case "512" -> fixed(512, wanted, widest, missing);
      default ->
          throw new IllegalStateException(
              "-D" + PROPERTY + "=" + wanted + ": use auto, scalar, 128, 256 or 512");
    };
  }

  private static Simd automatic(@Nullable String missing, int widest) {
    if (missing == null) {
      return new Simd(widest, "the width that the JVM prefers on this processor");
    }
    System.getLogger("lanewise").log(System.Logger.Level.WARNING, "Scalar kernels: " + missing);
    return new Simd(0, missing);
  }

  private static Simd fixed(int bits, String wanted, int widest, @Nullable String missing) {
    if (bits > widest) {
      String why = missing == null ? "the widest vectors here have " + widest + " bits" : missing;
      throw new IllegalStateException("-D" + PROPERTY + "=" + wanted + " is not available: " + why);
    }
    return new Simd(bits, forced(wanted));
  }

  private static String forced(String wanted) {
    return "forced by -D" + PROPERTY + "=" + wanted;
  }

  /** What keeps vector code from running here, or null. */
  private static @Nullable String missing() {
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isEmpty()) {
      return "the vector module is not loaded, which makes all operations several times slower;"
          + " start java with "
          + FLAG;
    }
    String mode = System.getProperty("java.vm.info", "");
    if (mode.contains("interpreted") || mode.contains("emulated-client")) {
      return "this JVM runs without its optimizing compiler ("
          + mode
          + "), which makes all operations several times slower;"
          + " start java without -Xint and -XX:TieredStopAtLevel";
    }
    return null;
  }
}

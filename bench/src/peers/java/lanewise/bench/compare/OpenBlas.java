package lanewise.bench.compare;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * OpenBLAS through the foreign function interface, operands in 64-byte aligned native memory, one
 * thread. The environment chooses its kernels: OPENBLAS_CORETYPE, which {@code bench/compare} sets.
 */
final class OpenBlas {
  private static final int ROW_MAJOR = 101;
  private static final int PLAIN = 111;
  private static final int TRANSPOSED = 112;
  private static final String[] LIBRARIES = {
    "libgcc_s.so.1", "libquadmath.so.0", "libgfortran.so.5", "libopenblas.so.0"
  };

  private final MethodHandle sgemm;
  private final MethodHandle sgemv;
  private final String core;

  private OpenBlas(MethodHandle sgemm, MethodHandle sgemv, String core) {
    this.sgemm = sgemm;
    this.sgemv = sgemv;
    this.core = core;
  }

  @SuppressWarnings("restricted") // native code is what is compared with
  static OpenBlas load() throws Throwable {
    Path folder = Files.createTempDirectory("lanewise-openblas");
    for (String library : LIBRARIES) {
      System.load(extract(folder, library).toString());
    }
    SymbolLookup symbols = SymbolLookup.loaderLookup();
    Linker linker = Linker.nativeLinker();
    ValueLayout.OfInt i = ValueLayout.JAVA_INT;
    ValueLayout.OfFloat f = ValueLayout.JAVA_FLOAT;
    var p = ValueLayout.ADDRESS;
    MethodHandle sgemm =
        linker.downcallHandle(
            symbols.findOrThrow("cblas_sgemm"),
            FunctionDescriptor.ofVoid(i, i, i, i, i, i, f, p, i, p, i, f, p, i));
    MethodHandle sgemv =
        linker.downcallHandle(
            symbols.findOrThrow("cblas_sgemv"),
            FunctionDescriptor.ofVoid(i, i, i, i, f, p, i, p, i, f, p, i));
    MethodHandle corename =
        linker.downcallHandle(
            symbols.findOrThrow("openblas_get_corename"), FunctionDescriptor.of(p));
    MemorySegment name = ((MemorySegment) corename.invokeExact()).reinterpret(64);
    return new OpenBlas(sgemm, sgemv, name.getString(0));
  }

  private static Path extract(Path folder, String library) throws IOException {
    Path file = folder.resolve(library);
    String resource = "/org/bytedeco/openblas/linux-x86_64/" + library;
    try (InputStream in = OpenBlas.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("compare: " + resource + " is not on the class path");
      }
      Files.copy(in, file);
    }
    file.toFile().deleteOnExit();
    folder.toFile().deleteOnExit();
    return file;
  }

  /** Which kernels run, as the library says. */
  String core() {
    return core;
  }

  static MemorySegment copy(float[] values) {
    MemorySegment copy = Arena.ofAuto().allocate(Math.max(1, values.length) * 4L, 64);
    MemorySegment.copy(values, 0, copy, ValueLayout.JAVA_FLOAT, 0, values.length);
    return copy;
  }

  void sgemm(
      boolean transA,
      boolean transB,
      int m,
      int n,
      int k,
      MemorySegment a,
      int lda,
      MemorySegment b,
      int ldb,
      MemorySegment c)
      throws Throwable {
    sgemm.invokeExact(
        ROW_MAJOR,
        transA ? TRANSPOSED : PLAIN,
        transB ? TRANSPOSED : PLAIN,
        m,
        n,
        k,
        1f,
        a,
        lda,
        b,
        ldb,
        0f,
        c,
        n);
  }

  /** y = op(A) x, A of m x n. */
  void sgemv(boolean trans, int m, int n, MemorySegment a, MemorySegment x, MemorySegment y)
      throws Throwable {
    sgemv.invokeExact(ROW_MAJOR, trans ? TRANSPOSED : PLAIN, m, n, 1f, a, n, x, 1, 0f, y, 1);
  }
}

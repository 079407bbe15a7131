package lanewise.bench.compare.peer;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lanewise.bench.compare.Call;
import lanewise.bench.compare.Product;
import lanewise.bench.compare.Reduction;
import lanewise.bench.compare.Transposition;

/**
 * A native library with the C interface of BLAS, through the foreign function interface, operands
 * in 64-byte aligned native memory.
 */
public final class Cblas {
  private static final int ROW_MAJOR = 101;
  private static final int PLAIN = 111;
  private static final int TRANSPOSED = 112;
  private static final ValueLayout.OfInt I = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfLong L = ValueLayout.JAVA_LONG;
  private static final ValueLayout.OfByte B = ValueLayout.JAVA_BYTE;
  private static final ValueLayout.OfFloat F = ValueLayout.JAVA_FLOAT;
  private static final AddressLayout P = ValueLayout.ADDRESS;

  private final SymbolLookup symbols = SymbolLookup.loaderLookup();

  private Cblas() {}

  /**
   * Loads libraries that lie in a jar, in this order: each before those that need it.
   *
   * @param folder of the class path
   * @throws IOException if one is not there or cannot be unpacked
   */
  public static Cblas load(String folder, String... libraries) throws IOException {
    return load(folder, List.of(), libraries);
  }

  /**
   * Loads libraries that lie in a jar, beside others that they load themselves.
   *
   * @throws IOException if one is not there or cannot be unpacked
   */
  @SuppressWarnings("restricted") // native code is what is compared with
  public static Cblas load(String folder, List<String> beside, String... libraries)
      throws IOException {
    Path unpacked = Files.createTempDirectory("lanewise-cblas");
    unpacked.toFile().deleteOnExit();
    for (String library : beside) {
      unpack(folder, library, unpacked);
    }
    for (String library : libraries) {
      System.load(unpack(folder, library, unpacked).toString());
    }
    return new Cblas();
  }

  private static Path unpack(String folder, String library, Path to) throws IOException {
    Path file = to.resolve(library);
    try (InputStream in = Cblas.class.getResourceAsStream(folder + library)) {
      if (in == null) {
        throw new IOException(folder + library + " is not on the class path");
      }
      Files.copy(in, file);
    }
    file.toFile().deleteOnExit();
    return file;
  }

  @SuppressWarnings("restricted")
  private MethodHandle function(String name, FunctionDescriptor type) {
    return Linker.nativeLinker().downcallHandle(symbols.findOrThrow(name), type);
  }

  /** What a function without arguments says. */
  @SuppressWarnings("restricted")
  public String text(String function) throws Throwable {
    FunctionDescriptor type = FunctionDescriptor.of(P);
    return ((MemorySegment) function(function, type).invokeExact())
        .reinterpret(Long.MAX_VALUE)
        .getString(0);
  }

  private static MemorySegment copy(float[] values) {
    MemorySegment copy = Arena.ofAuto().allocate(Math.max(1, values.length) * 4L, 64);
    MemorySegment.copy(values, 0, copy, ValueLayout.JAVA_FLOAT, 0, values.length);
    return copy;
  }

  /** Whether there is a function for the reduction. */
  public static boolean has(Reduction r) {
    return r.kind() == Reduction.Kind.DOT || r.kind() == Reduction.Kind.NORM;
  }

  /** The reduction by sdot or snrm2. */
  public Call reduction(Reduction r) {
    MemorySegment x = copy(r.x());
    MemorySegment y = copy(r.y());
    int n = r.rows() * r.columns();
    float[] out = new float[1];
    if (r.kind() == Reduction.Kind.NORM) {
      MethodHandle snrm2 = function("cblas_snrm2", FunctionDescriptor.of(F, I, P, I));
      return Call.into(out, _ -> out[0] = (float) snrm2.invokeExact(n, x, 1));
    }
    MethodHandle sdot = function("cblas_sdot", FunctionDescriptor.of(F, I, P, I, P, I));
    return Call.into(out, _ -> out[0] = (float) sdot.invokeExact(n, x, 1, y, 1));
  }

  /** The copy by OpenBLAS's or MKL's own function, which BLAS does not have. */
  public Call transposition(Transposition t) {
    MemorySegment x = copy(t.x());
    MemorySegment y = copy(new float[t.rows() * t.columns()]);
    int rows = t.rows();
    int columns = t.columns();
    if (symbols.find("cblas_somatcopy").isPresent()) {
      MethodHandle copy =
          function("cblas_somatcopy", FunctionDescriptor.ofVoid(I, I, I, I, F, P, I, P, I));
      return Call.of(
          _ -> {
            copy.invokeExact(ROW_MAJOR, TRANSPOSED, rows, columns, 1f, x, columns, y, rows);
          },
          () -> y.toArray(F));
    }
    MethodHandle copy =
        function("MKL_Somatcopy", FunctionDescriptor.ofVoid(B, B, L, L, F, P, L, P, L));
    long m = rows;
    long k = columns;
    return Call.of(
        _ -> {
          copy.invokeExact((byte) 'R', (byte) 'T', m, k, 1f, x, k, y, m);
        },
        () -> y.toArray(F));
  }

  /** The product by sgemm, of one row by sgemv. */
  public Call product(Product p) {
    MemorySegment a = copy(p.a());
    MemorySegment b = copy(p.b());
    MemorySegment c = copy(new float[p.m() * p.n()]);
    if (p.m() == 1) {
      MethodHandle sgemv =
          function("cblas_sgemv", FunctionDescriptor.ofVoid(I, I, I, I, F, P, I, P, I, F, P, I));
      int n = p.n();
      int k = p.k();
      return Call.of(
          _ -> {
            sgemv.invokeExact(ROW_MAJOR, PLAIN, n, k, 1f, b, k, a, 1, 0f, c, 1);
          },
          () -> c.toArray(F));
    }
    MethodHandle sgemm =
        function(
            "cblas_sgemm", FunctionDescriptor.ofVoid(I, I, I, I, I, I, F, P, I, P, I, F, P, I));
    int transA = p.transA() ? TRANSPOSED : PLAIN;
    int transB = p.transB() ? TRANSPOSED : PLAIN;
    int m = p.m();
    int n = p.n();
    int k = p.k();
    int lda = p.lda();
    int ldb = p.ldb();
    return Call.of(
        _ -> {
          sgemm.invokeExact(ROW_MAJOR, transA, transB, m, n, k, 1f, a, lda, b, ldb, 0f, c, n);
        },
        () -> c.toArray(F));
  }
}

package lanewise.bench.compare.run;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import lanewise.bench.compare.Peer;

/**
 * A library that takes part.
 *
 * @param name as results show it
 * @param type its {@link Peer}: a class, or a file of Python
 * @param module its folder below {@code bench/peers}; empty for what this jar has
 * @param works in which it takes part
 * @param options of its JVM
 */
record Library(String name, String type, String module, Set<String> works, List<String> options) {
  static final Library LANEWISE =
      own(
          "lanewise",
          "LanewisePeer",
          "gemm gemv elementwise reductions transpose mlp startup training serve");

  /** What is measured, in the order of the tables: this list is the only place that names it. */
  static final List<Library> ALL =
      List.of(
          LANEWISE,
          own("machine", "MachinePeer", "gemm startup"),
          own("plain Java", "PlainPeer", "gemm gemv elementwise reductions transpose"),
          peer("OpenBLAS", "openblas", "OpenBlasPeer", "gemm gemv reductions transpose"),
          peer("netlib", "netlib", "NetlibPeer", "gemm gemv reductions"),
          peer("MKL", "mkl", "MklPeer", "gemm gemv reductions transpose"),
          peer("Jlama", "jlama", "JlamaPeer", "gemm gemv reductions"),
          peer("ojAlgo", "ojalgo", "OjalgoPeer", "gemm gemv reductions"),
          peer("EJML", "ejml", "EjmlPeer", "gemm gemv reductions transpose"),
          peer(
              "ONNX Runtime",
              "onnx",
              "OnnxRuntimePeer",
              "gemm gemv elementwise reductions transpose mlp startup serve"),
          peer(
              "DJL PyTorch",
              "djl",
              "DjlPeer",
              "mlp startup training serve",
              "-Dai.djl.offline=true",
              "-Dai.djl.pytorch.num_threads=@threads",
              "-Dai.djl.pytorch.num_interop_threads=1"),
          peer("TensorFlow Java", "tensorflow", "TensorFlowPeer", "mlp startup training"),
          peer("DL4J", "dl4j", "Dl4jPeer", "mlp startup training"),
          peer("Smile", "smile", "SmilePeer", "mlp startup training"),
          python("NumPy", "numpy_peer.py"),
          python("PyTorch", "torch_peer.py"),
          python("JAX", "jax_peer.py"),
          python("scikit-learn", "sklearn_peer.py"));

  private static Library own(String name, String type, String works) {
    return new Library(
        name,
        "lanewise.bench.compare.peer." + type,
        "",
        words(works),
        List.of("--add-modules=jdk.incubator.vector"));
  }

  private static Library peer(
      String name, String module, String type, String works, String... options) {
    return new Library(
        name, "lanewise.bench.peers." + type, module, words(works), List.of(options));
  }

  private static Library python(String name, String file) {
    return new Library(name, file, "python", Set.of("training"), List.of());
  }

  private static Set<String> words(String text) {
    return Set.of(text.split(" ", -1));
  }

  static Peer peer(String type) throws ReflectiveOperationException {
    return Class.forName(type).asSubclass(Peer.class).getConstructor().newInstance();
  }

  boolean ours() {
    return name.equals(LANEWISE.name);
  }

  /** What the machine can do, which is no competitor. */
  boolean machine() {
    return name.equals("machine");
  }

  boolean python() {
    return type.endsWith(".py");
  }

  /** Whether a user's word names it: a part of the name in any case. */
  boolean named(String word) {
    return name.toLowerCase(Locale.ROOT).contains(word.toLowerCase(Locale.ROOT));
  }
}

package lanewise.bench.compare.mlp;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A library that takes part, and how its process is started.
 *
 * @param name as results show it
 * @param className its {@link Contestant}
 * @param module its folder below {@code bench/peers}; empty for ours
 * @param options of its JVM
 */
record Competitor(String name, String className, String module, List<String> options) {
  static final String OURS = "lanewise";
  static final Competitor LANEWISE =
      new Competitor(
          OURS,
          "lanewise.bench.compare.mlp.LanewisePlan",
          "",
          List.of("--add-modules=jdk.incubator.vector"));
  static final List<Competitor> PEERS =
      List.of(
          peer("ONNX Runtime", "onnx.OnnxRuntimePeer", "onnx"),
          peer(
              "DJL PyTorch",
              "djl.DjlPeer",
              "djl",
              "-Dai.djl.offline=true",
              "-Dai.djl.pytorch.num_threads=1",
              "-Dai.djl.pytorch.num_interop_threads=1"),
          peer("TensorFlow Java", "tensorflow.TensorFlowPeer", "tensorflow"),
          peer("DL4J", "dl4j.Dl4jPeer", "dl4j"),
          peer("Smile", "smile.SmilePeer", "smile"));

  private static final String NATIVE = "target/native/org/bytedeco/openblas/linux-x86_64";

  private static Competitor peer(String name, String type, String module, String... options) {
    return new Competitor(name, "lanewise.bench.peers." + type, module, List.of(options));
  }

  static Contestant contestant(String className) throws ReflectiveOperationException {
    return Class.forName(className).asSubclass(Contestant.class).getConstructor().newInstance();
  }

  /** Why something failed, in one line: the innermost cause. */
  static String reason(Throwable failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = cause.getMessage() == null ? "" : ": " + cause.getMessage().strip();
    return (cause.getClass().getSimpleName() + message).lines().findFirst().orElse("");
  }

  boolean ours() {
    return module.isEmpty();
  }

  /**
   * The jars that an application has to ship.
   *
   * @param root of the clone
   * @throws IOException if they have not been built
   */
  List<Path> jars(Path root) throws IOException {
    if (ours()) {
      return List.of(ownJar(root, "tensor"), ownJar(root, "layers"));
    }
    Path folder = folder(root).resolve("target/lib");
    if (!Files.isDirectory(folder)) {
      throw new IOException("not built: there is no folder " + root.relativize(folder));
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }

  /** The class of the contestant and what starts it: not part of what an application ships. */
  List<Path> harness(Path root) throws IOException {
    List<Path> jars = new ArrayList<>();
    if (!ours()) {
      jars.add(jar(folder(root).resolve("target"), "lanewise-bench-" + module));
    }
    jars.add(ownJar(root, "bench"));
    return jars;
  }

  private static Path ownJar(Path root, String module) throws IOException {
    return jar(root.resolve(module).resolve("target"), "lanewise-" + module);
  }

  private static Path jar(Path folder, String prefix) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches(prefix + "-\\d.*\\.jar"))
          .max(Comparator.naturalOrder())
          .orElseThrow(() -> new IOException("not built: no jar " + prefix + " in " + folder));
    }
  }

  private Path folder(Path root) {
    return root.resolve("bench/peers").resolve(module);
  }

  static String classPath(List<Path> jars) {
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  /** A process of this competitor: one thread for everything that can be told so. */
  ProcessBuilder process(Path root, List<String> moreOptions, List<Path> jars, String... call) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    if (!ours()) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("-Dorg.bytedeco.javacpp.cachedir=" + root.resolve("bench/peers/target/javacpp"));
    }
    command.addAll(options);
    command.addAll(moreOptions);
    command.addAll(List.of("-cp", classPath(jars)));
    command.addAll(List.of(call));
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.put("OMP_NUM_THREADS", "1");
    environment.put("OPENBLAS_NUM_THREADS", "1");
    environment.put("MKL_NUM_THREADS", "1");
    environment.put("TF_CPP_MIN_LOG_LEVEL", "2");
    environment.put("DJL_CACHE_DIR", root.resolve("bench/peers/target/djl").toString());
    Path libraries = folder(root).resolve(NATIVE);
    if (!ours() && Files.isDirectory(libraries)) {
      environment.put("LD_LIBRARY_PATH", libraries.toString());
    }
    return builder;
  }
}

package lanewise.bench.compare.run;

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
import lanewise.bench.machine.Jvm;
import lanewise.bench.machine.Pinning;

/**
 * Starts the processes of libraries, with the threads and cores that they may use.
 *
 * @param root of the clone
 * @param folder for logs and models
 * @param threads of a call
 * @param python the interpreter, or empty
 * @param cores as taskset names them, or empty to leave the choice to the system
 */
record Launcher(Path root, Path folder, int threads, String python, String cores) {
  private static final String VECTORS = "--add-modules=jdk.incubator.vector";
  private static final String OPENBLAS = "LANEWISE_OPENBLAS";

  /** The process of a {@link Child}. */
  ProcessBuilder child(Library library) throws IOException {
    List<String> command = new ArrayList<>(Pinning.words(cores));
    if (library.python()) {
      if (python.isEmpty()) {
        throw new IOException("needs --python PATH of a Python that has it");
      }
      command.addAll(List.of(python, module(library).resolve(library.type()).toString()));
    } else {
      List<Path> jars = new ArrayList<>();
      if (!library.module().isEmpty()) {
        jars.addAll(shipped(library));
        jars.add(harness(library).getFirst());
      }
      jars.add(root.resolve("bench/target/lanewise-bench.jar"));
      command.addAll(java(library, List.of(VECTORS, "-Dlanewise.start=0"), jars));
      command.addAll(List.of(Child.class.getName(), library.type()));
    }
    return builder(library, command);
  }

  /**
   * A process with the jars that an application has: not pinned, as a JVM that starts or serves
   * uses what cores there are.
   */
  ProcessBuilder fresh(Library library, Class<?> main, List<String> options, List<String> words)
      throws IOException {
    List<Path> jars = new ArrayList<>(shipped(library));
    jars.addAll(harness(library));
    List<String> command = java(library, options, jars);
    command.add(main.getName());
    command.addAll(words);
    return builder(library, command);
  }

  private List<String> java(Library library, List<String> more, List<Path> jars) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:+UseSerialGC");
    command.add("-Dbench.threads=" + threads);
    if (!library.module().isEmpty()) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("-Dorg.bytedeco.javacpp.cachedir=" + folder.resolve("javacpp"));
    }
    for (String option : library.options()) {
      command.add(option.replace("@threads", Integer.toString(threads)));
    }
    command.addAll(more);
    command.addAll(Jvm.userOptions());
    command.add("-cp");
    command.add(jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    return command;
  }

  private ProcessBuilder builder(Library library, List<String> command) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    for (String variable : List.of("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")) {
      environment.put(variable, Integer.toString(threads));
    }
    tellOpenBlas(environment, library.python());
    if (Jvm.narrow()) {
      // Those that can be told; ONNX Runtime and TensorFlow's own kernels cannot.
      environment.putIfAbsent("MKL_ENABLE_INSTRUCTIONS", "AVX2");
      environment.putIfAbsent("ONEDNN_MAX_CPU_ISA", "AVX2");
      environment.putIfAbsent("ATEN_CPU_CAPABILITY", "avx2");
      environment.putIfAbsent("XLA_FLAGS", "--xla_cpu_max_isa=AVX2"); // JAX
    }
    environment.put("TF_CPP_MIN_LOG_LEVEL", "2");
    environment.put("DJL_CACHE_DIR", folder.resolve("djl").toString());
    Path libraries = module(library).resolve("target/native/org/bytedeco/openblas/linux-x86_64");
    if (Files.isDirectory(libraries)) {
      environment.put("LD_LIBRARY_PATH", libraries.toString());
    }
    Files.createDirectories(folder);
    builder.redirectError(log(library).toFile());
    return builder;
  }

  /** Where what a library's processes print goes. */
  Path log(Library library) {
    return folder.resolve(library.name().replace(' ', '-') + ".log");
  }

  /** What there is to say when a process has ended early: the innermost cause that it left. */
  IOException ended(Library library) throws IOException {
    List<String> lines =
        Files.readAllLines(log(library)).stream().filter(line -> !line.isBlank()).toList();
    String cause =
        lines.stream()
            .filter(line -> line.startsWith("Caused by") || line.startsWith("Exception in"))
            .reduce((_, last) -> last)
            .orElse(lines.isEmpty() ? "without a word" : lines.getLast());
    return new IOException("the process ended: " + cause);
  }

  /**
   * Tells a process which kernels OpenBLAS is to use: what it inherits was set for other programs,
   * and would slow this one unseen. A Python's OpenBLAS may be of any version: it chooses itself,
   * unless the user does, or all are held to AVX2.
   *
   * @param environment of the process, changed
   */
  static void tellOpenBlas(Map<String, String> environment, boolean python) throws IOException {
    environment.remove("OPENBLAS_CORETYPE");
    environment.remove("OPENBLAS_L2_SIZE");
    if (!python || environment.containsKey(OPENBLAS) || Jvm.narrow()) {
      environment.put("OPENBLAS_CORETYPE", openBlas(environment));
    }
  }

  /**
   * OpenBLAS's kernels: those that LANEWISE_OPENBLAS names, or the best that it has for the
   * processor; it does not know each processor itself.
   */
  static String openBlas(Map<String, String> environment) throws IOException {
    String flags = Files.readString(Path.of("/proc/cpuinfo"));
    String best =
        Jvm.narrow() || !flags.contains("avx512f")
            ? "Haswell"
            : flags.contains("avx512_bf16") ? "Cooperlake" : "SkylakeX";
    return environment.getOrDefault(OPENBLAS, best);
  }

  /**
   * The jars that an application has to ship.
   *
   * @throws IOException if they have not been built
   */
  List<Path> shipped(Library library) throws IOException {
    if (library.module().isEmpty()) {
      return List.of(ownJar("tensor"), ownJar("layers"));
    }
    Path jars = module(library).resolve("target/lib");
    if (!Files.isDirectory(jars)) {
      throw new IOException("not built: there is no folder " + root.relativize(jars));
    }
    try (Stream<Path> files = Files.list(jars)) {
      return files.sorted().toList();
    }
  }

  /** The class of the peer and what starts it: not part of what an application ships. */
  private List<Path> harness(Library library) throws IOException {
    List<Path> jars = new ArrayList<>();
    if (!library.module().isEmpty()) {
      jars.add(jar(module(library).resolve("target"), "lanewise-bench-" + library.module()));
    }
    jars.add(ownJar("bench"));
    return jars;
  }

  private Path ownJar(String module) throws IOException {
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

  private Path module(Library library) {
    return root.resolve("bench/peers").resolve(library.module());
  }
}

/**
 * Benchmarks of this library against the machine it runs on.
 *
 * <p><b>To run:</b>
 *
 * <pre>
 *   java -jar bench/target/lanewise-bench.jar                    everything: about 50 minutes
 *   java -jar bench/target/lanewise-bench.jar -l                 the names
 *   … KernelBenchmark -p family=reduce                           one kernel family: a minute
 *   … KernelBenchmark -p family=gemm -p variant=all              each of its variants
 *   java -jar bench/target/lanewise-bench.jar -f 1 -wi 3 -i 3 -w 200ms -r 200ms Matmul
 *                                                                some, by a part of the name, quickly
 *   … MatmulBenchmark.prepacked -p shape=mine-32x300x700 -p threads=2     a shape and threads of one's own
 *   … Predict -p model=784-1024-1024-10                          a model of one's own
 *   … -jvmArgsAppend -Dlanewise.simd=256                         another vector width
 *   … -prof gc                                                   bytes allocated a call
 *   … -prof jfr                                                  a recording of the flight recorder
 *   … -rf json -rff result.json                                  for programs to read
 *   … roofline --help, … lab --help, … report --help             commands of ours
 * </pre>
 *
 * <p>No flag for java is needed: each benchmark runs in forked JVMs that add the vector module and
 * use the serial collector; see {@link lanewise.bench.Defaults}. A short form is for a first look.
 * What is quoted needs several forks on a quiet machine: where an array happens to lie, and what
 * the compiler happens to inline, differs from fork to fork.
 *
 * <p>With {@code -prof gc} a row {@code gc.alloc.rate.norm} of thousands of bytes says that vectors
 * were still objects: on a busy machine, warm up longer with {@code -wi}. Once warm, what is left
 * is the profiler's own, well below a byte for each microsecond of a call.
 *
 * <p><b>To read:</b> each class says what its score is. Rows named {@code …:gflops} and {@code
 * …:gigabytes} are a second metric of the benchmark above them: JMH prints their unit as {@code
 * ops/s}, and what is counted are 10^9 floating-point operations (a fused multiply-add is two) and
 * 10^9 bytes read or written by the program. They hold in the default mode only. A share of the
 * machine's peak is such a row divided by that of {@link lanewise.bench.PeakBenchmark} in the same
 * run.
 *
 * <p><b>Answers</b> are checked before anything is timed: {@link lanewise.bench.Checks} compares
 * with plain loops in double precision, and a benchmark whose answer is wrong fails. Inputs come
 * from a fixed seed. {@link lanewise.bench.WarmUpBenchmark} checks nothing: there the first call is
 * what is timed.
 *
 * <p><b>Not measured here:</b> the start of a JVM, tails of latencies (the scores are means), and
 * other libraries.
 */
@NullMarked
package lanewise.bench;

import org.jspecify.annotations.NullMarked;

package lanewise.bench;

import java.util.concurrent.TimeUnit;
import jdk.incubator.vector.FloatVector;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Holds the place until the module has its own benchmarks. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class StubBenchmark {
  private final float[] values = new float[64];

  /** Adds one vector to itself. */
  @Benchmark
  public float[] add() {
    FloatVector v = FloatVector.fromArray(FloatVector.SPECIES_PREFERRED, values, 0);
    v.add(v).intoArray(values, 0);
    return values;
  }
}

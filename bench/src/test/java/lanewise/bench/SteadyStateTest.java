package lanewise.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import lanewise.tensor.WeightPrecision;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/**
 * Once compiled, no benchmark of a kernel allocates a byte, as this thread's allocation counter has
 * it: every case of every benchmark, with one JVM for all.
 */
final class SteadyStateTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final OperatingSystemMXBean SYSTEM =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  /** So many periods in a row, each of so long and of one call at least, without a byte. */
  private static final int PERIODS = 5;

  private static final long PERIOD_NANOS = 4_000_000;

  /** Of processor time of this JVM, its compiler's too: a busy machine gives it later. */
  private static final long PATIENCE_NANOS = 40_000_000_000L;

  /** Sizes left out, by parameter: the code of the smaller ones, on elements in memory. */
  private static final Map<String, String> IN_MEMORY =
      Map.of("side", "4096", "shape", "memory-1x8192x8192", "model", "784-4096-4096-10");

  @TestFactory
  Stream<DynamicTest> nothingIsAllocated() {
    return Stream.of(MatmulBenchmark.class, BandwidthBenchmark.class, PredictBenchmark.class)
        .flatMap(benchmark -> Arrays.stream(benchmark.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(Benchmark.class))
        .sorted(Comparator.comparing(Method::toString))
        .flatMap(SteadyStateTest::cases);
  }

  private static Stream<DynamicTest> cases(Method benchmark) {
    List<Field> parameters = parameters(benchmark.getParameterTypes()[0]);
    String name = benchmark.getDeclaringClass().getSimpleName() + "." + benchmark.getName();
    return combinations(parameters).stream()
        .map(
            values ->
                DynamicTest.dynamicTest(
                    name + " " + String.join(" ", values),
                    () -> requireNoAllocation(name, benchmark, parameters, values)));
  }

  private static List<Field> parameters(Class<?> state) {
    List<Field> parameters = new ArrayList<>();
    for (Class<?> c = state; c != Object.class; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (field.isAnnotationPresent(Param.class)) {
          field.setAccessible(true);
          parameters.add(field);
        }
      }
    }
    return parameters;
  }

  private static List<List<String>> combinations(List<Field> parameters) {
    List<List<String>> all = List.of(List.of());
    for (Field parameter : parameters) {
      List<List<String>> longer = new ArrayList<>();
      for (List<String> values : all) {
        String[] choices = parameter.getAnnotation(Param.class).value();
        String inMemory = IN_MEMORY.get(parameter.getName());
        assertThat(inMemory == null || List.of(choices).contains(inMemory)).isTrue();
        for (String value : choices) {
          if (!value.equals(inMemory)) {
            List<String> more = new ArrayList<>(values);
            more.add(value);
            longer.add(more);
          }
        }
      }
      all = longer;
    }
    return all;
  }

  private static void requireNoAllocation(
      String name, Method benchmark, List<Field> parameters, List<String> values) throws Throwable {
    Object state = benchmark.getParameterTypes()[0].getConstructor().newInstance();
    for (int i = 0; i < values.size(); i++) {
      Field field = parameters.get(i);
      field.set(state, parsed(values.get(i), field.getType()));
    }
    state.getClass().getMethod("prepare").invoke(state);
    MethodHandle call =
        MethodHandles.lookup()
            .unreflect(benchmark)
            .bindTo(benchmark.getDeclaringClass().getConstructor().newInstance())
            .bindTo(state);
    if (benchmark.getParameterCount() == 2) {
      call = call.bindTo(benchmark.getParameterTypes()[1].getConstructor().newInstance());
    }
    call = call.asType(call.type().changeReturnType(void.class));
    long start = SYSTEM.getProcessCpuTime();
    int clean = 0;
    long bytes = 0;
    for (int period = 0;
        clean < PERIODS
            && (period < 3 * PERIODS || SYSTEM.getProcessCpuTime() - start < PATIENCE_NANOS);
        period++) {
      bytes = bytesOfPeriod(call);
      clean = bytes == 0 ? clean + 1 : 0;
    }
    assertThat(clean)
        .as("periods of %s %s without allocation; %d bytes in the last", name, values, bytes)
        .isEqualTo(PERIODS);
  }

  private static Object parsed(String value, Class<?> type) {
    if (type == int.class) {
      return Integer.valueOf(value);
    }
    return type == WeightPrecision.class ? WeightPrecision.valueOf(value) : value;
  }

  private static long bytesOfPeriod(MethodHandle call) throws Throwable {
    long before = THREADS.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    do {
      call.invokeExact();
    } while (System.nanoTime() - start < PERIOD_NANOS);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }
}

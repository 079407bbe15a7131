package lanewise.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How every benchmark runs unless the command line says otherwise. The flags are prepended, because
 * {@code -jvmArgsAppend} on the command line replaces what is appended here.
 *
 * <p>Vector code that is not yet compiled by the optimizing compiler is a thousand times slower.
 * With {@code -Xbatch} a call waits for the compiler, so that warm-up takes a number of calls and
 * not a time that depends on what else the machine does.
 */
@State(Scope.Thread)
@Fork(
    value = 3,
    jvmArgsPrepend = {
      "--add-modules=jdk.incubator.vector",
      "-Dlanewise.start=0",
      "-XX:+UseSerialGC",
      "-Xbatch"
    })
@Warmup(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 4, time = 200, timeUnit = TimeUnit.MILLISECONDS)
public abstract class Defaults {}

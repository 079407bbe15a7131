package lanewise.faults;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeDynamicInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.classfile.instruction.NewMultiArrayInstruction;
import java.lang.classfile.instruction.NewObjectInstruction;
import java.lang.classfile.instruction.NewPrimitiveArrayInstruction;
import java.lang.classfile.instruction.NewReferenceArrayInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.InvocationTargetException;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Fails each allocation of a scenario once with an {@link OutOfMemoryError}.
 *
 * <p>A class loader of its own defines all classes of this project again, with a call of {@link
 * #allocate} before each {@code new}, each new array, each lambda or joined text, and each call of
 * a method of the JDK that is known to allocate; a virtual thread needs memory to park, too. So the
 * scenario sees classes that other tests do not use. A first run without faults initializes the
 * classes: an error there would disable them for good, which is the JVM's rule and no property of
 * this code.
 */
public final class AllocationFaults {
  /** What is done while allocations fail, and what must hold afterwards. */
  public interface Scenario {
    /** Makes what the scenario needs, without faults. */
    void prepare() throws Exception;

    /**
     * Does what is tested. Of all its allocations, on any thread, one throws; it may throw that.
     */
    void act() throws Exception;

    /** Checks what must hold, without faults. */
    void check() throws Exception;
  }

  /** The counts of a sweep. */
  public record Counts(long faults, long escaped) {}

  private static final String MESSAGE = "injected by the test";

  /** Whether every allocation fails, where a build otherwise takes a part of them. */
  private static final boolean FULL = Boolean.getBoolean("lanewise.test.full");

  /** Decides which part that is: another one in each build. */
  private static final long SEED = Long.getLong("lanewise.test.seed", System.nanoTime());

  /** The allocations left until the one that fails; far below 0 while none fails. */
  private static final AtomicLong LEFT = new AtomicLong(Long.MIN_VALUE / 2);

  /** Methods of the JDK that allocate, or that may need memory to do their work. */
  private static final Set<String> ALLOCATING =
      Set.of(
          "java/util/Arrays.copyOf",
          "java/util/Arrays.copyOfRange",
          "java/util/ArrayList.add",
          "java/util/List.add",
          "java/util/List.of",
          "java/util/List.copyOf",
          "java/util/Map.put",
          "java/util/concurrent/Executor.execute",
          "java/util/concurrent/CompletableFuture.completeExceptionally",
          "java/util/concurrent/CompletableFuture.defaultExecutor",
          "java/lang/Thread.start",
          "java/lang/Thread$Builder$OfPlatform.start",
          "java/lang/String.formatted",
          "java/lang/foreign/Arena.allocate");

  /** Methods of the JDK that allocate where the thread is virtual. */
  private static final Set<String> PARKING =
      Set.of(
          "java/util/concurrent/locks/LockSupport.park",
          "java/util/concurrent/locks/LockSupport.parkNanos");

  private AllocationFaults() {}

  /**
   * Runs a scenario once without a fault, then with a fault at one allocation after the other,
   * until a run has fewer allocations. Says which ones fail.
   *
   * @param scenario has a constructor without parameters
   * @param step 1 for each allocation; else each build takes every so-many-th, from one that its
   *     seed draws, and {@code -Dtest.jvm=-Dlanewise.test.full=true} all
   */
  public static Counts sweep(Class<? extends Scenario> scenario, int step) throws Exception {
    int taken = FULL ? 1 : step;
    int first = new Random(SEED).nextInt(taken);
    String which =
        taken == 1
            ? "each allocation"
            : "1 of %d allocations, from %d (-Dlanewise.test.seed=%d)"
                .formatted(taken, first, SEED);
    System.out.printf("%s: %s fails%n", scenario.getSimpleName(), which);
    return sweep(scenario, first, taken);
  }

  /**
   * Runs a scenario once without a fault, then with a fault at some of its allocations.
   *
   * @param scenario has a constructor without parameters
   * @param first the number of the first allocation that fails, from 0
   * @param step from one that fails to the next
   */
  public static Counts sweep(Class<? extends Scenario> scenario, int first, int step)
      throws Exception {
    Loader loader = new Loader(scenario);
    Class<?> here = loader.loadClass(AllocationFaults.class.getName());
    try {
      long[] counts =
          (long[])
              here.getMethod("sweepHere", Class.class, int.class, int.class)
                  .invoke(null, loader.loadClass(scenario.getName()), first, step);
      return new Counts(counts[0], counts[1]);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof Error error) {
        throw error;
      }
      throw thrown;
    }
  }

  /** The sweep among the classes of the loader; called by reflection. */
  public static long[] sweepHere(Class<?> type, int first, int step) throws Exception {
    var constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    long faults = 0;
    long escaped = 0;
    for (long n = -1; ; n = n < 0 ? first : n + step) {
      Scenario scenario = (Scenario) constructor.newInstance();
      scenario.prepare();
      LEFT.set(n < 0 ? Long.MIN_VALUE / 2 : n);
      boolean failed;
      try {
        scenario.act();
      } catch (Throwable thrown) {
        if (!isInjected(thrown)) {
          throw new AssertionError("allocation " + n + ": the fault came out as this", thrown);
        }
        escaped++;
      } finally {
        failed = LEFT.getAndSet(Long.MIN_VALUE / 2) < 0;
      }
      try {
        scenario.check();
      } catch (Throwable thrown) {
        throw new AssertionError("after a fault at allocation " + n, thrown);
      }
      if (n >= 0 && !failed) {
        return new long[] {faults, escaped};
      }
      faults += n < 0 ? 0 : 1;
    }
  }

  /** Whether a throwable is the fault or was caused by it. */
  public static boolean isInjected(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof OutOfMemoryError && MESSAGE.equals(t.getMessage())) {
        return true;
      }
    }
    return false;
  }

  /** Whether the fault has been thrown, or none is to come; for scenarios that wait for it. */
  public static boolean isOver() {
    return LEFT.get() < 0;
  }

  /** Called before a thread parks. */
  public static void park() {
    if (Thread.currentThread().isVirtual()) {
      allocate();
    }
  }

  /** Called before each allocation. */
  public static void allocate() {
    if (LEFT.get() >= 0 && LEFT.getAndDecrement() == 0) {
      throw new OutOfMemoryError(MESSAGE);
    }
  }

  /** Defines the classes of the project again, with a call before each allocation. */
  private static final class Loader extends WeavingLoader {
    private static final ClassDesc HOOK = ClassDesc.of(AllocationFaults.class.getName());
    private static final MethodTypeDesc NOTHING = MethodTypeDesc.of(ConstantDescs.CD_void);

    private final String scenario;

    Loader(Class<?> scenario) {
      super(scenario.getClassLoader());
      this.scenario = scenario.getNestHost().getName();
    }

    @Override
    boolean changes(String name) {
      return !name.startsWith("lanewise.faults.") && !name.startsWith(scenario);
    }

    @Override
    byte[] changed(ClassFile classFile, byte[] bytes) {
      return classFile.transformClass(
          classFile.parse(bytes),
          ClassTransform.transformingMethodBodies(
              method -> !method.methodName().equalsString("<clinit>"),
              CodeTransform.ofStateful(
                  () ->
                      (code, element) -> {
                        if (allocates(element)) {
                          code.invokestatic(HOOK, "allocate", NOTHING);
                        } else if (element instanceof InvokeInstruction call
                            && PARKING.contains(nameOf(call))) {
                          code.invokestatic(HOOK, "park", NOTHING);
                        }
                        code.with(element);
                      })));
    }

    private static boolean allocates(CodeElement element) {
      return switch (element) {
        case NewObjectInstruction _,
            NewPrimitiveArrayInstruction _,
            NewReferenceArrayInstruction _,
            NewMultiArrayInstruction _,
            InvokeDynamicInstruction _ ->
            true;
        case InvokeInstruction call -> ALLOCATING.contains(nameOf(call));
        default -> false;
      };
    }

    private static String nameOf(InvokeInstruction call) {
      return call.owner().asInternalName() + "." + call.name().stringValue();
    }
  }
}

package lanewise.faults;

import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.CodeElement;
import java.lang.classfile.FieldModel;
import java.lang.classfile.Opcode;
import java.lang.classfile.instruction.ConstantInstruction;
import java.lang.classfile.instruction.FieldInstruction;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;
import java.lang.reflect.AccessFlag;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.stream.Collectors;

/**
 * Runs threads one at a time, in an order that a seed decides: before each access to an atomic or
 * volatile variable, and wherever a thread waits or wakes another, any thread may be the next. A
 * schedule in which all threads wait, or in which a check fails, is named by its seed and happens
 * again with it.
 *
 * <p>A class loader of its own defines the tested classes again, with calls of this class in place
 * of those of {@link Thread} and {@link java.util.concurrent.locks.LockSupport}. Accesses are
 * sequentially consistent: what a processor may reorder beyond that is not tried.
 */
public final class Schedules {
  /** Threads that share what is tested. */
  public interface Scenario {
    /** Returns what each of the threads does; called before any of them runs. */
    List<Runnable> threads();

    /** Checks what must hold once all threads, those that the code has started too, have ended. */
    void check();
  }

  private static final int COUNT = Integer.getInteger("lanewise.test.schedules", 200);
  private static final long FIRST_SEED = Long.getLong("lanewise.test.schedule", 0);
  private static final int MOST_STEPS = 200_000;
  private static final int NO_SPINS = -1;

  private static final class Task {
    final Thread shown;
    final Semaphore turn = new Semaphore(0);
    boolean done;
    boolean parked;
    boolean permit;
    boolean interrupted;
    Task joined;
    long deadline = Long.MAX_VALUE;

    Task(Thread shown) {
      this.shown = shown;
    }

    boolean runnable() {
      return !done && !parked && (joined == null || joined.done);
    }
  }

  private static final ThreadLocal<Task> CURRENT = new ThreadLocal<>();
  private static Schedules now;

  private final Random random;
  private final int stay;
  private final List<Task> tasks = new ArrayList<>();
  private final IdentityHashMap<Thread, Task> byThread = new IdentityHashMap<>();
  private final CountDownLatch end = new CountDownLatch(1);
  private volatile Throwable failure;
  private long clock = 1;
  private int steps;

  private Schedules(long seed) {
    this.random = new Random(seed);
    this.stay = 1 << random.nextInt(4);
  }

  /**
   * Runs schedules: as many as {@code -Dlanewise.test.schedules} says, 200 otherwise, from the seed
   * of {@code -Dlanewise.test.schedule} on.
   *
   * @param scenario has a constructor without parameters
   * @param tested the classes that are defined again
   */
  public static void run(Class<? extends Scenario> scenario, Class<?>... tested) throws Exception {
    run(scenario, NO_SPINS, tested);
  }

  /**
   * Runs schedules of code that spins before it waits: two turns show all that many would.
   *
   * @param scenario has a constructor without parameters
   * @param spins the number of turns, a constant of the tested classes that becomes 2
   * @param tested the classes that are defined again
   */
  public static void run(Class<? extends Scenario> scenario, int spins, Class<?>... tested)
      throws Exception {
    Set<String> names = Arrays.stream(tested).map(Class::getName).collect(Collectors.toSet());
    Loader loader = new Loader(scenario, names, spins);
    try {
      loader
          .loadClass(Schedules.class.getName())
          .getMethod("runHere", Class.class, long.class, int.class)
          .invoke(null, loader.loadClass(scenario.getName()), FIRST_SEED, COUNT);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof Error error) {
        throw error;
      }
      throw thrown;
    }
    if (spins != NO_SPINS && !loader.shortened) {
      throw new AssertionError("no class that is tested spins " + spins + " times");
    }
    System.out.printf(
        "%s: %,d schedules from seed %d%n", scenario.getSimpleName(), COUNT, FIRST_SEED);
  }

  /** Runs schedules among the classes of the loader; called by reflection. */
  public static void runHere(Class<?> type, long firstSeed, int count) throws Exception {
    var constructor = type.getDeclaredConstructor();
    constructor.setAccessible(true);
    for (long seed = firstSeed; seed < firstSeed + count; seed++) {
      Schedules schedule = new Schedules(seed);
      now = schedule;
      try {
        Scenario scenario = (Scenario) constructor.newInstance();
        for (Runnable work : scenario.threads()) {
          schedule.add(new Thread(work, "thread-" + schedule.tasks.size()), work);
        }
        schedule.go();
        scenario.check();
      } catch (Throwable thrown) {
        throw new AssertionError("schedule of seed " + seed, thrown);
      }
    }
  }

  private void go() throws Throwable {
    pickOther().turn.release();
    end.await();
    if (failure != null) {
      throw failure;
    }
  }

  private void add(Thread shown, Runnable work) {
    Task task = new Task(shown);
    tasks.add(task);
    byThread.put(shown, task);
    Thread.startVirtualThread(
        () -> {
          task.turn.acquireUninterruptibly();
          CURRENT.set(task);
          try {
            work.run();
          } catch (Throwable thrown) {
            fail(thrown);
          }
          task.done = true;
          leave();
        });
  }

  private void fail(Throwable thrown) {
    if (failure == null) {
      failure = thrown;
    }
    end.countDown();
  }

  /** Lets another task run after this one has ended. */
  private void leave() {
    Task next = pickOther();
    if (next != null) {
      next.turn.release();
    } else if (tasks.stream().allMatch(task -> task.done)) {
      end.countDown();
    } else {
      fail(new AssertionError("all threads wait: " + waiting()));
    }
  }

  private List<String> waiting() {
    return tasks.stream().filter(task -> !task.done).map(task -> task.shown.getName()).toList();
  }

  /** Any task that may run, else the one whose time comes first, else null. */
  private Task pickOther() {
    List<Task> runnable = tasks.stream().filter(Task::runnable).toList();
    if (!runnable.isEmpty()) {
      return runnable.get(random.nextInt(runnable.size()));
    }
    Task first = null;
    for (Task task : tasks) {
      if (!task.done
          && task.parked
          && task.deadline != Long.MAX_VALUE
          && (first == null || task.deadline < first.deadline)) {
        first = task;
      }
    }
    if (first != null) {
      clock = Math.max(clock, first.deadline);
      first.parked = false;
    }
    return first;
  }

  private void pass(Task me) {
    if (++steps > MOST_STEPS) {
      fail(new AssertionError("threads that do not end: " + waiting()));
      me.turn.acquireUninterruptibly();
    }
    Task next = pickOther();
    if (next == null) {
      fail(new AssertionError("all threads wait: " + waiting()));
      me.turn.acquireUninterruptibly(); // for ever
    }
    if (next != me) {
      next.turn.release();
      me.turn.acquireUninterruptibly();
    }
  }

  // What the tested classes call.

  /** Any thread may be the next. */
  public static void point() {
    Task me = CURRENT.get();
    if (me != null && now.random.nextInt(now.stay) == 0) {
      now.pass(me);
    }
  }

  public static void spin() {
    Task me = CURRENT.get();
    if (me != null) {
      now.pass(me);
    }
  }

  public static void park(Object blocker) {
    parkNanos(blocker, Long.MAX_VALUE);
  }

  public static void parkNanos(Object blocker, long nanos) {
    Task me = CURRENT.get();
    point();
    if (!me.permit && !me.interrupted) {
      me.deadline = nanos == Long.MAX_VALUE ? nanos : now.clock + nanos;
      me.parked = true;
      now.pass(me);
      me.deadline = Long.MAX_VALUE;
    }
    me.permit = false;
  }

  public static void unpark(Thread thread) {
    point();
    Task task = thread == null ? null : now.byThread.get(thread);
    if (task != null) {
      if (task.parked) {
        task.parked = false;
      } else {
        task.permit = true;
      }
    }
  }

  public static Thread currentThread() {
    Task me = CURRENT.get();
    return me == null ? Thread.currentThread() : me.shown;
  }

  /** The thread itself is never started: what it runs belongs to a thread of the schedule. */
  public static void start(Thread thread) {
    now.add(thread, thread);
    point();
  }

  public static boolean isAlive(Thread thread) {
    point();
    return !now.byThread.get(thread).done;
  }

  public static void join(Thread thread) {
    Task me = CURRENT.get();
    me.joined = now.byThread.get(thread);
    now.pass(me);
    me.joined = null;
  }

  public static void interrupt(Thread thread) {
    Task task = now.byThread.get(thread);
    task.interrupted = true;
    unpark(thread);
  }

  /** Interrupts one of the scenario's threads. */
  public static void interrupt(int number) {
    for (Task task : now.tasks) {
      if (task.shown.getName().equals("thread-" + number)) {
        interrupt(task.shown);
        return;
      }
    }
  }

  public static boolean interrupted() {
    Task me = CURRENT.get();
    boolean was = me != null && me.interrupted;
    if (was) {
      me.interrupted = false;
    }
    return was;
  }

  public static long nanoTime() {
    return now.clock += 100;
  }

  /** A number from 0 on, drawn for the schedule. */
  public static int draw(int bound) {
    return now.random.nextInt(bound);
  }

  private static final class Loader extends WeavingLoader {
    private static final ClassDesc HERE = ClassDesc.of(Schedules.class.getName());
    private static final Set<String> OF_THREADS =
        Set.of("start", "isAlive", "join", "interrupt", "currentThread", "interrupted");

    private final Set<String> tested;
    private final int spins;
    private boolean shortened;

    Loader(Class<?> scenario, Set<String> tested, int spins) {
      super(scenario.getClassLoader());
      this.tested = tested;
      this.spins = spins;
    }

    @Override
    boolean changes(String name) {
      return tested.contains(name);
    }

    @Override
    byte[] changed(ClassFile classFile, byte[] bytes) {
      ClassModel model = classFile.parse(bytes);
      Set<String> volatiles = new HashSet<>();
      for (FieldModel field : model.fields()) {
        if (field.flags().has(AccessFlag.VOLATILE)) {
          volatiles.add(field.fieldName().stringValue());
        }
      }
      return classFile.transformClass(
          model,
          ClassTransform.transformingMethodBodies(
              (code, element) -> rewrite(code, element, volatiles)));
    }

    private void rewrite(CodeBuilder code, CodeElement element, Set<String> volatiles) {
      switch (element) {
        case InvokeInstruction call when isOfThreads(call) -> replace(code, call);
        case InvokeInstruction call
            when call.owner().asInternalName().startsWith("java/util/concurrent/atomic/")
                && call.opcode() == Opcode.INVOKEVIRTUAL -> {
          point(code);
          code.with(element);
        }
        case FieldInstruction field when volatiles.contains(field.name().stringValue()) -> {
          point(code);
          code.with(element);
        }
        case ConstantInstruction constant
            when spins != NO_SPINS && Integer.valueOf(spins).equals(constant.constantValue()) -> {
          shortened = true;
          code.loadConstant(2);
        }
        default -> code.with(element);
      }
    }

    private static void point(CodeBuilder code) {
      code.invokestatic(HERE, "point", MethodTypeDesc.ofDescriptor("()V"));
    }

    private static boolean isOfThreads(InvokeInstruction call) {
      String name = call.name().stringValue();
      return switch (call.owner().asInternalName()) {
        case "java/util/concurrent/locks/LockSupport" -> true;
        case "java/lang/Thread" -> OF_THREADS.contains(name) || name.equals("onSpinWait");
        case "java/lang/System" -> name.equals("nanoTime");
        default -> false;
      };
    }

    private static void replace(CodeBuilder code, InvokeInstruction call) {
      String name = call.name().stringValue();
      MethodTypeDesc type = call.typeSymbol();
      if (call.opcode() == Opcode.INVOKEVIRTUAL) {
        type = type.insertParameterTypes(0, ClassDesc.of("java.lang.Thread"));
      }
      if (name.equals("parkNanos") && type.parameterCount() == 1) {
        throw new AssertionError("parkNanos without a blocker is not known here");
      }
      code.invokestatic(HERE, name.equals("onSpinWait") ? "spin" : name, type);
    }
  }
}

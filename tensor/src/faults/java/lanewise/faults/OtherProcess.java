package lanewise.faults;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What another process finds: the system's locks on files do not hold within one. */
public final class OtherProcess {
  private static final int FREE = 10;
  private static final int LOCKED = 11;

  private OtherProcess() {}

  /** Returns whether a process of its own is refused the lock on a file. */
  public static boolean isRefused(Path file) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    String options = System.getProperty("test.jvm", "").strip();
    command.addAll(options.isEmpty() ? List.of() : List.of(options.split("\\s+", -1)));
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp"));
    command.addAll(List.of(classes().toString(), OtherProcess.class.getName(), file.toString()));
    int exit =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start()
            .waitFor();
    if (exit != FREE && exit != LOCKED) {
      throw new AssertionError(command + " ends with " + exit);
    }
    return exit == LOCKED;
  }

  /** The folder that this class is loaded from, also where it is part of a patched module. */
  private static Path classes() {
    String name = OtherProcess.class.getName().replace('.', '/') + ".class";
    String file =
        Objects.requireNonNull(OtherProcess.class.getResource("OtherProcess.class")).toString();
    return Path.of(URI.create(file.substring(0, file.length() - name.length())));
  }

  /** Tries to take the lock. */
  public static void main(String[] args) throws IOException {
    try (FileChannel channel = FileChannel.open(Path.of(args[0]), StandardOpenOption.WRITE)) {
      FileLock lock = channel.tryLock();
      System.exit(lock == null ? LOCKED : FREE);
    }
  }
}

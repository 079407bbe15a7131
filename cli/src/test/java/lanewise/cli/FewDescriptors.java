package lanewise.cli;

import java.io.Closeable;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * A program that runs commands while it keeps all files open that the system lets it have, but a
 * few. The classes of the commands are loaded before, as those of an installed command are in jars
 * that are open. They look for no terminal, which takes a process with descriptors of its own.
 */
public final class FewDescriptors {
  /** More than a command opens at once. */
  static final int MOST = 6;

  /** Enough to load classes, too. */
  private static final int PLENTY = 50;

  private final Path folder;
  private final Deque<Closeable> open = new ArrayDeque<>();

  private FewDescriptors(Path folder) {
    this.folder = folder;
  }

  /** The file that a command writes where it may open so many. */
  static Path result(Path folder, String command, int free) {
    Path own = folder.resolve(command + "-" + free);
    return command.equals("train") ? own.resolve("flowers.safetensors") : own;
  }

  /**
   * Runs the commands.
   *
   * @param args the folder to write in, a model, the file of its rows, and one of irises to train
   *     on
   */
  public static void main(String[] args) throws IOException {
    FewDescriptors few = new FewDescriptors(Path.of(args[0]));
    few.runBoth(PLENTY, args);
    few.run("inspect", PLENTY, args[1] + ".none");
    for (int free = 0; free <= MOST; free++) {
      few.runBoth(free, args);
    }
  }

  private void runBoth(int free, String[] args) throws IOException {
    Path predictions = result(folder, "predict", free);
    run("predict", free, args[1], "--data", args[2], "--out", predictions);
    Path models = folder.resolve("train-" + free);
    run("train", free, "--data", args[3], "--label", "species", "--epochs", 1, "--out", models);
  }

  private void run(String command, int free, Object... options) throws IOException {
    Object[] words = new Object[options.length + 1];
    words[0] = command;
    System.arraycopy(options, 0, words, 1, options.length);
    keepAllBut(free);
    Cli.Outcome outcome = Cli.run(words);
    while (!open.isEmpty()) {
      open.pop().close();
    }
    System.out.print(outcome.err());
    System.out.println(command + " with " + free + " ends with " + outcome.exitCode());
  }

  private void keepAllBut(int free) throws IOException {
    try {
      while (true) {
        open.push(new FileInputStream("/dev/null"));
      }
    } catch (IOException noMore) {
      for (int i = 0; i < free; i++) {
        open.pop().close();
      }
    }
  }
}

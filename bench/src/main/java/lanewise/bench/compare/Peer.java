package lanewise.bench.compare;

import java.nio.file.Path;
import java.util.List;

/**
 * A library that takes part: one class with a public constructor without arguments, which runs in a
 * process of its own.
 */
public interface Peer {
  /** The threads that a call may use; the process is told so in every way that the library has. */
  int THREADS = Integer.getInteger("bench.threads", 1);

  /**
   * How the library solves a problem: first the way that users would write first.
   *
   * @return none if it does not solve problems of this kind
   * @throws Throwable what the library throws
   */
  List<Way> ways(Problem problem) throws Throwable;

  /**
   * Writes a network as a model file or folder of the library's own kind, for {@link Mlp#file}.
   *
   * @throws Exception what the library throws
   */
  default void save(Network network, Path file) throws Exception {
    throw new UnsupportedOperationException("this library has no model file");
  }
}

package lanewise.bench.compare.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lanewise.bench.command.Words;
import lanewise.bench.compare.Work;
import org.jspecify.annotations.Nullable;

/**
 * The command line of {@code bench/compare}.
 *
 * @param work which
 * @param json where result lines are appended
 * @param quick for a first look
 * @param peers words that name libraries; empty for all
 * @param only text that a case's name must contain
 * @param threads of a call
 * @param forks processes of each entrant, 0 for the usual number
 * @param python an interpreter, or empty
 */
record Options(
    Work work,
    @Nullable Path json,
    boolean quick,
    List<String> peers,
    String only,
    int threads,
    int forks,
    String python) {

  /**
   * Reads the words.
   *
   * @throws IllegalArgumentException if a word is unknown, a value is missing or wrong, or nothing
   *     is left to be measured
   */
  static Options of(Words words) {
    boolean quick = words.flag("--quick");
    Path json = words.value("--json").map(Path::of).orElse(null);
    String only = words.value("--only").orElse("");
    List<String> peers =
        words.value("--peers").map(names -> List.of(names.split(",", -1))).orElse(List.of());
    int threads = Math.max(1, words.count("--threads"));
    int forks = words.count("--forks");
    String python = words.value("--python").orElse("");
    List<String> work = words.rest(1);
    if (work.isEmpty()) {
      throw new IllegalArgumentException("name a work; see --help");
    }
    Options options =
        new Options(Work.of(work.getFirst()), json, quick, peers, only, threads, forks, python);
    options.requireSomething();
    return options;
  }

  private void requireSomething() {
    if (cases().isEmpty()) {
      throw new IllegalArgumentException(
          "%s has no case whose name contains \"%s\"; its cases are %s"
              .formatted(work.name(), only, String.join(", ", work.cases().keySet())));
    }
    if (forks > 0 && work.name().equals("startup")) {
      throw new IllegalArgumentException(
          "--forks: each round of startup is a process of its own; leave it out");
    }
    for (String peer : peers) {
      if (Library.ALL.stream().noneMatch(library -> library.named(peer))) {
        throw new IllegalArgumentException(
            "--peers: no library is called \"%s\"; see --help".formatted(peer));
      }
    }
    if (!python.isEmpty() && !Files.isExecutable(Path.of(python))) {
      throw new IllegalArgumentException("--python: %s is no program".formatted(python));
    }
  }

  /** The names of the cases to be measured. */
  List<String> cases() {
    return work.names(quick, only);
  }

  /** Ours, the machine's speed, and the peers that are wanted. */
  List<Library> libraries() {
    return Library.ALL.stream()
        .filter(library -> library.works().contains(work.name()))
        .filter(
            library ->
                library.ours()
                    || library.machine()
                    || (peers.isEmpty()
                        ? !library.python() || !python.isEmpty()
                        : peers.stream().anyMatch(library::named)))
        .toList();
  }

  /** Many short rounds, but few where each is a process of its own or a second of requests. */
  Contest contest() {
    Contest contest = (quick ? Contest.QUICK : Contest.THOROUGH).patient(work.patience());
    if (work.name().equals("serve")) {
      contest = contest.withRounds(quick ? 1 : 3);
    }
    return forks == 0 ? contest : contest.withForks(forks);
  }

  /** Processes that measure a way of a case; of startup each round is one. */
  int processes() {
    return work.name().equals("startup") ? contest().rounds() : contest().forks();
  }
}

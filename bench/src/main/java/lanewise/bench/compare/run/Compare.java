package lanewise.bench.compare.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import lanewise.bench.command.Command;
import lanewise.bench.command.Words;
import lanewise.bench.compare.Problem;
import lanewise.bench.compare.Unit;
import lanewise.bench.machine.Pinning;
import lanewise.bench.report.Environment;
import lanewise.bench.report.Results;

/**
 * {@code bench/compare}: measures ours and the peers' ways on the cases of one work, every way in
 * processes of its own, because native libraries clash and what one had compiled would not suit the
 * next.
 */
public final class Compare {
  /** The command. */
  public static final Command COMMAND = new Command("compare", Compare::run);

  private final Options options;
  private final Launcher launcher;
  private final Report report;

  /** Services that are asked no faster, with the rate at which they did not keep up. */
  private final Map<Library, String> saturated = new HashMap<>();

  private Compare(Path root, Options options) {
    this.options = options;
    String cores = alone() ? "" : Pinning.cores(options.threads());
    this.launcher =
        new Launcher(
            root,
            root.resolve("bench/target/compare").resolve(options.work().name()),
            options.threads(),
            options.python(),
            cores);
    this.report = new Report(options.work().name(), options.threads(), options.json());
  }

  /** Measures, or with {@code --list} says what it would. */
  private static int run(Words words) throws IOException {
    boolean modules = words.flag("--modules"); // for the script: those of bench/peers that it needs
    boolean list = words.flag("--list");
    Options options = Options.of(words);
    if (modules) {
      System.out.println(modules(options));
    } else if (list) {
      options.cases().forEach(System.out::println);
      options.libraries().forEach(library -> System.out.println("  " + library.name()));
    } else {
      new Compare(Command.root(), options).run();
    }
    return 0;
  }

  private static String modules(Options options) {
    return options.libraries().stream()
        .filter(library -> !library.module().isEmpty() && !library.python())
        .map(library -> "bench/peers/" + library.module())
        .distinct()
        .collect(Collectors.joining(","));
  }

  /** Whether a library takes part as a process of its own kind, not as a {@link Child}. */
  private boolean alone() {
    return startup() || options.work().name().equals("serve");
  }

  private boolean startup() {
    return options.work().name().equals("startup");
  }

  private void run() throws IOException {
    report.environment(
        Environment.of(launcher.cores(), options.quick(), options.processes())
            .put("threads", launcher.threads())
            .put("openblas", Launcher.openBlas(System.getenv()))
            .put("cases", Results.texts(options.cases()))
            .build());
    for (String name : options.cases()) {
      run(name);
    }
    report.end();
  }

  private void run(String name) throws IOException {
    List<Contest.Entrant> entrants = new ArrayList<>();
    Contest.Absence absence = (library, way, reason) -> absent(name, library, way, reason);
    try {
      Contest contest = options.contest();
      for (Library library : options.libraries()) {
        String limit = saturated.get(library);
        if (limit != null) {
          report.absent(name, library, "", new IOException("saturated at " + limit));
          continue;
        }
        try {
          if (startup()) {
            StartSeat.ways(launcher, library, name, scratch(library, name, 0))
                .forEach((way, seat) -> entrants.add(entrant(library, way, seat)));
          } else if (alone()) {
            serve(name, library, contest.forks(), entrants);
          } else {
            enter(name, library, contest.forks(), entrants);
          }
        } catch (IOException e) {
          absent(name, library, "", e);
        }
      }
      if (entrants.isEmpty()) {
        return;
      }
      Unit unit =
          startup()
              ? Unit.MILLIS
              : options.work().problem(name, scratch(Library.LANEWISE, name, 0)).unit();
      List<Result> results = contest.run(entrants, absence);
      report.results(name, unit, results);
      results.stream()
          .filter(Result::saturated)
          .forEach(result -> saturated.put(result.library(), name));
    } finally {
      for (Contest.Entrant entrant : entrants) {
        close(entrant.seats());
      }
    }
  }

  /** Starts a service for every fork. */
  private void serve(String name, Library library, int forks, List<Contest.Entrant> entrants)
      throws IOException {
    List<Seat> seats = new ArrayList<>();
    try {
      for (int fork = 0; fork < forks; fork++) {
        Path file = scratch(library, name, fork);
        Problem problem = options.work().problem(name, file);
        seats.add(ServeSeat.start(launcher, library, name, problem, file));
      }
    } catch (IOException e) {
      close(seats);
      throw e;
    }
    entrants.add(new Contest.Entrant(library, "HTTP", seats));
  }

  private static Contest.Entrant entrant(Library library, String way, Seat seat) {
    return new Contest.Entrant(library, way, new ArrayList<>(List.of(seat)));
  }

  private void absent(String name, Library library, String way, IOException reason)
      throws IOException {
    if (library.ours()) {
      throw new IOException("%s, %s: %s".formatted(name, way, reason.getMessage()), reason);
    }
    report.absent(name, library, way.isEmpty() ? "" : ", " + way, reason);
  }

  /**
   * Opens the library's ways, a process for every fork; the first process tells which there are.
   */
  private void enter(String name, Library library, int forks, List<Contest.Entrant> entrants)
      throws IOException {
    if (library.python()) {
      Path folder = scratch(library, name, 0);
      options.work().problem(name, folder).export(folder);
    }
    ChildSeat first = ChildSeat.start(launcher, library);
    Deque<ChildSeat> started = new ArrayDeque<>(List.of(first));
    try {
      int number = 0;
      for (String way : ask(first, library, name, number++)) {
        Contest.Entrant entrant = new Contest.Entrant(library, way, new ArrayList<>());
        entrants.add(entrant);
        try {
          for (int fork = 0; fork < forks; fork++) {
            if (started.isEmpty()) {
              started.add(ChildSeat.start(launcher, library));
              ask(started.getFirst(), library, name, number++);
            }
            ChildSeat seat = started.removeFirst();
            entrant.seats().add(seat);
            seat.open(way);
          }
        } catch (IOException e) {
          close(entrant.seats());
          entrants.remove(entrant);
          absent(name, library, way, e);
        }
      }
    } finally {
      close(started);
    }
  }

  /** The ways of a case; a file that it needs has a number, but a Python's is exported once. */
  private List<String> ask(ChildSeat seat, Library library, String name, int number)
      throws IOException {
    Path file = scratch(library, name, library.python() ? 0 : number);
    return seat.problem(options.work().name(), name, file);
  }

  private static void close(Collection<? extends Seat> seats) throws IOException {
    for (Seat seat : seats) {
      seat.close();
    }
  }

  private Path scratch(Library library, String name, int number) throws IOException {
    Files.createDirectories(launcher.folder());
    String file = library.name() + "-" + name + "-" + number;
    return launcher.folder().resolve(file.replaceAll("[^A-Za-z0-9-]+", "-"));
  }
}

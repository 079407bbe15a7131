package lanewise.cli.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import lanewise.cli.output.JsonLine;
import lanewise.cli.output.LabelledLine;
import lanewise.cli.session.CommonOptions;
import lanewise.cli.session.ExitCode;
import lanewise.cli.session.InputException;
import lanewise.cli.session.ResultFile;
import lanewise.cli.session.Session;
import lanewise.layers.format.JsonException;
import lanewise.layers.format.JsonObject;
import lanewise.tensor.io.AtomicFiles;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code lanewise report}. */
@Command(
    name = "report",
    sortOptions = false,
    sortSynopsis = false,
    header = "Make the report of a run again, or compare several runs.",
    description = {
      "%nReads the files that lanewise train has left in the folder of a run, and writes a page for"
          + " a browser: curves, confusion, calibration, mistakes, settings. The page is one file,"
          + " loads nothing and runs no script.%n",
      "Several runs are compared on one page: results, settings that differ, curves.%n"
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  lanewise report models/digits",
      "  lanewise report runs/a runs/b runs/c --out comparison.html",
      "  lanewise report search/trial-*"
    })
public final class ReportCommand implements Callable<Integer> {
  private final Session session;

  @Parameters(
      paramLabel = "RUN",
      arity = "1..*",
      description = "The folder of a run, which has a metrics.jsonl, or that of a trial.")
  @SuppressWarnings("NullAway.Init")
  List<Path> runs;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "The page (report.html in the folder of a run; of several, comparison.html).")
  @Nullable Path out;

  @Mixin CommonOptions common = new CommonOptions();

  public ReportCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() throws IOException {
    List<LoggedRun> read = new ArrayList<>();
    Path page = Path.of("comparison.html");
    for (Path run : runs) {
      RunFolder folder = RunFolder.meantBy(run);
      if (out != null) {
        ResultFile.requireOther("--out", out, folder.inputs());
      }
      read.add(folder.read());
      page = runs.size() == 1 ? folder.report() : page;
    }
    page = Objects.requireNonNullElse(out, page);
    write(page, html(read));
    session.forPeople(common.json).println(LabelledLine.of("Report", page.toString()));
    session.forPeople(common.json).flush();
    if (common.json) {
      JsonLine.print(
          session,
          JsonObject.builder().put("report", page.toString()).put("runs", read.size()).build());
    }
    return ExitCode.OK;
  }

  /** The page; files that are JSON, but not what a run leaves, are named. */
  private static String html(List<LoggedRun> runs) {
    try {
      return runs.size() == 1 ? ReportPage.of(runs.getFirst()) : ComparisonPage.of(runs);
    } catch (JsonException other) {
      throw new InputException(
          other.getMessage() + "; the file is damaged, or of another version; train anew", other);
    }
  }

  private static void write(Path page, String html) {
    try {
      AtomicFiles.write(page, html.getBytes(StandardCharsets.UTF_8));
    } catch (IOException failure) {
      throw new InputException(
          "%s cannot be written (%s); name another file with --out"
              .formatted(page, AtomicFiles.reason(failure)),
          failure);
    }
  }

  /**
   * Makes the report of a run.
   *
   * @return the page
   * @throws IOException if a file cannot be read or written
   */
  public static Path make(RunFolder folder) throws IOException {
    String html = html(List.of(folder.read()));
    AtomicFiles.write(folder.report(), html.getBytes(StandardCharsets.UTF_8));
    return folder.report();
  }
}

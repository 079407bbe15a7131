package lanewise.cli.report;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import lanewise.cli.session.Interruption;
import lanewise.cli.session.ResultStream;
import lanewise.cli.session.Session;
import lanewise.cli.session.Terminals;
import lanewise.faults.FaultyFiles;
import lanewise.faults.FaultyFiles.Fault;

/** Makes reports as the command does, without waiting for the disk. */
public final class Reports {
  private Reports() {}

  /** Makes the report of a run. */
  public static void make(Path run, Path page) throws IOException {
    ReportCommand command =
        new ReportCommand(
            new Session(
                new ResultStream(new ByteArrayOutputStream()),
                new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8),
                Terminals.NONE,
                new Interruption()));
    command.runs = List.of(run);
    command.out = new FaultyFiles(Fault.IO_ERROR, Integer.MAX_VALUE).path(page);
    command.call();
  }
}

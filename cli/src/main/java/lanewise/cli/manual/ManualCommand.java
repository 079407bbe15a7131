package lanewise.cli.manual;

import java.util.concurrent.Callable;
import lanewise.cli.session.ExitCode;
import lanewise.cli.session.Session;
import lanewise.cli.session.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lanewise manual}. */
@Command(
    name = "manual",
    header = "Print the manual page of all commands.",
    description = {"%nPrints what the help of all commands says, as a page for man.%n"},
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  lanewise manual | man -l -",
      "  lanewise manual > /usr/local/share/man/man1/lanewise.1"
    })
public final class ManualCommand implements Callable<Integer> {
  private final Session session;

  @Option(names = "--markdown", description = "Print it as Markdown.")
  boolean markdown;

  @Spec
  @SuppressWarnings("NullAway.Init")
  CommandSpec spec;

  public ManualCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    session.out().print(markdown ? Markdown.of(spec.root()) : Roff.of(spec.root()));
    session.out().flush();
    return ExitCode.OK;
  }
}

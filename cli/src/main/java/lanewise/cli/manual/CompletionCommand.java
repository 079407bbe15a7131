package lanewise.cli.manual;

import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import lanewise.cli.session.ExitCode;
import lanewise.cli.session.Session;
import lanewise.cli.session.Version;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import picocli.CommandLine.TypeConversionException;

/** {@code lanewise completion}. */
@Command(
    name = "completion",
    header = "Print the completions for a shell.",
    description = {
      "%nPrints a script with which the shell completes commands, options, words and files when Tab"
          + " is pressed.%n"
    },
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  source <(lanewise completion bash)",
      "  lanewise completion bash > /etc/bash_completion.d/lanewise",
      "  source <(lanewise completion zsh)",
      "  lanewise completion zsh > /usr/local/share/zsh/site-functions/_lanewise",
      "  lanewise completion fish > ~/.config/fish/completions/lanewise.fish"
    })
public final class CompletionCommand implements Callable<Integer> {
  /** The shells, by the words that name them. */
  enum Shell {
    BASH,
    ZSH,
    FISH;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static final class ShellConverter implements ITypeConverter<Shell> {
    @Override
    public Shell convert(String text) {
      return Arrays.stream(Shell.values())
          .filter(shell -> shell.toString().equals(text))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("use bash, zsh or fish"));
    }
  }

  static final class Shells implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Arrays.stream(Shell.values()).map(Shell::toString).iterator();
    }
  }

  private final Session session;

  @Parameters(
      paramLabel = "SHELL",
      description = "bash, zsh or fish.",
      converter = ShellConverter.class,
      completionCandidates = Shells.class)
  @SuppressWarnings("NullAway.Init")
  Shell shell;

  @Spec
  @SuppressWarnings("NullAway.Init")
  CommandSpec spec;

  public CompletionCommand(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    CommandLine top = spec.root().commandLine();
    session
        .out()
        .print(
            switch (shell) {
              case BASH -> bash(spec.root().name(), AutoComplete.bash(spec.root().name(), top));
              case ZSH -> zsh(spec.root().name(), AutoComplete.bash(spec.root().name(), top));
              case FISH -> Fish.of(spec.root());
            });
    session.out().flush();
    return ExitCode.OK;
  }

  /** The script of picocli, which knows no sign between an option and its value. */
  private static String bash(String name, String script) {
    String begin = "function _complete_%s() {\n".formatted(name);
    if (!script.contains(begin)) {
      throw new IllegalStateException("picocli's script has no line " + begin.strip());
    }
    return script.replace(
        begin,
        begin
            + """
              # --option=value comes as three words; the sign is left out.
              if [[ ${COMP_WORDS[COMP_CWORD]} == "=" ]]; then
                COMP_WORDS[COMP_CWORD]=""
              elif [[ ${COMP_WORDS[COMP_CWORD-1]} == "=" ]]; then
                COMP_WORDS=("${COMP_WORDS[@]:0:COMP_CWORD-1}" "${COMP_WORDS[COMP_CWORD]}")
                COMP_CWORD=$((COMP_CWORD - 1))
              fi

            """);
  }

  /**
   * The script of picocli, which zsh reads too, so that it may also be one of the files in which
   * zsh looks for a function named after the command, and which it runs at the first completion.
   * There the script's alias of compopt comes too late.
   */
  private static String zsh(String name, String script) {
    return """
    #compdef %1$s
    function compopt { true; }
    %2$s
    if [[ ${funcstack[1]:-} == _%1$s ]]; then
      _bash_complete -o default -F _complete_%1$s
    fi
    """
        .formatted(name, script);
  }
}

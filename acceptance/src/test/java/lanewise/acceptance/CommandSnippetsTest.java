package lanewise.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import lanewise.cli.Lanewise;
import lanewise.cli.session.Interruption;
import lanewise.cli.session.ResultStream;
import lanewise.cli.session.Session;
import lanewise.cli.session.Terminals;
import lanewise.conventions.Repository;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParseResult;

/** The commands that documents show exist, with their options, also where no test runs them. */
final class CommandSnippetsTest {
  /** Where the commands of bench have their help. */
  private static final String HELP = "bench/src/main/resources/lanewise/bench/command/";

  /** What others have made, and what readers make themselves. */
  private static final Set<String> OF_OTHERS =
      Set.of(
          "java",
          "javac",
          "jlink",
          "jpackage",
          "curl",
          "ssh-keygen",
          "image/bin/app",
          "app/bin/app");

  /** In an archive of the command, made of the folder here. */
  private static final Map<String, String> IN_AN_ARCHIVE =
      Map.of(
          "bin/lanewise",
          "cli/src/dist/bin/lanewise",
          "bin/make-aot-cache",
          "cli/src/dist/bin/make-aot-cache");

  private static final Set<String> PHASES =
      Set.of("compile", "test-compile", "test", "package", "verify", "install");

  /** Properties of Maven's plugins; others must stand in a POM of ours. */
  private static final Set<String> OF_PLUGINS =
      Set.of("test", "surefire.failIfNoSpecifiedTests", "targetClasses", "targetTests");

  private static final String POMS =
      Repository.files("pom.xml").stream().map(Repository::text).collect(Collectors.joining());

  private static final Pattern FOLDER_OF_OURS =
      Pattern.compile(
          "(acceptance|bench|bin|cli|consumers|docs|examples|layers|site|tensor|training)/[\\w./-]+");

  @Test
  void commandsInBlocks() {
    int commands = 0;
    for (Snippet block : Snippet.blocks()) {
      if (Set.of("", "sh").contains(block.language())) {
        for (List<String> words : ShellText.commands(block.text())) {
          check(block, withoutVariables(words), true);
          commands++;
        }
      }
    }
    assertThat(commands).isGreaterThan(60);
  }

  @Test
  void commandsInSentences() {
    int commands = 0;
    for (Snippet span : Snippet.spans()) {
      if (span.text().matches("(?:(?:\\./)?lanewise|mvn) .*")
          || FOLDER_OF_OURS.matcher(span.text().split(" ", 2)[0]).matches()) {
        String command = span.text().replace("completion SHELL", "completion bash");
        check(span, ShellText.commands(command).getFirst(), false);
        commands++;
      }
    }
    assertThat(commands).isGreaterThan(100);
  }

  /** Without the values of variables that go before a command. */
  private static List<String> withoutVariables(List<String> words) {
    return words.stream().dropWhile(word -> word.matches("\\w+=.*")).toList();
  }

  private static void check(Snippet snippet, List<String> words, boolean whole) {
    for (String word : words) {
      checkPath(snippet, word);
    }
    if (words.isEmpty() || OF_OTHERS.contains(words.getFirst())) {
      return;
    }
    String program = words.getFirst();
    List<String> rest = words.subList(1, words.size());
    switch (program) {
      case "lanewise", "./lanewise" -> checkLanewise(snippet, rest, whole);
      case "mvn" -> checkMaven(snippet, rest);
      default -> checkScript(snippet, program, rest);
    }
  }

  /** A path of a clone leads somewhere, but for what a build makes. */
  private static void checkPath(Snippet snippet, String word) {
    if (FOLDER_OF_OURS.matcher(word).matches() && !word.contains("target")) {
      Path path = Repository.ROOT.resolve(IN_AN_ARCHIVE.getOrDefault(word, word));
      assertThat(path).as("%s", snippet).exists();
    }
  }

  private static void checkLanewise(Snippet snippet, List<String> words, boolean whole) {
    String[] args = words.toArray(String[]::new);
    ByteArrayOutputStream said = new ByteArrayOutputStream();
    Session session =
        new Session(
            new ResultStream(said),
            new PrintStream(said, true, StandardCharsets.UTF_8),
            Terminals.NONE,
            new Interruption());
    CommandLine line = collectingErrors(Lanewise.commandLine(session, words));
    List<Exception> errors = new ArrayList<>();
    for (ParseResult part = line.parseArgs(args); part != null; part = part.subcommand()) {
      errors.addAll(part.errors());
    }
    assertThat(errors)
        .as("%s", snippet)
        .filteredOn(error -> whole || !(error instanceof MissingParameterException))
        .isEmpty();
    boolean isTraining = !words.isEmpty() && words.getFirst().equals("train");
    if (isTraining && (words.size() == 1 || words.get(1).startsWith("--"))) {
      // Its options make a job, with values that it may have.
      List<String> printing = new ArrayList<>(words);
      printing.remove("--resume"); // there is no training to continue
      printing.add("--print-job");
      int exitCode = Lanewise.run(session, printing.toArray(String[]::new));
      session.flush();
      assertThat(exitCode).as("%s%n%s", snippet, said.toString(StandardCharsets.UTF_8)).isZero();
    }
  }

  /** A sentence may leave out what a command needs, which must not hide other errors. */
  private static CommandLine collectingErrors(CommandLine line) {
    line.getCommandSpec().parser().collectErrors(true);
    line.getSubcommands().values().forEach(CommandSnippetsTest::collectingErrors);
    return line;
  }

  private static void checkScript(Snippet snippet, String program, List<String> words) {
    Path script = Repository.ROOT.resolve(IN_AN_ARCHIVE.getOrDefault(program, program));
    assertThat(FOLDER_OF_OURS.matcher(program).matches())
        .as("a command that this test knows: %s in %s", program, snippet)
        .isTrue();
    if (words.isEmpty()) {
      return; // perhaps a folder, whose path has been looked at
    }
    assertThat(Files.isExecutable(script)).as("%s", snippet).isTrue();
    Path help = Repository.ROOT.resolve(program.replace("bench/", HELP) + ".txt");
    String known = Repository.text(Files.exists(help) ? help : script) + " --help";
    assertThat(words)
        .as("%s", snippet)
        .filteredOn(word -> word.startsWith("-"))
        .allMatch(known::contains);
  }

  private static void checkMaven(Snippet snippet, List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("-pl")) {
        for (String module : words.get(++i).split(",", -1)) {
          assertThat(Repository.ROOT.resolve(module + "/pom.xml")).as("%s", snippet).exists();
        }
      } else if (word.startsWith("-P")) {
        assertThat(POMS).as("%s", snippet).contains("<id>" + word.substring(2) + "</id>");
      } else if (word.startsWith("-D")) {
        checkProperty(snippet, word.substring(2));
      } else if (!Set.of("-q", "-B", "-am", "-o").contains(word)) {
        assertThat(PHASES).as("%s", snippet).contains(word);
      }
    }
  }

  private static void checkProperty(Snippet snippet, String property) {
    String[] parts = property.split("=", 2);
    if (!OF_PLUGINS.contains(parts[0])) {
      assertThat(POMS)
          .as("%s", snippet)
          .containsAnyOf(
              "<" + parts[0] + ">", "<name>" + parts[0] + "</name>", "${" + parts[0] + "}");
    }
    if (parts[0].equals("test")) {
      for (String name : parts[1].split(",", -1)) {
        assertThat(Repository.files("/" + name + ".java")).as("%s", snippet).isNotEmpty();
      }
    }
  }
}

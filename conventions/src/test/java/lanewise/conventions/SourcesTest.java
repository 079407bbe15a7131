package lanewise.conventions;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What no file of the repository may contain. */
final class SourcesTest {
  /**
   * Ways to switch a test off. The build also fails when a test was skipped; this names the file.
   */
  private static final Pattern SWITCHED_OFF =
      Pattern.compile(
          "@[\\w.]*\\b(?:Disabled|Enabled|Ignore)\\w*"
              + "|\\bAssumptions\\b|\\bassum(?:e|ing)[A-Z]\\w*\\s*\\(");

  /** Folders of one person's or one build's machine. The launcher may name usual JDK folders. */
  private static final Pattern MACHINE_PATH =
      Pattern.compile(
          "(?<![\\w./~*-])/(?:work|root|home|Users|tmp/\\w+)/\\w"
              + "|/usr/lib/jvm/(?:temurin|java|openjdk|jdk)");

  @Test
  void noTestIsSwitchedOff() {
    List<Path> tests =
        Repository.files(".java").stream()
            .filter(file -> Repository.name(file).contains("/src/test/"))
            .toList();
    assertThat(tests).as("test sources").isNotEmpty();
    assertThat(containing(SWITCHED_OFF, tests)).as("Files that switch a test off").isEmpty();
  }

  /** Else {@code -Dtest.jvm} would reach some of the JVMs only, such as one width of vectors. */
  @Test
  void everyTestThatStartsAJvmPassesOnTheOptionsOfTheBuild() {
    List<Path> starters =
        Repository.files(".java").stream()
            .filter(file -> Repository.name(file).matches(".*/src/(?:test|faults)/.*"))
            .filter(file -> Repository.text(file).contains("getProperty(\"java.home\")"))
            .toList();
    assertThat(starters).as("test sources that start JVMs").isNotEmpty();
    assertThat(starters)
        .as("Test sources that start a JVM without the options in -Dtest.jvm")
        .allMatch(file -> Repository.text(file).contains("getProperty(\"test.jvm\""));
  }

  @Test
  void noFileNamesAFolderOfOneMachine() {
    assertThat(containing(MACHINE_PATH, Repository.files("")))
        .as("Files with an absolute path of one machine")
        .isEmpty();
  }

  private static List<String> containing(Pattern pattern, List<Path> files) {
    Predicate<String> found = pattern.asPredicate();
    return files.stream()
        .filter(file -> !file.endsWith("SourcesTest.java"))
        .filter(file -> isText(file) && found.test(Repository.text(file)))
        .map(Repository::name)
        .toList();
  }

  private static boolean isText(Path file) {
    return Repository.text(file).indexOf('\0') < 0;
  }
}

package lanewise.cli.train;

import java.util.List;
import lanewise.cli.session.InputException;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Origin;
import lanewise.cli.settings.Overrides;
import lanewise.cli.settings.Yaml;

/** The values of {@code --set key=value}. */
final class Assignments {
  private Assignments() {}

  /**
   * Settings with some values replaced.
   *
   * @param assignments keys with dots between, an equals sign and the value as a job file has it
   */
  static Node.Mapping over(Node.Mapping settings, List<String> assignments) {
    Node.Mapping result = settings;
    for (String assignment : assignments) {
      int equals = assignment.indexOf('=');
      if (equals < 1) {
        throw new InputException(
            "--set %s: use a key and a value, such as optimizer.rate=0.1".formatted(assignment));
      }
      String path = assignment.substring(0, equals);
      result = Overrides.set(result, path, value(assignment.substring(equals + 1), path));
    }
    return result;
  }

  /** Whether a key is among those that are set. */
  static boolean isGiven(String key, List<String> assignments) {
    return assignments.stream().anyMatch(each -> each.startsWith(key + "="));
  }

  /** A value that is a single word needs no YAML library. */
  private static Node value(String text, String path) {
    Origin origin = new Origin.Set();
    return text.matches("[\\w./+-]*")
        ? new Node.Scalar(text, false, origin)
        : Yaml.value(text, origin, path);
  }
}

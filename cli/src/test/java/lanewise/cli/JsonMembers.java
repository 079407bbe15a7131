package lanewise.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonValue;

/** The members of a line of JSON: those that it has, and those that the documentation says. */
public final class JsonMembers {
  private static final Path PAGE = Path.of("../docs/training.md");

  private JsonMembers() {}

  /**
   * The names of the members of an object, with a dot before those of an object, or of the objects
   * of a list, within it.
   *
   * @param free the members whose own members depend on the data
   */
  public static Set<String> of(JsonObject json, String... free) {
    Set<String> names = new TreeSet<>();
    add(json, "", Set.of(free), names);
    return names;
  }

  private static void add(JsonObject json, String path, Set<String> free, Set<String> names) {
    for (Map.Entry<String, JsonValue> member : json.members().entrySet()) {
      String name = path + member.getKey();
      List<JsonValue> within =
          member.getValue() instanceof JsonArray list
              ? list.elements()
              : List.of(member.getValue());
      for (JsonValue each : within) {
        if (each instanceof JsonObject object && !free.contains(name)) {
          add(object, name + ".", free, names);
        } else {
          names.add(name);
        }
      }
      if (within.isEmpty()) {
        names.add(name);
      }
    }
  }

  /** What stands between backticks in the first column of the table with this head. */
  public static Set<String> documented(String head) throws IOException {
    String page = Files.readString(PAGE);
    String table = page.substring(page.indexOf("| " + head + " | meaning |"));
    Set<String> names = new TreeSet<>();
    for (String line : table.lines().skip(2).takeWhile(line -> line.startsWith("|")).toList()) {
      Pattern.compile("`([^`]+)`")
          .matcher(line.substring(0, line.indexOf(" | ")))
          .results()
          .map((MatchResult name) -> name.group(1))
          .forEach(names::add);
    }
    return names;
  }
}

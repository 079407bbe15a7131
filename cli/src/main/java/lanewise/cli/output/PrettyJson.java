package lanewise.cli.output;

import java.util.Iterator;
import java.util.Map;
import lanewise.layers.format.Json;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonValue;

/** Writes JSON for people: a member a line, and arrays of single values on one line. */
public final class PrettyJson {
  private final StringBuilder out = new StringBuilder();

  private PrettyJson() {}

  /** The text of a file; it ends with a line break. */
  public static String of(JsonValue value) {
    PrettyJson json = new PrettyJson();
    json.write(value, "\n");
    return json.out.append('\n').toString();
  }

  private void write(JsonValue value, String newLine) {
    if (value instanceof JsonObject object && !object.members().isEmpty()) {
      Iterator<Map.Entry<String, JsonValue>> members = object.members().entrySet().iterator();
      out.append('{');
      while (members.hasNext()) {
        Map.Entry<String, JsonValue> member = members.next();
        out.append(newLine).append("  \"").append(member.getKey()).append("\": ");
        write(member.getValue(), newLine + "  ");
        out.append(members.hasNext() ? "," : newLine + "}");
      }
    } else if (value instanceof JsonArray array
        && array.elements().stream().anyMatch(JsonObject.class::isInstance)) {
      Iterator<JsonValue> elements = array.elements().iterator();
      out.append('[');
      while (elements.hasNext()) {
        out.append(newLine).append("  ");
        write(elements.next(), newLine + "  ");
        out.append(elements.hasNext() ? "," : newLine + "]");
      }
    } else {
      out.append(Json.write(value));
    }
  }
}

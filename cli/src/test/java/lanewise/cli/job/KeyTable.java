package lanewise.cli.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import lanewise.cli.settings.Choice;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Type;
import lanewise.cli.settings.YamlText;

/** The keys of a section as a table in Markdown. */
public final class KeyTable {
  private final StringBuilder rows =
      new StringBuilder("| key | value | default | option | meaning |\n|---|---|---|---|---|\n");

  private KeyTable() {}

  public static String of(Section<?> section) {
    KeyTable table = new KeyTable();
    table.add(section, "", "");
    return table.rows.toString();
  }

  /** The kinds of a choice. */
  public static String ofKinds(Choice<?> choice) {
    StringBuilder rows = new StringBuilder("| kind | keys | meaning |\n|---|---|---|\n");
    for (Type.Part part : choice.parts()) {
      String keys =
          part.section().keys().stream()
              .filter(key -> !List.of("name", "inputs").contains(key.name()))
              .map(KeyTable::layerKey)
              .collect(Collectors.joining("; "));
      rows.append("| `%s` | %s | %s |\n".formatted(part.kind(), keys, part.section().meaning()));
    }
    return rows.toString();
  }

  /** The keys of all kinds of a choice; where kinds have the same key, it has one row. */
  static String ofKeys(Choice<?> choice) {
    SequencedMap<List<String>, SequencedMap<String, List<String>>> kindsByDefault =
        new LinkedHashMap<>();
    for (Type.Part part : choice.parts()) {
      for (Key<?, ?> key : part.section().keys()) {
        String option = key.option() == null ? "" : "`" + key.option().name() + "`";
        Node fallback = key.defaultNode();
        kindsByDefault
            .computeIfAbsent(
                List.of("`" + key.name() + "`", key.type().words(), option, key.meaning()),
                row -> new LinkedHashMap<>())
            .computeIfAbsent(
                fallback == null ? "" : "`" + YamlText.line(fallback) + "` ",
                text -> new ArrayList<>())
            .add(part.kind());
      }
    }
    KeyTable table = new KeyTable();
    kindsByDefault.forEach(
        (row, kinds) -> table.row(row.get(0), row.get(1), defaults(kinds), row.get(2), row.get(3)));
    return table.rows.toString();
  }

  /** Each default with the kinds that have it. */
  private static String defaults(SequencedMap<String, List<String>> kinds) {
    return kinds.entrySet().stream()
        .map(each -> "%s(%s)".formatted(each.getKey(), String.join(", ", each.getValue())))
        .collect(Collectors.joining(", "));
  }

  private static String layerKey(Key<?, ?> key) {
    Node fallback = key.defaultNode();
    return "`%s`%s".formatted(key.name(), fallback == null ? "" : " " + YamlText.line(fallback));
  }

  private void add(Section<?> section, String path, String kind) {
    for (Key<?, ?> key : section.keys()) {
      String full = path + key.name();
      List<Type.Part> parts = key.type().parts();
      if (parts.isEmpty()) {
        row(key, full, kind);
      } else if (key.type() instanceof Choice<?> choice) {
        String option = key.option() == null ? "" : "`" + key.option().name() + "`";
        row(
            "`" + full + "`",
            choice.words(),
            "`" + choice.kinds().getFirst() + "`",
            option,
            key.meaning());
      } else {
        parts.forEach(part -> add(part.section(), full + ".", kind));
      }
    }
  }

  private void row(Key<?, ?> key, String path, String kind) {
    Node fallback = key.defaultNode();
    row(
        "`" + path + "`" + kind,
        key.type().words(),
        fallback == null ? "" : "`" + YamlText.line(fallback) + "`",
        key.option() == null ? "" : "`" + key.option().name() + "`",
        key.meaning());
  }

  private void row(String... cells) {
    for (String cell : cells) {
      rows.append("| ").append(cell).append(' ');
    }
    rows.append("|\n");
  }
}

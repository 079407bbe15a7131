package lanewise.cli.job;

import java.util.List;
import java.util.stream.Collectors;
import lanewise.cli.settings.Choice;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Type;
import lanewise.cli.settings.YamlText;

/** The keys of a section as a table in Markdown. */
final class KeyTable {
  private final StringBuilder rows =
      new StringBuilder("| key | value | default | option | meaning |\n|---|---|---|---|---|\n");

  private KeyTable() {}

  static String of(Section<?> section) {
    KeyTable table = new KeyTable();
    table.add(section, "", "");
    return table.rows.toString();
  }

  /** The kinds of a choice. */
  static String ofKinds(Choice<?> choice) {
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
      } else if (key.type() instanceof Choice<?>) {
        String kinds = parts.stream().map(Type.Part::kind).collect(Collectors.joining(", "));
        String first = parts.getFirst().kind();
        row("`" + full + ".kind`", kinds, "`" + first + "`", "", key.meaning());
      }
      for (Type.Part part : parts) {
        add(part.section(), full + ".", part.kind().isEmpty() ? kind : " (" + part.kind() + ")");
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

package lanewise.cli.job;

import java.util.stream.Collectors;
import lanewise.cli.settings.Choice;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Section;
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

  private void add(Section<?> section, String path, String kind) {
    for (Key<?, ?> key : section.keys()) {
      String full = path + key.name();
      switch (key.type()) {
        case Section<?> inner -> add(inner, full + ".", kind);
        case Choice<?> choice -> {
          Choice.Alternative<?> first = choice.alternatives().getFirst();
          String kinds =
              choice.alternatives().stream()
                  .map(Choice.Alternative::word)
                  .collect(Collectors.joining(", "));
          row("`" + full + ".kind`", kinds, "`" + first.word() + "`", "", key.meaning());
          for (Choice.Alternative<?> each : choice.alternatives()) {
            add(each.section(), full + ".", " (" + each.word() + ")");
          }
        }
        default -> {
          Node fallback = key.defaultNode();
          row(
              "`" + full + "`" + kind,
              key.type().words(),
              fallback == null ? "" : "`" + YamlText.line(fallback) + "`",
              key.option() == null ? "" : "`" + key.option().name() + "`",
              key.meaning());
        }
      }
    }
  }

  private void row(String... cells) {
    for (String cell : cells) {
      rows.append("| ").append(cell).append(' ');
    }
    rows.append("|\n");
  }
}

package lanewise.cli.settings;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** Writes settings as YAML 1.2. Needs no library: only the forms that settings have are written. */
public final class YamlText {
  /** Texts that need no quotes, in any version of YAML. */
  private static final Pattern PLAIN = Pattern.compile("\\.{0,2}[A-Za-z_/][A-Za-z0-9_./-]*");

  /** Texts that would be something else without quotes, here or in a version of YAML. */
  private static final Set<String> WORDS =
      Set.of(
          "null", "true", "false", "yes", "no", "on", "off", "y", "n", "auto", "all", ".inf",
          ".nan");

  private final StringBuilder out = new StringBuilder();

  private YamlText() {}

  /** The text of a file with these settings; it ends with a line break. */
  public static String of(Node.Mapping settings) {
    YamlText text = new YamlText();
    text.block(settings, 0, false);
    return text.out.toString();
  }

  /** A value as it is written on one line. */
  public static String line(Node value) {
    YamlText text = new YamlText();
    text.flow(value);
    return text.out.toString();
  }

  /** The keys of a mapping, each on a line; the first may follow the dash of a list. */
  private void block(Node.Mapping mapping, int indent, boolean afterDash) {
    boolean first = afterDash;
    for (Map.Entry<String, Node.Entry> entry : mapping.entries().entrySet()) {
      out.repeat(' ', first ? 0 : indent);
      first = false;
      string(entry.getKey());
      out.append(':');
      value(entry.getValue().value(), indent);
    }
  }

  private void value(Node value, int indent) {
    if (isBlock(value)) {
      out.append('\n');
      if (value instanceof Node.Mapping mapping) {
        block(mapping, indent + 2, false);
      } else if (value instanceof Node.Sequence sequence) {
        list(sequence, indent + 2);
      }
    } else {
      out.append(' ');
      flow(value);
      out.append('\n');
    }
  }

  private void list(Node.Sequence sequence, int indent) {
    for (Node item : sequence.items()) {
      out.repeat(' ', indent).append("- ");
      if (item instanceof Node.Mapping mapping && isBlock(mapping)) {
        block(mapping, indent + 2, true);
      } else {
        flow(item);
        out.append('\n');
      }
    }
  }

  /** Mappings and lists with mappings in them go over several lines. */
  private static boolean isBlock(Node node) {
    return switch (node) {
      case Node.Scalar _ -> false;
      case Node.Mapping mapping -> !mapping.entries().isEmpty();
      case Node.Sequence sequence -> sequence.items().stream().anyMatch(YamlText::isBlock);
    };
  }

  /** A value on one line. */
  private void flow(Node node) {
    switch (node) {
      case Node.Scalar scalar -> {
        if (scalar.quoted()) {
          string(scalar.text());
        } else {
          out.append(scalar.text());
        }
      }
      case Node.Sequence sequence -> {
        String separator = "[";
        for (Node item : sequence.items()) {
          out.append(separator);
          flow(item);
          separator = ", ";
        }
        out.append(sequence.items().isEmpty() ? "[]" : "]");
      }
      case Node.Mapping mapping -> {
        String separator = "{";
        for (Map.Entry<String, Node.Entry> entry : mapping.entries().entrySet()) {
          out.append(separator);
          string(entry.getKey());
          out.append(": ");
          flow(entry.getValue().value());
          separator = ", ";
        }
        out.append(mapping.entries().isEmpty() ? "{}" : "}");
      }
    }
  }

  private void string(String text) {
    if (PLAIN.matcher(text).matches() && !WORDS.contains(text.toLowerCase(Locale.ROOT))) {
      out.append(text);
      return;
    }
    out.append('"');
    text.codePoints().forEach(this::character);
    out.append('"');
  }

  private void character(int code) {
    if (code == '"' || code == '\\') {
      out.append('\\').appendCodePoint(code);
    } else if ((code >= ' ' && code < 0x7f) || Character.isLetterOrDigit(code)) {
      out.appendCodePoint(code);
    } else {
      out.append("\\U%08X".formatted(code));
    }
  }
}

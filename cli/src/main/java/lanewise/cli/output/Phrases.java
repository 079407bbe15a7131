package lanewise.cli.output;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;
import lanewise.cli.session.Printable;

/** Formats names and counts for messages. */
public final class Phrases {
  private static final int SHOWN = 20;
  private static final int LONGEST = 40;

  private Phrases() {}

  /** Joins names with commas; a long list is cut short and its size is given. */
  public static String list(Collection<String> names) {
    String shown =
        names.stream().limit(SHOWN).map(Phrases::excerpt).collect(Collectors.joining(", "));
    return names.size() <= SHOWN ? shown : shown + ", ... (" + names.size() + " in all)";
  }

  /** A text that terminals only show, cut short where it is long. */
  public static String excerpt(String text) {
    String shown = Printable.of(text);
    return shown.length() <= LONGEST ? shown : shown.substring(0, LONGEST) + "...";
  }

  /** A count with its noun: {@code 1 row}, {@code 1,257 rows}. */
  public static String count(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s", count, noun)
        + (count == 1 ? "" : noun.endsWith("s") ? "es" : "s");
  }

  /** A number of bytes: {@code 12 kB}, {@code 3.4 MB}. */
  public static String bytes(long count) {
    if (count < 1_000_000) {
      return String.format(Locale.ROOT, "%d kB", (count + 999) / 1_000);
    }
    return count < 1_000_000_000
        ? String.format(Locale.ROOT, "%.1f MB", count / 1e6)
        : String.format(Locale.ROOT, "%.1f GB", count / 1e9);
  }
}

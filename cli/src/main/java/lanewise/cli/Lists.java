package lanewise.cli;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names and counts as messages have them. */
final class Lists {
  private static final int SHOWN = 20;
  private static final int LONGEST = 40;

  private Lists() {}

  /** The names with commas between; of many, the first and how many there are. */
  static String some(Collection<String> names) {
    String shown =
        names.stream().limit(SHOWN).map(Lists::excerpt).collect(Collectors.joining(", "));
    return names.size() <= SHOWN ? shown : shown + ", ... (" + names.size() + " in all)";
  }

  /** The beginning of a text that may be long. */
  static String excerpt(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }

  /** A count with its noun: {@code 1 row}, {@code 1,257 rows}. */
  static String count(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s", count, noun)
        + (count == 1 ? "" : noun.endsWith("s") ? "es" : "s");
  }
}

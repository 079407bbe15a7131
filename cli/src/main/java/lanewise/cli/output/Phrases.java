package lanewise.cli.output;

import java.util.Collection;
import java.util.Locale;
import java.util.stream.Collectors;

/** Names and counts as messages have them. */
public final class Phrases {
  private static final int SHOWN = 20;
  private static final int LONGEST = 40;

  private Phrases() {}

  /** The names with commas between; of many, the first and how many there are. */
  public static String list(Collection<String> names) {
    String shown =
        names.stream().limit(SHOWN).map(Phrases::excerpt).collect(Collectors.joining(", "));
    return names.size() <= SHOWN ? shown : shown + ", ... (" + names.size() + " in all)";
  }

  /** The beginning of a text that may be long. */
  public static String excerpt(String text) {
    return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
  }

  /** A count with its noun: {@code 1 row}, {@code 1,257 rows}. */
  public static String count(long count, String noun) {
    return String.format(Locale.ROOT, "%,d %s", count, noun)
        + (count == 1 ? "" : noun.endsWith("s") ? "es" : "s");
  }
}

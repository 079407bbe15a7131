package lanewise.cli.output;

import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Guesses which word a misspelt one was meant to be. */
public final class Spelling {
  private static final int MOST_EDITS = 2;

  private Spelling() {}

  /**
   * The known word with the fewest edits from this one, or null where none is within two, or where
   * the word would change by half or more.
   */
  public static @Nullable String nearest(String word, Collection<String> known) {
    return known.stream()
        .filter(each -> Math.abs(word.length() - each.length()) <= MOST_EDITS)
        .filter(each -> edits(word, each) <= MOST_EDITS && 2 * edits(word, each) < word.length())
        .min(Comparator.comparingInt(each -> edits(word, each)))
        .orElse(null);
  }

  /** How many letters to insert, leave out or replace (Levenshtein, 1966). */
  private static int edits(String a, String b) {
    int[] above = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      above[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int[] row = new int[b.length() + 1];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = above[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
      }
      above = row;
    }
    return above[b.length()];
  }
}

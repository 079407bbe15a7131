package lanewise.training.data.csv;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;

/**
 * The separator of a CSV file, how it writes decimals and missing values, and the limits on what
 * reading it may take.
 *
 * @param separator the character between two fields; no quote, carriage return or line feed, and no
 *     half of a surrogate pair
 * @param decimal the character before the decimals of a number: a point or a comma; a file whose
 *     separator it is must put such numbers in quotes
 * @param missing texts that say that there is no value, beside those of {@link CsvTable#isMissing};
 *     without blanks around them, compared letter by letter
 * @param limits the limits that readers keep to
 */
public record CsvFormat(char separator, char decimal, Set<String> missing, CsvLimits limits) {
  private static final CsvFormat COMMAS = new CsvFormat(',', '.', Set.of(), CsvLimits.defaults());

  /**
   * Creates a format, and copies the texts.
   *
   * @throws IllegalArgumentException if the separator cannot divide fields, or decimal is neither a
   *     point nor a comma
   */
  public CsvFormat {
    Objects.requireNonNull(limits);
    missing = Collections.unmodifiableSet(new LinkedHashSet<>(missing));
    if (separator == '"'
        || separator == '\r'
        || separator == '\n'
        || Character.isSurrogate(separator)) {
      throw new IllegalArgumentException(
          "the character U+%04X cannot separate fields; use a comma, a semicolon or a tab"
              .formatted((int) separator));
    }
    if (decimal != '.' && decimal != ',') {
      throw new IllegalArgumentException(
          "the character U+%04X cannot come before decimals; use a point or a comma"
              .formatted((int) decimal));
    }
  }

  /**
   * Fields separated by commas, as RFC 4180 has them, with the default limits.
   *
   * @return the format
   */
  public static CsvFormat commas() {
    return COMMAS;
  }

  /**
   * Changes the separator.
   *
   * @param character the separator
   * @return a changed format
   */
  public CsvFormat withSeparator(char character) {
    return new CsvFormat(character, decimal, missing, limits);
  }

  /**
   * Changes how decimals are written.
   *
   * @param character a point, or a comma as in {@code 3,14}
   * @return a changed format
   */
  public CsvFormat withDecimal(char character) {
    return new CsvFormat(separator, character, missing, limits);
  }

  /**
   * Changes which further texts say that there is no value, such as {@code -} or {@code -999}.
   *
   * @param texts the texts, without blanks around them
   * @return a changed format
   */
  public CsvFormat withMissing(Collection<String> texts) {
    return new CsvFormat(separator, decimal, new LinkedHashSet<>(texts), limits);
  }

  /**
   * Changes the limits.
   *
   * @param other the limits
   * @return a changed format
   */
  public CsvFormat withLimits(CsvLimits other) {
    return new CsvFormat(separator, decimal, missing, other);
  }

  /**
   * Formats a text as a field. The text is put in quotes, and its own quotes are doubled, if it
   * would otherwise be read as something else; a {@link CsvReader} of this format reads the same
   * text back.
   *
   * @param text the content of the field
   * @return what to write
   */
  public String field(String text) {
    return needsQuotes(text) ? '"' + text.replace("\"", "\"\"") + '"' : text;
  }

  /** An empty field that is alone in its record would otherwise be an empty line. */
  private boolean needsQuotes(String text) {
    boolean needed = text.isEmpty() || text.charAt(0) == CsvReader.BYTE_ORDER_MARK;
    for (int i = 0; i < text.length() && !needed; i++) {
      char c = text.charAt(i);
      needed = c == separator || c == '"' || c == '\r' || c == '\n';
    }
    return needed;
  }
}

package lanewise.bench.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The words behind a command's name: options in any order are taken out, and others are left. */
public final class Words {
  /** The widths of vectors in bits that there may be. */
  public static final List<Integer> WIDTHS = List.of(512, 256, 128);

  private final List<String> words;

  /** Of a command line. */
  public Words(List<String> words) {
    this.words = new ArrayList<>(words);
  }

  /** Takes an option without a value, and says whether it was there. */
  public boolean flag(String option) {
    return words.remove(option);
  }

  /**
   * Takes an option and its value.
   *
   * @return empty if it is not there
   * @throws IllegalArgumentException if the value is missing
   */
  public Optional<String> value(String option) {
    int at = words.indexOf(option);
    if (at < 0) {
      return Optional.empty();
    }
    if (at + 1 == words.size() || words.get(at + 1).startsWith("--")) {
      throw new IllegalArgumentException("%s lacks its value".formatted(option));
    }
    words.remove(at);
    return Optional.of(words.remove(at));
  }

  /**
   * Takes an option whose value is a count.
   *
   * @return 0 if it is not there
   * @throws IllegalArgumentException if the value is missing or no number from 1 to 999
   */
  public int count(String option) {
    return value(option)
        .map(
            word -> {
              if (!word.matches("[1-9]\\d{0,2}")) {
                throw new IllegalArgumentException(
                    "%s: %s is no number from 1 to 999".formatted(option, word));
              }
              return Integer.valueOf(word);
            })
        .orElse(0);
  }

  /**
   * Takes {@code --width}, the bits of a vector.
   *
   * @return 0 if it is not there
   * @throws IllegalArgumentException if the value is missing or no width
   */
  public int width() {
    String word = value("--width").orElse("");
    for (int width : WIDTHS) {
      if (word.equals(Integer.toString(width))) {
        return width;
      }
    }
    if (!word.isEmpty()) {
      throw new IllegalArgumentException("--width: %s is not 128, 256 or 512".formatted(word));
    }
    return 0;
  }

  /**
   * What is left when all options have been taken.
   *
   * @param most how many words may be left
   * @throws IllegalArgumentException if there are more, or an option among them
   */
  public List<String> rest(int most) {
    for (int i = 0; i < words.size(); i++) {
      if (i >= most || words.get(i).startsWith("-")) {
        throw new IllegalArgumentException("unknown: %s; see --help".formatted(words.get(i)));
      }
    }
    return List.copyOf(words);
  }
}

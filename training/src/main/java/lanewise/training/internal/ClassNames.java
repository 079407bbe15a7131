package lanewise.training.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts the names of classes into the order of their indices. */
public final class ClassNames {
  private ClassNames() {}

  /** Sorts by value where all names are whole numbers of any length, else as texts. */
  public static List<String> sorted(Collection<String> names) {
    List<WholeNumber> numbers = new ArrayList<>(names.size());
    for (String name : names) {
      WholeNumber number = WholeNumber.of(name);
      if (number == null) {
        return names.stream().sorted().toList();
      }
      numbers.add(number);
    }
    return numbers.stream().sorted().map(WholeNumber::text).toList();
  }

  /**
   * A whole number in decimal digits.
   *
   * @param sign -1, 0 or 1
   * @param first where the digits begin that are no leading zeros
   */
  private record WholeNumber(String text, int sign, int first) implements Comparable<WholeNumber> {
    static @Nullable WholeNumber of(String text) {
      boolean signed = !text.isEmpty() && (text.charAt(0) == '-' || text.charAt(0) == '+');
      int first = signed ? 1 : 0;
      if (first == text.length()) {
        return null;
      }
      for (int i = first; i < text.length(); i++) {
        if (text.charAt(i) < '0' || text.charAt(i) > '9') {
          return null;
        }
      }
      while (first < text.length() && text.charAt(first) == '0') {
        first++;
      }
      int sign = first == text.length() ? 0 : text.charAt(0) == '-' ? -1 : 1;
      return new WholeNumber(text, sign, first);
    }

    /** By value; numbers that are written in several ways, by text. */
    @Override
    public int compareTo(WholeNumber other) {
      int order = Integer.compare(sign, other.sign);
      if (order == 0) {
        order = sign * compareMagnitude(other);
      }
      return order != 0 ? order : text.compareTo(other.text);
    }

    private int compareMagnitude(WholeNumber other) {
      int digits = text.length() - first;
      int order = Integer.compare(digits, other.text.length() - other.first);
      for (int i = 0; i < digits && order == 0; i++) {
        order = Character.compare(text.charAt(first + i), other.text.charAt(other.first + i));
      }
      return order;
    }
  }
}

package lanewise.training.data.csv;

import java.util.List;

/** Finds the number of a text among others by its characters, without making a text of them. */
final class TextIndex {
  private final String[] texts;

  /** One more than the number of a text, at its hash or in the places after it; 0 is free. */
  private final int[] slots;

  TextIndex(List<String> texts) {
    this.texts = texts.toArray(String[]::new);
    this.slots = new int[Integer.highestOneBit(Math.max(1, texts.size())) * 4];
    for (int i = 0; i < this.texts.length; i++) {
      char[] characters = this.texts[i].toCharArray();
      int slot = hash(characters, 0, characters.length);
      while (slots[slot] != 0) {
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = i + 1;
    }
  }

  /** Returns the number of the text with these characters, or -1 if there is none. */
  int find(char[] characters, int from, int to) {
    int slot = hash(characters, from, to);
    while (slots[slot] != 0) {
      if (matches(texts[slots[slot] - 1], characters, from, to)) {
        return slots[slot] - 1;
      }
      slot = (slot + 1) & (slots.length - 1);
    }
    return -1;
  }

  private int hash(char[] characters, int from, int to) {
    int hash = 0;
    for (int i = from; i < to; i++) {
      hash = 31 * hash + characters[i];
    }
    return (hash ^ (hash >>> 16)) & (slots.length - 1);
  }

  private static boolean matches(String text, char[] characters, int from, int to) {
    boolean same = text.length() == to - from;
    for (int i = from; same && i < to; i++) {
      same = text.charAt(i - from) == characters[i];
    }
    return same;
  }
}

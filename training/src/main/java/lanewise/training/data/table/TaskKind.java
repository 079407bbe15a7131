package lanewise.training.data.table;

/** What a model is to tell of a row. */
public enum TaskKind {
  /** One of several classes that exclude each other. */
  CLASSIFY("classify"),
  /** One or several numbers. */
  REGRESS("regress"),
  /** Several labels, each of which a row has or has not. */
  MULTILABEL("multilabel");

  private final String word;

  TaskKind(String word) {
    this.word = word;
  }

  /**
   * The word for it in commands and files.
   *
   * @return a word in lower case
   */
  public String word() {
    return word;
  }

  /** Returns the word. */
  @Override
  public String toString() {
    return word;
  }
}

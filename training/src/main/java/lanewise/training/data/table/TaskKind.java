package lanewise.training.data.table;

import lanewise.layers.file.Task;

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
   * The kind of a task.
   *
   * @param task what a model was trained to tell
   * @return the kind
   */
  public static TaskKind of(Task task) {
    return switch (task) {
      case Task.Classification _ -> CLASSIFY;
      case Task.MultiLabel _ -> MULTILABEL;
      case Task.Regression _ -> REGRESS;
    };
  }

  /**
   * The task that numbers to predict ask for, where nobody says which it is: several columns of yes
   * and no are labels, one of yes and no or of few different whole numbers has classes, and all
   * else is numbers to predict.
   *
   * @param columns the number of values of a row
   * @param truths whether all are 0 or 1
   * @param whole whether all are whole numbers
   * @param distinct how many different numbers there are
   * @param rows the number of rows
   * @return the task
   */
  public static TaskKind ofNumbers(
      int columns, boolean truths, boolean whole, int distinct, int rows) {
    if (columns > 1) {
      return truths ? MULTILABEL : REGRESS;
    }
    boolean few = distinct <= TableTargets.MOST_CLASS_NUMBERS && 2L * distinct <= rows;
    return truths || (whole && few) ? CLASSIFY : REGRESS;
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

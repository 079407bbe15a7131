package lanewise.cli.files;

/** What a command wants a file for. */
public enum FileUse {
  MODEL(", not a model that lanewise train has saved"),
  ROWS(""),
  JOB(", not a job file"),
  SEARCH(", not a search file");

  private final String instead;

  FileUse(String instead) {
    this.instead = instead;
  }

  /** How a sentence goes on that says what a file is. */
  String instead() {
    return instead;
  }
}

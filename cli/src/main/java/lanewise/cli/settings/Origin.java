package lanewise.cli.settings;

import lanewise.cli.output.Phrases;

/** Where a value was written, so that a message can point at it. */
public sealed interface Origin {
  /**
   * How a message begins that is about a value from here.
   *
   * @param path the keys that lead to the value, with dots between
   * @param value the value as it was typed, or empty where it is not a single word
   */
  String describe(String path, String value);

  /** How a message begins that is about a key that does not exist. */
  default String place(String path) {
    return describe(path, "");
  }

  /**
   * A line of a file.
   *
   * @param file the file as the caller named it
   * @param line the number of the line, from 1
   */
  record Line(String file, int line) implements Origin {
    @Override
    public String place(String path) {
      return "%s, line %s".formatted(file, line);
    }

    @Override
    public String describe(String path, String value) {
      String what = (path + " " + Phrases.excerpt(value)).strip();
      return place(path) + (what.isEmpty() ? "" : ": " + what);
    }
  }

  /**
   * An option of the command line that stands for a key.
   *
   * @param name the option, as {@code --lr}
   */
  record Option(String name) implements Origin {
    @Override
    public String describe(String path, String value) {
      return value.isEmpty() ? name : name + " " + value;
    }
  }

  /** The option {@code --set path=value} of the command line. */
  record Set() implements Origin {
    @Override
    public String describe(String path, String value) {
      return "--set " + path + (value.isEmpty() ? "" : "=" + value);
    }
  }

  /** A value that the program made itself. */
  record Program() implements Origin {
    @Override
    public String describe(String path, String value) {
      return value.isEmpty() ? path : path + " " + value;
    }
  }
}

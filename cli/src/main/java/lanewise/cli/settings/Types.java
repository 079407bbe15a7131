package lanewise.cli.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputFile;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;
import lanewise.layers.format.JsonString;
import lanewise.layers.format.JsonValue;
import org.jspecify.annotations.Nullable;

/** The types of settings. */
public final class Types {
  private Types() {}

  /** Any text but an empty one. */
  public static Type<String> text() {
    return new ScalarType<>("a text", Types::named, text -> text, true, string());
  }

  /** A file or folder. */
  public static Type<Path> path() {
    return new ScalarType<>("a path", Types::path, Path::toString, true, string());
  }

  /** An empty name is a mistake, such as a variable of the shell that is not set. */
  private static String named(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("a name is needed, but it is empty");
    }
    return text;
  }

  private static Path path(String text) {
    try {
      return Path.of(named(text));
    } catch (InvalidPathException wrong) {
      throw new IllegalArgumentException(InputFile.impossibleName(wrong), wrong);
    }
  }

  /** How many of something: a whole number of at least 1. */
  public static Type<Integer> count() {
    return whole(1, Integer.MAX_VALUE);
  }

  /** A whole number in a range. */
  public static Type<Integer> whole(int least, int most) {
    return new ScalarType<>(
        wholeWords(least, most),
        text -> (int) whole(text, least, most),
        String::valueOf,
        false,
        most == Integer.MAX_VALUE
            ? typed("integer").put("minimum", least).build()
            : typed("integer").put("minimum", least).put("maximum", most).build());
  }

  private static String wholeWords(int least, int most) {
    return most == Integer.MAX_VALUE
        ? "a whole number, at least " + least
        : "a whole number from %s to %s".formatted(least, most);
  }

  /** Any whole number of 64 bits. */
  public static Type<Long> seed() {
    return new ScalarType<>(
        "a whole number",
        text -> whole(text, Long.MIN_VALUE, Long.MAX_VALUE),
        String::valueOf,
        false,
        typed("integer").build());
  }

  private static long whole(String text, long least, long most) {
    if (!text.matches("[+-]?\\d+")) {
      throw new IllegalArgumentException("use a whole number, such as 42");
    }
    try {
      long value = Long.parseLong(text);
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException tooManyDigits) {
      // The same advice as for a number that is a little too large.
    }
    throw new IllegalArgumentException("use a whole number from " + least + " to " + most);
  }

  /** A number of single precision in a range. */
  public static Type<Float> number(Range range, float example) {
    return new ScalarType<>(
        "a number " + range.words(),
        text -> {
          float value = Types.<Float>decimal(text, Float::parseFloat, Float.NaN);
          return range.check(value, value, "use a number", String.valueOf(example));
        },
        String::valueOf,
        false,
        range.schema());
  }

  /** A number of double precision in a range. */
  public static Type<Double> real(Range range, double example) {
    return new ScalarType<>(
        "a number " + range.words(),
        text -> {
          double value = Types.<Double>decimal(text, Double::parseDouble, Double.NaN);
          return range.check(value, value, "use a number", String.valueOf(example));
        },
        String::valueOf,
        false,
        range.schema());
  }

  /** A part of a whole, above 0 and below 1. */
  public static Type<Double> share(double example) {
    Range range = Range.above(0).below(1);
    return new ScalarType<>(
        "a share " + range.words(),
        text -> {
          double value = Types.<Double>decimal(text, Double::parseDouble, Double.NaN);
          return range.check(value, value, "use a share", String.valueOf(example));
        },
        String::valueOf,
        false,
        range.schema());
  }

  /**
   * NaN where it is no number: no range has it. Java's suffixes f and d are no part of a number. No
   * digit is tried twice, however many there are.
   */
  private static <T> T decimal(String text, Function<String, T> parser, T notANumber) {
    if (!text.matches("[-+]?(\\d++(\\.\\d*+)?|\\.\\d++)([eE][-+]?\\d++)?")) {
      return notANumber;
    }
    return parser.apply(text);
  }

  /** Yes or no. */
  public static Type<Boolean> flag() {
    return new ScalarType<>(
        "true or false",
        text ->
            switch (text) {
              case "true" -> true;
              case "false" -> false;
              default -> throw new IllegalArgumentException("use true or false");
            },
        String::valueOf,
        false,
        typed("boolean").build());
  }

  /**
   * One of several words.
   *
   * @param values the values, each of which {@code toString} gives a word for
   */
  public static <T> Type<T> oneOf(List<T> values) {
    List<String> words = values.stream().map(String::valueOf).toList();
    String all = String.join(", ", words);
    return new ScalarType<>(
        "one of " + all,
        text ->
            values.stream()
                .filter(value -> String.valueOf(value).equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("use " + all)),
        String::valueOf,
        true,
        typed("string").put("enum", strings(words)).build());
  }

  /**
   * A value that the program chooses where it is not given.
   *
   * @param word the word that asks for the program's choice; it stands for an empty value
   */
  public static <T> Type<Optional<T>> orWord(String word, Type<T> type) {
    return new OrWord<>(word, type, JsonObject.builder().put("const", word).build());
  }

  /** A value that may be left out; YAML's word {@code null} says so too. */
  public static <T> Type<Optional<T>> optional(Type<T> type) {
    return new OrWord<>("null", type, typed("null").build());
  }

  private record OrWord<T>(String word, Type<T> type, JsonObject itself)
      implements Type<Optional<T>> {
    @Override
    public Optional<T> read(Node node, String path) {
      return isWord(node) ? Optional.empty() : Optional.of(type.read(node, path));
    }

    private boolean isWord(Node node) {
      return node instanceof Node.Scalar scalar
          && (word.equals("null")
              ? scalar.isMissing()
              : !scalar.quoted() && scalar.text().equals(word));
    }

    @Override
    public Node write(Optional<T> value) {
      return value
          .map(type::write)
          .orElseGet(() -> new Node.Scalar(word, false, new Origin.Program()));
    }

    @Override
    public JsonObject schema() {
      return JsonObject.builder()
          .put("anyOf", new JsonArray(List.of(itself, type.schema())))
          .build();
    }

    @Override
    public String words() {
      return type.words() + ", or " + word;
    }
  }

  /** A list; a single value stands for a list of one. */
  public static <T> Type<List<T>> listOf(Type<T> type) {
    return new ListType<>(type, true, 0, Integer.MAX_VALUE);
  }

  /** A list that is written as one even if it has a single item. */
  public static <T> Type<List<T>> itemsOf(Type<T> type) {
    return itemsOf(type, 0, Integer.MAX_VALUE);
  }

  /** The same with a number of items in a range. */
  public static <T> Type<List<T>> itemsOf(Type<T> type, int least, int most) {
    return new ListType<>(type, false, least, most);
  }

  private record ListType<T>(Type<T> type, boolean single, int least, int most)
      implements Type<List<T>> {
    @Override
    public List<T> read(Node node, String path) {
      if (!(node instanceof Node.Sequence sequence)) {
        if (!single) {
          throw node.error(path, "this takes a list; put a dash before each item");
        }
        return List.of(type.read(node, path));
      }
      int count = sequence.items().size();
      if (count < least || count > most) {
        throw node.error(
            path,
            "this takes %s%s, not %s"
                .formatted(
                    least == most ? "" : count < least ? "at least " : "at most ",
                    Phrases.count(count < least ? least : most, "item"),
                    count));
      }
      List<T> values = new ArrayList<>();
      for (Node item : sequence.items()) {
        values.add(type.read(item, path + "." + values.size()));
      }
      return List.copyOf(values);
    }

    @Override
    public Node write(List<T> values) {
      return new Node.Sequence(values.stream().map(type::write).toList(), new Origin.Program());
    }

    @Override
    public JsonObject schema() {
      JsonObject item = type.schema();
      JsonObject.Builder schema = typed("array").put("items", item);
      if (least > 0) {
        schema.put("minItems", least);
      }
      JsonObject list =
          most == Integer.MAX_VALUE ? schema.build() : schema.put("maxItems", most).build();
      return single
          ? JsonObject.builder().put("anyOf", new JsonArray(List.of(item, list))).build()
          : list;
    }

    @Override
    public String words() {
      return "a list; each item is " + type.words();
    }
  }

  /** Any value, as it was written. */
  public static Type<Node> node() {
    return new Type<>() {
      @Override
      public Node read(Node node, String path) {
        return node;
      }

      @Override
      public Node write(Node value) {
        return value;
      }

      @Override
      public JsonObject schema() {
        return JsonObject.builder().build();
      }

      @Override
      public String words() {
        return "any value";
      }
    };
  }

  /** A mapping with any keys. */
  public static <T> Type<SequencedMap<String, T>> mapOf(Type<T> type) {
    return new Type<>() {
      @Override
      public SequencedMap<String, T> read(Node node, String path) {
        if (!(node instanceof Node.Mapping mapping) || mapping.entries().isEmpty()) {
          throw node.error(path, "this takes a mapping with at least one key");
        }
        SequencedMap<String, T> values = new LinkedHashMap<>();
        mapping
            .entries()
            .forEach(
                (key, entry) -> values.put(key, type.read(entry.value(), Section.join(path, key))));
        return values;
      }

      @Override
      public Node write(SequencedMap<String, T> values) {
        Node.Mapping mapping = Node.Mapping.empty(new Origin.Program());
        for (Map.Entry<String, T> value : values.entrySet()) {
          mapping = mapping.with(value.getKey(), type.write(value.getValue()));
        }
        return mapping;
      }

      @Override
      public JsonObject schema() {
        return typed("object")
            .put("minProperties", 1)
            .put("additionalProperties", type.schema())
            .build();
      }

      @Override
      public String words() {
        return "a mapping; each value is " + type.words();
      }
    };
  }

  /** A type whose description is made where it is needed first, because it is long. */
  public static <T> Type<T> lazily(Supplier<Type<T>> supplier) {
    return new Type<>() {
      private @Nullable Type<T> made;

      private Type<T> type() {
        Type<T> type = made;
        if (type == null) {
          type = supplier.get();
          made = type;
        }
        return type;
      }

      @Override
      public T read(Node node, String path) {
        return type().read(node, path);
      }

      @Override
      public Node write(T value) {
        return type().write(value);
      }

      @Override
      public JsonObject schema() {
        return type().schema();
      }

      @Override
      public String words() {
        return type().words();
      }
    };
  }

  static JsonObject.Builder typed(String type) {
    return JsonObject.builder().put("type", type);
  }

  private static JsonObject string() {
    return typed("string").put("minLength", 1).build();
  }

  static JsonArray strings(List<String> words) {
    return new JsonArray(words.stream().<JsonValue>map(JsonString::new).toList());
  }
}

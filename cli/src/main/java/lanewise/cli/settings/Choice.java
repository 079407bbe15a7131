package lanewise.cli.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Predicate;
import lanewise.cli.output.Spelling;
import lanewise.layers.format.JsonObject;

/**
 * A mapping whose key {@code kind} decides which other keys it has. The word of the kind may stand
 * for a mapping with only this key.
 *
 * @param <R> the value in the program
 */
public final class Choice<R> implements Type<R> {
  /** The key that decides. */
  static final String KIND = "kind";

  /** So many kinds are listed in one line of the documentation. */
  private static final int LISTED = 8;

  private final String noun;
  private final List<Alternative<? extends R>> alternatives;
  private final boolean required;

  /**
   * One kind.
   *
   * @param word the word in the file
   * @param type the class of its values, which tells them from those of other kinds
   * @param section the other keys
   * @param matches tells the values of this kind where kinds share a class
   */
  public record Alternative<S>(
      String word, Class<S> type, Section<S> section, Predicate<S> matches) {
    /** A kind with a class of its own. */
    public Alternative(String word, Class<S> type, Section<S> section) {
      this(word, type, section, value -> true);
    }

    private boolean describes(Object value) {
      return type.isInstance(value) && matches.test(type.cast(value));
    }
  }

  private Choice(String noun, List<Alternative<? extends R>> alternatives, boolean required) {
    this.noun = noun;
    this.alternatives = List.copyOf(alternatives);
    this.required = required;
  }

  /**
   * Describes a choice.
   *
   * @param noun what is chosen, as {@code optimizer}
   * @param alternatives the kinds; a mapping without a kind is of the first
   */
  public static <R> Choice<R> of(String noun, List<Alternative<? extends R>> alternatives) {
    return new Choice<>(noun, alternatives, false);
  }

  /**
   * Describes a choice in which the kind must be given.
   *
   * @param noun what is chosen, as {@code layer}
   * @param alternatives the kinds
   */
  public static <R> Choice<R> ofRequired(
      String noun, List<? extends Alternative<? extends R>> alternatives) {
    return new Choice<>(noun, List.copyOf(alternatives), true);
  }

  @Override
  public R read(Node node, String path) {
    return switch (node) {
      case Node.Scalar scalar ->
          alternative(scalar, path).section().read(Node.Mapping.empty(scalar.origin()), path);
      case Node.Mapping mapping -> {
        Node.Entry kind = mapping.entries().get(KIND);
        if (kind == null && required) {
          throw mapping.error(
              path, "the key kind is missing; it says which %s this is".formatted(noun));
        }
        Alternative<? extends R> chosen =
            kind == null
                ? first(mapping, path)
                : alternative(kind.value(), Section.join(path, KIND));
        yield chosen.section().read(mapping.without(KIND), path);
      }
      case Node.Sequence sequence ->
          throw sequence.error(path, "a list, but this key takes " + words());
    };
  }

  /** The kind of a mapping that names none; a key that it does not have may be a misspelt kind. */
  private Alternative<? extends R> first(Node.Mapping mapping, String path) {
    Alternative<? extends R> first = alternatives.getFirst();
    List<String> known = new ArrayList<>(List.of(KIND));
    known.addAll(Section.names(first.section().keys()));
    Section.checkKeys(mapping, path, known);
    return first;
  }

  private Alternative<? extends R> alternative(Node kind, String path) {
    String word = kind.text();
    for (Alternative<? extends R> each : alternatives) {
      if (each.word().equals(word)) {
        return each;
      }
    }
    String meant = Spelling.nearest(word, kinds());
    throw kind.error(
        path, meant == null ? "use " + String.join(", ", kinds()) : "is " + meant + " meant?");
  }

  /** The words for the kinds. */
  public List<String> kinds() {
    return alternatives.stream().<String>map(Alternative::word).toList();
  }

  @Override
  public Node.Mapping write(R value) {
    return write(alternativeOf(value), value);
  }

  /** The word for the kind of a value. */
  public String kindOf(R value) {
    return alternativeOf(value).word();
  }

  private Alternative<? extends R> alternativeOf(R value) {
    for (Alternative<? extends R> each : alternatives) {
      if (each.describes(value)) {
        return each;
      }
    }
    throw new IllegalArgumentException("no kind of " + noun + " describes " + value);
  }

  private static <S> Node.Mapping write(Alternative<S> kind, Object value) {
    SequencedMap<String, Node.Entry> entries = new LinkedHashMap<>();
    Origin program = new Origin.Program();
    entries.put(KIND, new Node.Entry(program, new Node.Scalar(kind.word(), false, program)));
    for (Map.Entry<String, Node.Entry> entry :
        kind.section().write(kind.type().cast(value)).entries().entrySet()) {
      entries.put(entry.getKey(), entry.getValue());
    }
    return new Node.Mapping(entries, program);
  }

  @Override
  public JsonObject schema() {
    return Schemas.ofChoice(alternatives, required);
  }

  @Override
  public String words() {
    String word =
        alternatives.size() <= LISTED
            ? "one of " + String.join(", ", kinds())
            : "the kind of " + noun;
    return word + ", or a mapping with the key kind";
  }

  @Override
  public List<Part> parts() {
    List<Part> parts = new ArrayList<>();
    for (Alternative<? extends R> each : alternatives) {
      parts.add(new Part(each.word(), each.section()));
    }
    return parts;
  }
}

package lanewise.cli.settings;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.common.Anchor;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.events.SequenceStartEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.parser.ParserImpl;
import org.snakeyaml.engine.v2.scanner.StreamReader;

/**
 * Reads YAML 1.2. The library only finds the words and their lines; no value is made of a tag, and
 * the depth and the size after aliases are limited, so that no file can do harm.
 */
public final class Yaml {
  static final int MOST_DEPTH = 32;
  private static final long MOST_NODES = 100_000;

  private final String source;
  private final Function<Mark, Origin> origins;
  private final Iterator<Event> events;
  private final Map<Anchor, Sized> anchors = new HashMap<>();

  /**
   * A node.
   *
   * @param nodes the number of nodes in it
   * @param depth the number of levels in it, 1 for a word
   */
  private record Sized(Node node, long nodes, int depth) {}

  private Yaml(String text, String source, Function<Mark, Origin> origins) {
    this.source = source;
    this.origins = origins;
    LoadSettings settings = LoadSettings.builder().setLabel(source).build();
    this.events = new ParserImpl(settings, new StreamReader(settings, text));
  }

  /**
   * Reads a file.
   *
   * @param text the file
   * @param file what messages call it
   * @return the value of its one document
   * @throws InputException if it is no YAML, or has not exactly one document
   */
  public static Node document(String text, String file) {
    return read(new Yaml(text, file, mark -> new Origin.Line(file, mark.getLine() + 1)));
  }

  /**
   * Reads a value.
   *
   * @param text the value
   * @param origin where all of it was written
   * @param source the keys that lead to it, with dots between
   * @throws InputException if it is no YAML
   */
  public static Node value(String text, Origin origin, String source) {
    return read(new Yaml(text, source, mark -> origin));
  }

  /** Where an event begins; the library marks each one. */
  private Origin origin(Event event) {
    return origins.apply(event.getStartMark().orElseThrow());
  }

  private static Node read(Yaml yaml) {
    try {
      return yaml.document();
    } catch (MarkedYamlEngineException wrong) {
      String problem = "this is no YAML: " + wrong.getProblem();
      throw new InputException(
          wrong
                  .getProblemMark()
                  .map(mark -> yaml.origins.apply(mark).place(yaml.source))
                  .orElse(yaml.source)
              + ": "
              + problem,
          wrong);
    } catch (YamlEngineException wrong) {
      throw new InputException(
          "%s: this is no YAML: %s".formatted(yaml.source, wrong.getMessage()), wrong);
    }
  }

  private Node document() {
    Event event = events.next();
    while (event.getEventId() == Event.ID.StreamStart
        || event.getEventId() == Event.ID.DocumentStart) {
      event = events.next();
    }
    if (event.getEventId() == Event.ID.StreamEnd) {
      throw new InputException(source + ": the file is empty");
    }
    Node node = node(event, 1).node();
    events.next(); // the end of the document
    Event after = events.next();
    if (after.getEventId() != Event.ID.StreamEnd) {
      throw error(after, "a second document begins; use a file for each");
    }
    return node;
  }

  private Sized node(Event event, int depth) {
    requireDepth(event, depth);
    refuseTag(event);
    return switch (event) {
      case ScalarEvent scalar ->
          anchored(
              scalar.getAnchor().orElse(null),
              new Sized(
                  new Node.Scalar(scalar.getValue(), !scalar.isPlain(), origin(scalar)), 1, 1));
      case SequenceStartEvent start ->
          anchored(start.getAnchor().orElse(null), sequence(start, depth));
      case MappingStartEvent start ->
          anchored(start.getAnchor().orElse(null), mapping(start, depth));
      case AliasEvent alias -> {
        Sized named = anchors.get(alias.getAlias());
        if (named == null) {
          throw error(alias, "the alias *%s names nothing before it".formatted(alias.getAlias()));
        }
        requireDepth(alias, depth - 1 + named.depth);
        yield named;
      }
      default -> throw error(event, "a value is missing");
    };
  }

  private void requireDepth(Event event, int depth) {
    if (depth > MOST_DEPTH) {
      throw error(event, "more than %s levels are nested, aliases included".formatted(MOST_DEPTH));
    }
  }

  private void refuseTag(Event event) {
    Optional<String> tag =
        switch (event) {
          case ScalarEvent scalar -> scalar.getTag();
          case CollectionStartEvent start -> start.getTag();
          default -> Optional.empty();
        };
    if (tag.isPresent()) {
      throw error(event, "there is the tag %s; leave out tags".formatted(tag.get()));
    }
  }

  private Sized sequence(SequenceStartEvent start, int depth) {
    List<Node> items = new ArrayList<>();
    long nodes = 1;
    int below = 0;
    for (Event event = events.next();
        event.getEventId() != Event.ID.SequenceEnd;
        event = events.next()) {
      Sized item = node(event, depth + 1);
      items.add(item.node());
      nodes = limited(event, nodes + item.nodes());
      below = Math.max(below, item.depth());
    }
    return new Sized(new Node.Sequence(items, origin(start)), nodes, below + 1);
  }

  private Sized mapping(MappingStartEvent start, int depth) {
    SequencedMap<String, Node.Entry> entries = new LinkedHashMap<>();
    long nodes = 1;
    int below = 0;
    for (Event event = events.next();
        event.getEventId() != Event.ID.MappingEnd;
        event = events.next()) {
      if (!(event instanceof ScalarEvent key)) {
        throw error(event, "a key is a word, but this is a list, a mapping or an alias");
      }
      Sized value = node(events.next(), depth + 1);
      Node.Entry entry = new Node.Entry(origin(key), value.node());
      if (entries.putIfAbsent(key.getValue(), entry) != null) {
        throw error(key, "the key %s is given twice".formatted(Phrases.excerpt(key.getValue())));
      }
      nodes = limited(event, nodes + value.nodes());
      below = Math.max(below, value.depth());
    }
    return new Sized(new Node.Mapping(entries, origin(start)), nodes, below + 1);
  }

  /** An anchor names a node only when the node is complete, so nothing contains itself. */
  private Sized anchored(@Nullable Anchor anchor, Sized node) {
    if (anchor != null) {
      anchors.put(anchor, node);
    }
    return node;
  }

  private long limited(Event event, long nodes) {
    if (nodes > MOST_NODES) {
      throw error(event, "there are more than %s values, aliases included".formatted(MOST_NODES));
    }
    return nodes;
  }

  private InputException error(Event event, String problem) {
    return new InputException(origin(event).place(source) + ": " + problem);
  }
}

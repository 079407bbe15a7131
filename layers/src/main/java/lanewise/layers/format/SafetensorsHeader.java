package lanewise.layers.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import lanewise.tensor.Shape;
import lanewise.tensor.io.ReadLimitException;
import lanewise.tensor.io.ReadLimits;

/** A header in which every number has been checked against the file's size. */
record SafetensorsHeader(
    List<Entry> entries, SequencedMap<String, String> metadata, int digestAt, String digest) {
  static final int MAX_LENGTH = 100_000_000;
  static final int MAX_RANK = 32;

  /** One tensor; the entries are in the order of their ranges, which tile the data. */
  record Entry(String name, ElementType type, Shape shape, long begin, long end)
      implements Comparable<Entry> {
    /** Compares by position in the file. */
    @Override
    public int compareTo(Entry other) {
      int order = Long.compare(begin, other.begin);
      return order == 0 ? Long.compare(end, other.end) : order;
    }
  }

  boolean hasDigest() {
    return digestAt >= 0;
  }

  static SafetensorsHeader parse(byte[] header, long dataSize, String source, ReadLimits limits)
      throws FormatException, ReadLimitException {
    try {
      return checked(header, dataSize, source, limits);
    } catch (JsonException bad) {
      throw new FormatException(source, String.valueOf(bad.getMessage()), bad);
    }
  }

  private static SafetensorsHeader checked(
      byte[] header, long dataSize, String source, ReadLimits limits)
      throws FormatException, ReadLimitException {
    if (header.length == 0 || header[0] != '{') {
      throw new FormatException(source, "the header does not begin with '{'");
    }
    JsonCursor root = JsonCursor.of("header", json(header, source, limits));
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    List<Entry> entries = new ArrayList<>();
    for (Map.Entry<String, JsonCursor> member : root.members().entrySet()) {
      if (member.getKey().equals(Safetensors.METADATA)) {
        for (Map.Entry<String, JsonCursor> text : member.getValue().members().entrySet()) {
          metadata.put(text.getKey(), text.getValue().asString());
        }
      } else {
        entries.add(entry(member.getKey(), member.getValue().value(), dataSize));
      }
    }
    Collections.sort(entries);
    requireTiling(entries, dataSize, source);
    return digested(entries, metadata, header, source);
  }

  private static JsonValue json(byte[] header, String source, ReadLimits limits)
      throws ReadLimitException {
    try {
      String text = Json.text(header);
      limits.requireJson(source, "the header", JsonSize.of(text), header.length);
      return Json.parse(text);
    } catch (JsonException bad) {
      throw new JsonException("header: " + bad.getMessage(), bad);
    }
  }

  private static Entry entry(String name, JsonValue value, long dataSize) {
    JsonCursor cursor = JsonCursor.of(label(name), value);
    cursor.requireKeys("dtype", "shape", "data_offsets");
    ElementType type = type(cursor.get("dtype"));
    Shape shape = shape(cursor.get("shape"));
    JsonCursor offsets = cursor.get("data_offsets");
    int count = offsets.array().elements().size();
    if (count != 2) {
      throw offsets.error("expected two offsets, found " + count);
    }
    long begin = offsets.at(0).asLong();
    long end = offsets.at(1).asLong();
    if (begin < 0 || end < begin || end > dataSize) {
      throw offsets.error(
          "["
              + begin
              + ","
              + end
              + "] is not a range within the "
              + dataSize
              + " bytes of data: the file is cut short or damaged");
    }
    long needed = (long) shape.size() * type.bytes();
    if (end - begin != needed) {
      throw offsets.error(
          type + " of shape " + shape + " takes " + needed + " bytes, not " + (end - begin));
    }
    return new Entry(name, type, shape, begin, end);
  }

  private static String label(String name) {
    return "tensor " + JsonWriter.excerpt(name);
  }

  private static ElementType type(JsonCursor dtype) {
    String name = dtype.asString();
    for (ElementType type : ElementType.values()) {
      if (type.name().equals(name)) {
        return type;
      }
    }
    throw dtype.error(
        "elements of type "
            + JsonWriter.excerpt(name)
            + " are not supported; "
            + Stream.of(ElementType.values()).map(Enum::name).collect(Collectors.joining(", "))
            + " are");
  }

  private static Shape shape(JsonCursor shape) {
    List<JsonCursor> sizes = shape.elements();
    if (sizes.size() > MAX_RANK) {
      throw shape.error(sizes.size() + " dimensions, more than " + MAX_RANK);
    }
    int[] dims = new int[sizes.size()];
    long product = 1;
    boolean empty = false;
    for (int i = 0; i < dims.length; i++) {
      long dim = sizes.get(i).asLong();
      if (dim < 0 || dim > Integer.MAX_VALUE) {
        throw sizes.get(i).error("expected a dimension from 0 to 2^31 - 1, found " + dim);
      }
      dims[i] = (int) dim;
      empty |= dim == 0;
    }
    for (int i = 0; i < dims.length && !empty; i++) {
      product *= dims[i];
      if (product > Integer.MAX_VALUE) {
        throw shape.error("more than 2^31 - 1 elements");
      }
    }
    return Shape.of(dims);
  }

  private static void requireTiling(List<Entry> entries, long dataSize, String source)
      throws FormatException {
    long covered = 0;
    for (Entry entry : entries) {
      if (entry.begin() != covered) {
        String how = entry.begin() > covered ? "leaves a gap after" : "overlaps what ends at";
        throw new FormatException(
            source,
            label(entry.name())
                + (": its data begins at byte " + entry.begin() + " and ")
                + (how + " byte " + covered));
      }
      covered = entry.end();
    }
    if (covered != dataSize) {
      throw new FormatException(
          source,
          "the tensors cover " + covered + " bytes, but " + dataSize + " follow the header");
    }
  }

  private static SafetensorsHeader digested(
      List<Entry> entries, SequencedMap<String, String> metadata, byte[] header, String source)
      throws FormatException {
    String announced = metadata.remove(Digest.ANNOUNCE_KEY);
    String digest = metadata.remove(Digest.KEY);
    if (announced == null && digest == null) {
      return new SafetensorsHeader(entries, metadata, -1, "");
    }
    if (announced == null || digest == null) {
      String missing = digest == null ? Digest.KEY : Digest.ANNOUNCE_KEY;
      throw new FormatException(
          source, "the file is damaged: its integrity entry " + missing + " is missing");
    }
    if (!announced.equals(Digest.ANNOUNCE_VALUE)) {
      throw new FormatException(
          source,
          "the integrity kind " + JsonWriter.excerpt(announced) + " is not known; sha256 is");
    }
    int at = Digest.find(header);
    if (at < 0 || digest.length() != Digest.LENGTH) {
      throw new FormatException(
          source, "the file is damaged: its entry " + Digest.KEY + " is not as it was written");
    }
    return new SafetensorsHeader(entries, metadata, at, digest);
  }
}

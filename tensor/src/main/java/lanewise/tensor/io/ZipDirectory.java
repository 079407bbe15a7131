package lanewise.tensor.io;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipException;

/**
 * The list of entries that stands at the end of a zip file (PKWARE, APPNOTE.TXT 6.3.10). All
 * numbers are little-endian.
 *
 * <pre>
 *   for each entry: 46 bytes, its name, an extra field, a comment
 *   where 32 bits do not suffice: an end record of 56 bytes or more, and its place in 20 bytes
 *   the end record of 22 bytes, and a comment
 * </pre>
 */
final class ZipDirectory {
  private static final int HEADER = 0x02014b50;
  private static final int HEADER_BYTES = 46;
  private static final int END = 0x06054b50;
  private static final int END_BYTES = 22;
  private static final int MOST_COMMENT = 0xFFFF;
  private static final int WIDE_END = 0x06064b50;
  private static final int WIDE_END_BYTES = 56;
  private static final int LOCATOR = 0x07064b50;
  private static final int LOCATOR_BYTES = 20;
  private static final int WIDE_EXTRA = 1;

  /** Stands in a field of 32 bits whose value has 64, elsewhere. */
  private static final long ELSEWHERE = 0xFFFF_FFFFL;

  /** Where the entries are listed, and how many there should be. */
  private record Place(long begin, long end, long shift, long entries) {}

  private ZipDirectory() {}

  /**
   * Reads the list.
   *
   * @return the entries in the order of the list; no two share a byte as far as the list tells
   * @throws ZipException if the file is no zip file or the list contradicts itself
   */
  static List<ZipEntryHeader> read(ZipArchive zip) throws IOException {
    Place place = place(zip);
    long length = place.end - place.begin;
    if (length > Integer.MAX_VALUE - 8) {
      throw new ZipException("its list of entries is longer than 2 GiB");
    }
    ByteBuffer bytes = zip.read(place.begin, (int) length);
    List<ZipEntryHeader> entries = new ArrayList<>();
    Set<String> names = new HashSet<>();
    while (bytes.hasRemaining()) {
      ZipEntryHeader entry = next(bytes, place);
      if (!names.add(entry.name())) {
        throw new ZipException("two entries are named " + entry.name());
      }
      entries.add(entry);
    }
    if (entries.size() != place.entries) {
      throw new ZipException(
          "it has " + entries.size() + " entries and says " + place.entries + " at its end");
    }
    return bounded(entries, place.begin);
  }

  private static Place place(ZipArchive zip) throws IOException {
    long size = zip.size();
    int tail = (int) Math.min(size, END_BYTES + MOST_COMMENT);
    ByteBuffer last = zip.read(size - tail, tail);
    int at = tail - END_BYTES;
    while (at >= 0
        && !(last.getInt(at) == END && at + END_BYTES + short16(last, at + 20) == tail)) {
      at--;
    }
    if (at < 0) {
      throw new ZipException("it has no list of entries at its end");
    }
    if (short16(last, at + 8) != short16(last, at + 10)) {
      throw new ZipException("it is a part of an archive in several files");
    }
    long entries = short16(last, at + 10);
    long length = int32(last, at + 12);
    long offset = int32(last, at + 16);
    long end = size - tail + at;
    boolean wide = entries == 0xFFFF || length == ELSEWHERE || offset == ELSEWHERE;
    if (wide && end >= LOCATOR_BYTES + WIDE_END_BYTES) {
      ByteBuffer locator = zip.read(end - LOCATOR_BYTES, LOCATOR_BYTES);
      if (locator.getInt(0) == LOCATOR) {
        long limit = end - LOCATOR_BYTES - WIDE_END_BYTES;
        end = locator.getLong(8);
        ByteBuffer record = zip.read(required(end, limit), WIDE_END_BYTES);
        if (record.getInt(0) != WIDE_END) {
          throw damaged();
        }
        entries = record.getLong(32);
        length = record.getLong(40);
        offset = record.getLong(48);
      }
    }
    long begin = end - required(length, end);
    // What stands before the archive, such as a program that unpacks it, is not counted in it.
    return new Place(begin, end, begin - required(offset, begin), entries);
  }

  /** Returns the next entry, without the place where its bytes must end. */
  private static ZipEntryHeader next(ByteBuffer bytes, Place place) throws ZipException {
    int at = bytes.position();
    if (bytes.remaining() < HEADER_BYTES || bytes.getInt(at) != HEADER) {
      throw damaged();
    }
    int nameBytes = short16(bytes, at + 28);
    int extraBytes = short16(bytes, at + 30);
    int all = HEADER_BYTES + nameBytes + extraBytes + short16(bytes, at + 32);
    if (bytes.remaining() < all) {
      throw damaged();
    }
    ByteBuffer name = bytes.slice(at + HEADER_BYTES, nameBytes);
    ByteBuffer wide = wide(bytes, at + HEADER_BYTES + nameBytes, extraBytes);
    long size = value(int32(bytes, at + 24), wide);
    long packed = value(int32(bytes, at + 20), wide);
    long offset = value(int32(bytes, at + 42), wide);
    bytes.position(at + all);
    return new ZipEntryHeader(
        name(name),
        (short16(bytes, at + 8) & ZipArchive.ENCRYPTED) != 0,
        short16(bytes, at + 10),
        bytes.getInt(at + 16),
        packed,
        size,
        place.shift + required(offset, place.begin - place.shift),
        place.begin);
  }

  private static String name(ByteBuffer bytes) throws ZipException {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
    } catch (CharacterCodingException notUtf8) {
      ZipException thrown = new ZipException("the name of an entry is not UTF-8");
      thrown.initCause(notUtf8);
      throw thrown;
    }
  }

  /** The values of 64 bits in an extra field; empty if there are none. */
  private static ByteBuffer wide(ByteBuffer bytes, int from, int length) throws ZipException {
    int end = from + length;
    for (int at = from; at + 4 <= end; ) {
      int count = short16(bytes, at + 2);
      if (at + 4 + count > end) {
        throw damaged();
      }
      if (short16(bytes, at) == WIDE_EXTRA) {
        return bytes.slice(at + 4, count).order(bytes.order());
      }
      at += 4 + count;
    }
    return ByteBuffer.allocate(0);
  }

  private static long value(long narrow, ByteBuffer wide) throws ZipException {
    if (narrow != ELSEWHERE) {
      return narrow;
    }
    if (wide.remaining() < Long.BYTES) {
      throw damaged();
    }
    return wide.getLong();
  }

  /** The entries with the place where the bytes of each must end: where those of another begin. */
  private static List<ZipEntryHeader> bounded(List<ZipEntryHeader> entries, long end)
      throws ZipException {
    long[] begins = new long[entries.size() + 1];
    for (int i = 0; i < entries.size(); i++) {
      begins[i] = entries.get(i).begin();
    }
    begins[entries.size()] = end;
    Arrays.sort(begins);
    for (int i = 0; i + 1 < begins.length; i++) {
      if (begins[i + 1] - begins[i] < ZipArchive.LOCAL_BYTES) {
        throw new ZipException("two of its entries share bytes");
      }
    }
    List<ZipEntryHeader> bounded = new ArrayList<>(entries.size());
    for (ZipEntryHeader entry : entries) {
      bounded.add(entry.endingBy(begins[Arrays.binarySearch(begins, entry.begin()) + 1]));
    }
    return bounded;
  }

  /** Returns a length or a place, from 0 to the largest that fits. */
  private static long required(long value, long largest) throws ZipException {
    if (value < 0 || value > largest) {
      throw damaged();
    }
    return value;
  }

  private static ZipException damaged() {
    return new ZipException("its list of entries contradicts itself");
  }

  private static int short16(ByteBuffer bytes, int at) {
    return Short.toUnsignedInt(bytes.getShort(at));
  }

  private static long int32(ByteBuffer bytes, int at) {
    return Integer.toUnsignedLong(bytes.getInt(at));
  }
}

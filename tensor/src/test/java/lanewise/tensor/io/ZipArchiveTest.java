package lanewise.tensor.io;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import lanewise.tensor.Tensor;
import lanewise.tensor.Tensors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Archives that are unusual and right, and archives of which a field is wrong. They have two
 * arrays, {@code a} and {@code b}, and are those that the JDK's writer makes.
 */
@Tag("once")
class ZipArchiveTest {
  private static final int HEADER = 0x02014b50;
  private static final int END = 0x06054b50;

  @TempDir private Path folder;
  private final Map<String, Tensor> arrays = new LinkedHashMap<>();
  private byte[] stored = new byte[0];
  private byte[] deflated = new byte[0];

  @BeforeEach
  void writeArchives() throws IOException {
    arrays.put("a", Tensors.arange(30));
    arrays.put("b", Tensor.zeros(1000));
    Path file = folder.resolve("whole.npz");
    Npz.write(file, arrays);
    stored = Files.readAllBytes(file);
    Npz.writeCompressed(file, arrays);
    deflated = Files.readAllBytes(file);
  }

  private static ByteBuffer buffer(byte[] bytes) {
    return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  /** The place of the next header of this kind. */
  private static int next(ByteBuffer bytes, int kind, int from) {
    int at = from;
    while (bytes.getInt(at) != kind) {
      at++;
    }
    return at;
  }

  /** The places of the headers in the list, and of the end record. */
  private static int[] headers(ByteBuffer bytes) {
    int first = next(bytes, HEADER, 0);
    int second = next(bytes, HEADER, first + 1);
    return new int[] {first, second, next(bytes, END, second)};
  }

  private Path file(byte[] bytes) throws IOException {
    return Files.write(folder.resolve("x.npz"), bytes);
  }

  private void reads(byte[] bytes) throws IOException {
    Path file = file(bytes);
    Map<String, Tensor> read = Npz.read(file);
    assertThat(read.keySet()).containsExactly("a", "b");
    for (Map.Entry<String, Tensor> array : arrays.entrySet()) {
      assertThat(read.get(array.getKey()).toArray()).isEqualTo(array.getValue().toArray());
      assertThat(Npz.read(file, array.getKey()).toArray()).isEqualTo(array.getValue().toArray());
    }
  }

  private void refuses(byte[] whole, Consumer<ByteBuffer> change, String sentence)
      throws IOException {
    byte[] bytes = whole.clone();
    change.accept(buffer(bytes));
    Path file = file(bytes);
    assertThatThrownBy(() -> Npz.read(file))
        .isInstanceOf(NpyFormatException.class)
        .hasMessage(file + sentence);
  }

  private static String list(String why) {
    return ": is no npz file or damaged (" + why + ")";
  }

  @Test
  void wholeArchivesAreRead() throws IOException {
    reads(stored);
    reads(deflated);
  }

  @Test
  void bytesBeforeAndACommentBehindAreAllowed() throws IOException {
    for (byte[] whole : new byte[][] {stored, deflated}) {
      byte[] comment = "made by hand".getBytes(StandardCharsets.US_ASCII);
      byte[] all = new byte[70 + whole.length + comment.length];
      buffer(all)
          .position(70)
          .put(whole)
          .putShort(70 + whole.length - 2, (short) comment.length)
          .put(comment);
      reads(all);
    }
  }

  @Test
  void numbersOf64BitsAreRead() throws IOException {
    reads(wide(stored));
    reads(wide(deflated));
    refuses(wide(stored), b -> b.putLong(b.capacity() - 22 - 12, 1L << 40), contradicts());
    refuses(wide(stored), b -> b.putInt(b.capacity() - 22 - 20 - 56, 7), contradicts());
  }

  private static String contradicts() {
    return list("its list of entries contradicts itself");
  }

  /** The archive with every number of its list in 64 bits. */
  private static byte[] wide(byte[] whole) {
    ByteBuffer from = buffer(whole);
    int[] at = headers(from);
    byte[] all = new byte[whole.length + 2 * 32 + 56 + 20];
    ByteBuffer to = buffer(all);
    to.put(whole, 0, at[0]);
    for (int i = 0; i < 2; i++) {
      int begin = to.position();
      int header = at[i];
      to.put(whole, header, at[i + 1] - header);
      to.putShort(begin + 30, (short) (from.getShort(header + 30) + 32));
      assertThat(from.getShort(header + 32)).as("no comment").isZero();
      to.putShort((short) 0x7777).putShort((short) 0); // another program's
      to.putShort((short) 1).putShort((short) 24);
      for (int field : new int[] {24, 20, 42}) {
        to.putLong(Integer.toUnsignedLong(from.getInt(header + field)));
        to.putInt(begin + field, -1);
      }
    }
    int end = to.position();
    to.putInt(0x06064b50).putLong(44).putInt(0x2D002D).putLong(0).putLong(2).putLong(2);
    to.putLong(end - at[0]).putLong(at[0]);
    to.putInt(0x07064b50).putInt(0).putLong(end).putInt(1);
    to.putInt(END).putInt(0).putInt(-1).putInt(-1).putInt(-1).putShort((short) 0);
    assertThat(to.hasRemaining()).isFalse();
    return all;
  }

  @Test
  void moreEntriesThan16BitsCountAreListed() throws IOException {
    int count = 66_000;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      zip.setLevel(0);
      for (int i = 0; i < count; i++) {
        zip.putNextEntry(new ZipEntry(Integer.toString(i)));
      }
    }
    try (ZipArchive zip = new ZipArchive(Files.newByteChannel(file(bytes.toByteArray())))) {
      assertThat(zip.entries()).hasSize(count).last().matches(e -> e.name().equals("65999"));
    }
  }

  @Test
  void entriesThatShareBytesAreRefused() throws IOException {
    String shared = list("two of its entries share bytes");
    for (byte[] whole : new byte[][] {stored, deflated}) {
      refuses(whole, b -> b.putInt(headers(b)[1] + 42, 0), shared);
      refuses(whole, b -> b.putInt(headers(b)[1] + 42, 29), shared);
      refuses(whole, b -> b.putInt(headers(b)[1] + 42, headers(b)[0] - 29), shared);
      String following = "(a.npy): is damaged (it shares bytes with what follows it)";
      refuses(whole, b -> b.putInt(headers(b)[1] + 42, 30), following);
      refuses(whole, b -> b.putInt(headers(b)[1] + 42, 60), following);
    }
  }

  @Test
  void aListThatContradictsItselfIsRefused() throws IOException {
    refuses(stored, b -> b.putShort(headers(b)[2] + 8, (short) 1), list(part()));
    refuses(stored, b -> b.putInt(headers(b)[2] + 12, 1 << 30), contradicts());
    refuses(stored, b -> b.putInt(headers(b)[2] + 16, 1 << 30), contradicts());
    refuses(stored, b -> b.putInt(headers(b)[1], 7), contradicts());
    refuses(stored, b -> b.putShort(headers(b)[1] + 28, (short) 6000), contradicts());
    refuses(stored, b -> b.putInt(headers(b)[1] + 42, 1 << 30), contradicts());
    refuses(stored, b -> b.putInt(headers(b)[1] + 20, -1), contradicts());
    refuses(stored, b -> b.putInt(headers(b)[2] + 8, 0x30003), list(counted()));
    String name = list("the name of an entry is not UTF-8");
    refuses(stored, b -> b.put(headers(b)[1] + 46, (byte) 0xFF), name);
    String twice = list("two entries are named a.npy");
    refuses(stored, b -> b.put(headers(b)[1] + 46, (byte) 'a'), twice);
    String none = list("it has no list of entries at its end");
    refuses(stored, b -> b.putShort(headers(b)[2] + 20, (short) 1), none);
  }

  private static String part() {
    return "it is a part of an archive in several files";
  }

  private static String counted() {
    return "it has 2 entries and says 3 at its end";
  }

  @Test
  void anEntryThatDiffersFromTheListIsRefused() throws IOException {
    String differs = "(a.npy): is damaged (its own header differs from the list of entries)";
    for (byte[] whole : new byte[][] {stored, deflated}) {
      refuses(whole, b -> b.put(0, (byte) 'X'), differs);
      refuses(whole, b -> b.put(6, (byte) (b.get(6) | 1)), differs);
      refuses(whole, b -> b.put(8, (byte) 9), differs);
      refuses(whole, b -> b.put(30, (byte) 'b'), differs);
    }
    for (int field : new int[] {14, 18, 22}) {
      refuses(stored, b -> b.putInt(field, b.getInt(field) + 1), differs);
    }
  }

  @Test
  void whatIsNotReadIsNamed() throws IOException {
    String encrypted = "(a.npy): is encrypted; write the archive without a password";
    refuses(stored, b -> b.put(headers(b)[0] + 8, (byte) 1), encrypted);
    String method =
        "(a.npy): is packed by method 12 of zip; stored and deflated entries are read, as"
            + " numpy.savez and numpy.savez_compressed write them";
    refuses(deflated, b -> b.put(headers(b)[0] + 10, (byte) 12), method);
  }

  @Test
  void sizesThatCannotBeAreRefused() throws IOException {
    String size = "(a.npy): is damaged: its size cannot be true";
    refuses(stored, b -> b.putInt(headers(b)[0] + 24, 7), size);
    refuses(deflated, b -> b.putInt(headers(b)[0] + 24, 1 << 30), size);
    String behind = "(a.npy): is damaged (bytes follow the end of its data)";
    refuses(deflated, b -> b.putInt(headers(b)[0] + 20, b.getInt(headers(b)[0] + 20) + 3), behind);
    String early = "(a.npy): is damaged (Unexpected end of ZLIB input stream)";
    refuses(deflated, b -> b.putInt(headers(b)[0] + 20, b.getInt(headers(b)[0] + 20) - 3), early);
  }

  @Test
  void anArrayWithoutTheSuffixIsReadByItsName() throws IOException {
    byte[] bytes = stored.clone();
    ByteBuffer all = buffer(bytes);
    for (int at : new int[] {30, headers(all)[0] + 46}) {
      all.put(at + 1, (byte) '_'); // a_npy
    }
    assertThat(Npz.read(file(bytes), "a_npy").size()).isEqualTo(30);
  }
}

package lanewise.training.data.csv;

import static lanewise.training.data.csv.CsvTestFiles.SOURCE;
import static lanewise.training.data.csv.CsvTestFiles.gzip;
import static lanewise.training.data.csv.CsvTestFiles.table;
import static lanewise.training.data.csv.CsvTestFiles.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import lanewise.training.data.DataException;
import lanewise.training.data.LabelledRows;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are damaged or meant to harm: each is read as data or refused by one sentence. */
@Tag("once")
final class CsvFuzzTest {
  private static final CsvFormat FORMAT =
      CsvFormat.commas().withLimits(new CsvLimits(1 << 12, 1 << 14, 1 << 8, 1 << 20));

  private static LabelledRows read(byte[] bytes, CsvFormat format) throws DataException {
    CsvTable table = table(bytes, format);
    int label = table.hasColumn("y") ? table.column("y") : 0;
    int[] features = IntStream.range(0, table.header().size()).filter(c -> c != label).toArray();
    if (features.length == 0) {
      throw new DataException(SOURCE + ": no features");
    }
    return Csv.read(table, "fuzz", label, features);
  }

  /** Whether the bytes were read; where they were not, a sentence must say why. */
  private static boolean isRead(byte[] bytes, String round) {
    try {
      LabelledRows data = read(bytes, FORMAT);
      assertThat(data.rows()).as(round).isPositive();
      return true;
    } catch (DataException refused) {
      assertThat(refused.getMessage()).as(round).startsWith(SOURCE).doesNotContain("Exception");
      return false;
    } catch (RuntimeException | Error undocumented) {
      throw new AssertionError(round + ": " + HexFormat.of().formatHex(bytes), undocumented);
    }
  }

  @Test
  void readsOrRefusesWhateverIsChanged() {
    List<byte[]> seeds = new ArrayList<>();
    seeds.add(utf8("a,b,y\n1,2,no\n3.5,-4e2,yes\n"));
    seeds.add(utf8("\ufeff\"a\",\"b \"\"c\"\"\",y\r\n1,2,\"no\r\nno\"\r\n\r\n3,4,\u00e9\r\n"));
    seeds.add(utf8("y,\ud83d\ude00\r1,1.0000000000000000000001e-10\r\"2\" ,.5\r"));
    seeds.addAll(seeds.stream().map(CsvTestFiles::gzip).toList());
    int seed = 20_261_129;
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    int readable = 0;
    int rounds = 30_000;
    for (int round = 0; round < rounds; round++) {
      byte[] bytes = seeds.get(round % seeds.size());
      for (int change = random.nextInt(4); change >= 0; change--) {
        bytes = changed(bytes, random);
      }
      readable += isRead(bytes, "seed " + seed + ", round " + round) ? 1 : 0;
    }
    assertThat(readable).as("files that could still be read").isBetween(rounds / 50, rounds / 2);
  }

  private static byte[] changed(byte[] bytes, RandomGenerator random) {
    byte[] special = utf8("\",\"\r\n\n\r;. \te-+0\ufeff\u0000");
    int at = random.nextInt(bytes.length + 1);
    int to = Math.min(bytes.length, at + 1 + random.nextInt(4));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    switch (random.nextInt(6)) {
      case 0 -> out.write(special[random.nextInt(special.length)]); // inserted
      case 1 -> out.write(random.nextInt(256));
      case 2 -> at = to; // left out
      case 3 -> { // replaced
        out.write(special[random.nextInt(special.length)]);
        at = Math.min(bytes.length, at + 1);
      }
      case 4 -> { // one bit flipped
        if (at < bytes.length) {
          out.write(bytes[at] ^ 1 << random.nextInt(8));
          at++;
        }
      }
      default -> { // a piece repeated
        for (int copy = random.nextInt(200); copy > 0; copy--) {
          out.write(bytes, at, to - at);
        }
      }
    }
    out.write(bytes, at, bytes.length - at);
    return out.toByteArray();
  }

  @Test
  void refusesGzipDataThatBreaksOffAnywhere() {
    byte[] packed = gzip(utf8("a,y\n" + "1,no\n2,yes\n".repeat(200)));
    for (int length = 3; length < packed.length; length++) {
      byte[] part = Arrays.copyOf(packed, length);
      assertThat(isRead(part, "cut after " + length)).as("cut after %d bytes", length).isFalse();
    }
  }

  private static byte[] hex(String digits) {
    return HexFormat.of().parseHex(digits);
  }

  private static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static Arguments hostile(String name, byte[] bytes, String message) {
    return Arguments.of(name, bytes, message);
  }

  static Stream<Arguments> hostileFiles() {
    byte[] damaged = gzip(utf8("a,y\n1,no\n"));
    damaged[damaged.length - 8] ^= 1;
    return Stream.of(
        hostile("nothing", new byte[0], ": the file is empty"),
        hostile("a byte order mark alone", utf8("\ufeff"), ": the file is empty"),
        hostile("line ends alone", utf8("\r\n\n\r"), ": the file is empty"),
        hostile("a quote alone", utf8("\""), ", line 1: a quote is opened and never closed"),
        hostile("three quotes", utf8("\"\"\""), ", line 1: a quote is opened and never closed"),
        hostile(
            "a quote never closed",
            utf8("a,y\n1,no\n2,\"yes\n3,no\n"),
            ", line 3: a quote is opened and never closed"),
        hostile(
            "text after a quote",
            utf8("a,y\n\"1\"2,no\n"),
            ", line 2: field 1 goes on after its closing quote"),
        hostile(
            "a quote within quotes",
            utf8("a,y\n1,\"say \"no\" now\"\n"),
            ", line 2: field 2 goes on after its closing quote; write a quote within quotes twice"),
        hostile("UTF-16", hex("fffe61002c0079000a00"), ", line 1: the text is not UTF-8"),
        hostile(
            "a character cut short at the end",
            joined(utf8("a,y\n1,no\n2,"), hex("c3")),
            ", line 3: the text is not UTF-8"),
        hostile(
            "an overlong encoding",
            joined(utf8("a,y\n1,"), hex("c0af"), utf8("\n")),
            ", line 2: the text is not UTF-8"),
        hostile(
            "a surrogate",
            joined(utf8("a,y\n1,"), hex("eda080"), utf8("\n")),
            ", line 2: the text is not UTF-8"),
        hostile("a gzip header alone", hex("1f8b0800"), ": its gzip data breaks off"),
        hostile("gzip of an unknown method", hex("1f8b0700000000000000"), ": its gzip data is"),
        hostile("a wrong checksum", damaged, ": its gzip data is damaged"),
        hostile("gzip within gzip", gzip(gzip(utf8("a,y\n1,no\n"))), ", line 1: the text is not"),
        hostile(
            "a field without end",
            utf8("a,y\n" + "1".repeat(5_000)),
            ", line 2: field 1 has more than 4,096 characters, the limit"),
        hostile(
            "a record without end",
            utf8("a,y\n" + ("1".repeat(4_000) + ",").repeat(5)),
            ", line 2: the record has more than 16,384 characters, the limit"),
        hostile(
            "columns without end",
            utf8("a,y\n" + "1,".repeat(300)),
            ", line 2: the record has more than 256 fields, the limit"),
        hostile(
            "rows without end",
            gzip(utf8("a,y\n" + "1,no\n".repeat(1_000_000))),
            ", line 65538: the table takes 1,048,708 bytes of memory, but the limit is 1,048,576"),
        hostile(
            "zeros", utf8("\0".repeat(50) + "," + "\0".repeat(9)), ": there is a header, but no"),
        hostile("an empty name", utf8("a,\"\",y\n1,2,no\n"), ", line 1: column 2 has no name"),
        hostile("an equal name", utf8("a, a,y\n1,2,no\n"), ", line 1: two columns are named"),
        hostile("a longer row", utf8("a,y\n1,no,\n"), ", line 2: 3 fields, but the header has 2"),
        hostile("a shorter row", utf8("a,b,y\n1,no\n"), ", line 2: 2 fields, but the header has"),
        hostile(
            "a number too large", utf8("a,y\n1e39,no\n"), ", line 2: column \"a\" has \"1e39\""),
        hostile("not a number", utf8("a,y\nNaN,no\n"), ", line 2: column \"a\" has \"NaN\""),
        hostile("other digits", utf8("a,y\n\u0661,no\n"), ", line 2: column \"a\" has \"\u0661\""),
        hostile("no label", utf8("a,y\n1,\n"), ", line 2: column \"y\" is empty where a label"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("hostileFiles")
  void refusesHostileFilesByName(String name, byte[] bytes, String message) {
    try {
      LabelledRows data = read(bytes, FORMAT);
      throw new AssertionError(name + " was read as " + data);
    } catch (DataException refused) {
      assertThat(refused.getMessage()).startsWith(SOURCE + message);
    }
  }
}

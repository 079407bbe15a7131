package lanewise.layers.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Random;
import java.util.SequencedMap;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.io.ReadLimitException;
import lanewise.tensor.io.ReadLimits;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Damaged, cut and hostile files all end in one FormatException. */
@Tag("once")
final class SafetensorsDamageTest {
  private static final String F = "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";

  private static final Safetensors.Integrity ANY = Safetensors.Integrity.WHERE_PRESENT;
  private static final Safetensors.Integrity REQUIRED = Safetensors.Integrity.REQUIRED;

  @TempDir private Path folder;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      nullValues = "-",
      value = {
        // the whole header
        "``|the header does not begin with '{'",
        "` {}`|the header does not begin with '{'",
        "[]|the header does not begin with '{'",
        "{|header: line 1, column 2: expected a key in double quotes, found the end of the text",
        "{}x|header: line 1, column 3: expected the end of the text, found 'x'",
        "{}|the tensors cover 0 bytes, but 8 follow the header",
        "{\"a\":$,\"a\":$}|header: line 1, column 55: the key \"a\" appears twice",
        // metadata
        "{\"__metadata__\":1}|header.__metadata__: expected an object, found 1",
        "{\"__metadata__\":null}|header.__metadata__: expected an object, found null",
        "{\"__metadata__\":{\"k\":1}}|header.__metadata__.k: expected a string, found 1",
        // one entry
        "{\"a\":1}|tensor \"a\": expected an object, found 1",
        "{\"a\":{}}|tensor \"a\": the key \"dtype\" is missing",
        "{\"a\":{\"dtype\":\"F32\"}}|tensor \"a\": the key \"shape\" is missing",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}}|tensor \"a\": the key \"data_offsets\" is"
            + " missing",
        "{\"a\":{\"x\":1}}|tensor \"a\": the key \"x\" is unknown;"
            + " known are dtype, shape, data_offsets",
        "{\"a\":{\"dtype\":1}}|tensor \"a\".dtype: expected a string, found 1",
        "{\"a\":{\"dtype\":\"C64\"}}|tensor \"a\".dtype: elements of type \"C64\" are not"
            + " supported; F32, F16, BF16, F64, I64, I32, I16, I8, U8, BOOL are",
        "{\"a\":{\"dtype\":\"f32\"}}|tensor \"a\".dtype: elements of type \"f32\" are not"
            + " supported; F32, F16, BF16, F64, I64, I32, I16, I8, U8, BOOL are",
        // shapes
        "{\"a\":{\"dtype\":\"F32\",\"shape\":2}}|tensor \"a\".shape: expected an array, found 2",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[\"x\"]}}|tensor \"a\".shape[0]:"
            + " expected a whole number, found \"x\"",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2.0]}}|tensor \"a\".shape[0]:"
            + " expected a whole number, found 2.0",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,-2]}}|tensor \"a\".shape[1]:"
            + " expected a dimension from 0 to 2^31 - 1, found -2",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2147483648]}}|tensor \"a\".shape[0]:"
            + " expected a dimension from 0 to 2^31 - 1, found 2147483648",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,32768]}}|tensor \"a\".shape:"
            + " more than 2^31 - 1 elements",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536,65536,65536]}}|tensor \"a\".shape:"
            + " more than 2^31 - 1 elements",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1"
            + ",1,1,1,1,1,1,1,1,1,1,1,1,1]}}|tensor"
            + " \"a\".shape: 33 dimensions, more than 32",
        // offsets
        "{\"a\":@[0]}}|tensor \"a\".data_offsets: expected two offsets, found 1",
        "{\"a\":@[0,8,8]}}|tensor \"a\".data_offsets: expected two offsets, found 3",
        "{\"a\":@[8,0]}}|tensor \"a\".data_offsets:"
            + " [8,0] is not a range within the 8 bytes of data: the file is cut short or damaged",
        "{\"a\":@[-8,0]}}|tensor \"a\".data_offsets:"
            + " [-8,0] is not a range within the 8 bytes of data: the file is cut short or damaged",
        "{\"a\":@[0,9]}}|tensor \"a\".data_offsets:"
            + " [0,9] is not a range within the 8 bytes of data: the file is cut short or damaged",
        "{\"a\":@[0,18446744073709551615]}}|tensor \"a\".data_offsets[1]:"
            + " expected a whole number of 64 bits, found 18446744073709551615",
        "{\"a\":@[0,7]}}|tensor \"a\".data_offsets: F32 of shape [2] takes 8 bytes, not 7",
        "{\"a\":@[0,4]}}|tensor \"a\".data_offsets: F32 of shape [2] takes 8 bytes, not 4",
        // tiling
        "{\"a\":$,\"b\":$}|tensor \"b\": its data begins at byte 0 and overlaps what ends at byte"
            + " 8",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]}}|tensor \"a\":"
            + " its data begins at byte 4 and leaves a gap after byte 0",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}|the tensors cover 4"
            + " bytes, but 8 follow the header",
        "{\"a\":$,\"b\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[4,4]}}|tensor \"b\":"
            + " its data begins at byte 4 and overlaps what ends at byte 8",
        // integrity
        "{\"a\":$,\"__metadata__\":{\"lanewise.integrity\":\"sha256\"}}|the file is damaged:"
            + " its integrity entry lanewise.sha256 is missing",
        "{\"a\":$,\"__metadata__\":{\"lanewise.sha256\":\"0\"}}|the file is damaged:"
            + " its integrity entry lanewise.integrity is missing",
        "{\"a\":$,\"__metadata__\":{\"lanewise.sha256\":\"0\",\"lanewise.integrity\":\"crc\"}}|"
            + "the integrity kind \"crc\" is not known; sha256 is",
        "{\"a\":$,\"__metadata__\":{\"lanewise.sha256\":\"0\",\"lanewise.integrity\":\"sha256\"}}|"
            + "the file is damaged: its entry lanewise.sha256 is not as it was written",
      })
  void refusesABadHeader(String header, String problem) {
    String full =
        header.replace("$", F).replace("@", "{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":");
    refused(RawFile.of(full, new byte[8]), problem);
  }

  @Test
  void acceptsTheSmallestFiles() throws IOException {
    assertThat(Safetensors.fromBytes(RawFile.of("{}", new byte[0]), "f", ANY).tensors()).isEmpty();
    assertThat(
            Safetensors.fromBytes(RawFile.of("{\"a\":" + F + "}", new byte[8]), "f", ANY).tensors())
        .hasSize(1);
    String empty =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[0,2147483647,2147483647],\"data_offsets\":[0,0]}}";
    assertThat(Safetensors.fromBytes(RawFile.of(empty, new byte[0]), "f", ANY).tensor("a").size())
        .isZero();
  }

  @Test
  void refusesABadLength() {
    byte[] header = "{}".getBytes(StandardCharsets.UTF_8);
    refused(new byte[0], "0 bytes are too few for a safetensors file, which has at least 10");
    refused(new byte[7], "7 bytes are too few for a safetensors file, which has at least 10");
    refused(new byte[8], "the header does not begin with '{'");
    refused(
        RawFile.of(3, header, new byte[0]), "a header of 3 bytes, but only 2 follow: cut short");
    refused(
        RawFile.of(100_000_000, header, new byte[0]),
        "a header of 100000000 bytes, but only 2 follow: cut short");
    refused(
        RawFile.of(100_000_001, header, new byte[0]),
        "a header of 100000001 bytes, more than 100000000: not a safetensors file, or damaged");
    refused(
        RawFile.of(-1, header, new byte[0]),
        "a header of 18446744073709551615 bytes, more than 100000000:"
            + " not a safetensors file, or damaged");
    refused(
        RawFile.of(2, new byte[] {'{', (byte) 0xff}, new byte[0]),
        "header: byte 1: the text is not UTF-8");
  }

  /** They are not damaged. */
  @Test
  void namesFilesOfOtherKinds() {
    String save = "have the program that made it save its tensors as safetensors";
    refusedAs("\b\7\u0012\u000bbackend-test:o", "an ONNX model", save);
    refusedAs("\b\n:\u00a0\4\n\t\n\1x", "an ONNX model", save);
    refusedAs("PK\3\4\0\0\b\b\0\0", "a ZIP archive, as PyTorch writes them", save);
    refusedAs("\u0080\2}q\0(X\1\0", "a Python pickle", save);
    refusedAs("\u0089HDF\r\n\u001a\n\0", "an HDF5 file, as Keras writes them", save);
    refusedAs("GGUF\3\0\0\0\1", "a GGUF model", save);
    refusedAs("\u001c\0\0\0TFL3\0\0", "a TensorFlow Lite model", save);
    refusedAs("\u0093NUMPY\1\0v\0", "a NumPy array", "read it with Npy.read");
    refusedAs("\u001f\u008b\b\0\0\0\0\0\0\3", "packed with gzip", "unpack it first");
    refusedAs("length,width\n1,2\n", "text", "name a model file");
  }

  private static void refusedAs(String file, String kind, String advice) {
    refused(
        file.getBytes(StandardCharsets.ISO_8859_1),
        "it is %s, not a safetensors file; %s".formatted(kind, advice));
  }

  @Test
  void refusesEveryTruncation() {
    byte[] whole = SafetensorsTest.tiny().toBytes();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> Safetensors.fromBytes(cut, "cut", ANY))
          .as("first %s bytes", length)
          .isExactlyInstanceOf(FormatException.class);
    }
    assertThatThrownBy(
            () -> Safetensors.fromBytes(Arrays.copyOf(whole, whole.length + 1), "long", ANY))
        .hasMessage("long: the tensors cover 12 bytes, but 13 follow the header");
  }

  @Test
  void refusesEveryFlippedBit() throws IOException {
    byte[] bytes = SafetensorsTest.tiny().toBytes();
    for (int bit = 0; bit < bytes.length * 8; bit++) {
      bytes[bit >> 3] ^= (byte) (1 << (bit & 7));
      assertThatThrownBy(() -> Safetensors.fromBytes(bytes, "flipped", ANY))
          .as("bit %s", bit)
          .isExactlyInstanceOf(FormatException.class)
          .hasMessageStartingWith("flipped: ");
      bytes[bit >> 3] ^= (byte) (1 << (bit & 7));
    }
    assertThat(Safetensors.fromBytes(bytes, "whole", REQUIRED).tensors()).hasSize(2);
  }

  @Test
  void refusesAMissingDigestOnlyWhereItIsRequired() throws IOException {
    byte[] foreign = RawFile.of("{\"a\":" + F + "}", new byte[8]);
    assertThat(Safetensors.fromBytes(foreign, "f", ANY).tensors()).hasSize(1);
    assertThatThrownBy(() -> Safetensors.fromBytes(foreign, "f", REQUIRED))
        .isExactlyInstanceOf(FormatException.class)
        .hasMessage("f: the file has no integrity digest, which is required here");
  }

  @Test
  void theErrorNamesTheFile() throws IOException {
    Path file = folder.resolve("model.safetensors");
    SafetensorsTest.tiny().write(file);
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length - 1] ^= 1;
    Files.write(file, bytes);
    assertThatThrownBy(() -> Safetensors.read(file))
        .isInstanceOfSatisfying(
            FormatException.class, e -> assertThat(e.source()).isEqualTo(file.toString()))
        .hasMessage(file + ": the file is damaged: its SHA-256 digest does not match");
  }

  @Test
  void mutatedFilesOfThisWriterAreRefusedOrUnchanged() {
    byte[] whole = SafetensorsTest.tiny().toBytes();
    fuzz(whole, 20_000, REQUIRED);
  }

  @Test
  void mutatedFilesWithoutDigestEndInTensorsOrAFormatException() {
    String header =
        "{\"__metadata__\":{\"k\":\"v\"},\"a\":"
            + F
            + ",\"b\":{\"dtype\":\"F16\",\"shape\":[1,2],\"data_offsets\":[8,12]},"
            + "\"c\":{\"dtype\":\"F64\",\"shape\":[],\"data_offsets\":[12,20]}}";
    fuzz(RawFile.of(header, new byte[20]), 40_000, ANY);
  }

  private static void fuzz(byte[] whole, int rounds, Safetensors.Integrity integrity) {
    Random random = new Random(20_262);
    assertTimeoutPreemptively(
        Duration.ofMinutes(30),
        () -> {
          for (int i = 0; i < rounds; i++) {
            byte[] bytes = Mutations.of(whole, random);
            try {
              Safetensors read = Safetensors.fromBytes(bytes, "fuzz", integrity);
              assertThat(read.toBytes()).as("round %s", i).isNotEmpty();
              boolean same = Arrays.equals(bytes, whole);
              assertThat(same || integrity == ANY).as("round %s", i).isTrue();
            } catch (FormatException expected) {
              assertThat(expected.getMessage()).startsWith("fuzz: ").doesNotContain("\n");
            }
          }
        });
  }

  private static void refused(byte[] bytes, String problem) {
    assertThatThrownBy(() -> Safetensors.fromBytes(bytes, "f", ANY))
        .isExactlyInstanceOf(FormatException.class)
        .hasMessage("f: " + problem);
  }

  @Test
  void verifiesADigestWithoutReadingTheTensors() throws IOException {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("t", Tensor.of(Shape.of(300_000), new float[300_000]));
    byte[] whole = Safetensors.of(tensors).toBytes();
    Safetensors.verify(whole, "m");
    Path file = Files.write(folder.resolve("whole"), whole);
    Safetensors.verify(file);
    for (int at : new int[] {0, 9, 100, whole.length / 2, whole.length - 1}) {
      byte[] flipped = whole.clone();
      flipped[at] ^= 1;
      assertThatThrownBy(() -> Safetensors.verify(flipped, "m"))
          .isInstanceOf(FormatException.class)
          .hasMessageStartingWith("m: ");
      Files.write(file, flipped);
      assertThatThrownBy(() -> Safetensors.verify(file)).isInstanceOf(FormatException.class);
    }
    byte[] plain = "\2\0\0\0\0\0\0\0{}".getBytes(StandardCharsets.ISO_8859_1);
    assertThatThrownBy(() -> Safetensors.verify(plain, "m"))
        .hasMessage("m: the file has no integrity digest, which is required here");
  }

  @Test
  @Tag("once")
  void aHeaderOfEmptyValuesIsRefusedBeforeTheyAreMade() {
    for (String value : new String[] {"{},", "[],", "{\"\":0},"}) {
      String header = "{\"a\":[" + value.repeat(4_000_000 / value.length()) + "0]}";
      byte[] file = RawFile.of(header, new byte[0]);

      assertThatThrownBy(() -> Safetensors.fromBytes(file, "f", ANY))
          .isInstanceOf(ReadLimitException.class)
          .hasMessageStartingWith("f: the header takes ");
    }
  }

  @Test
  void theLimitOfAHeaderFitsHeadersThatTensorsHave() throws IOException {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < 2000; i++) {
      tensors.put("t" + i, Tensor.zeros(1, 1));
    }
    Path file = folder.resolve("many.safetensors");
    Safetensors.of(tensors).write(file);

    assertThat(Safetensors.read(file, ANY, new ReadLimits(0)).tensors()).hasSize(2000);
    assertThatThrownBy(
            () -> Safetensors.fromBytes(RawFile.of("{\"a\":" + F + "}", new byte[7]), "short", ANY))
        .isInstanceOf(FormatException.class);
  }
}

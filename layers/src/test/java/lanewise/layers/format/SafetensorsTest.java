package lanewise.layers.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Round trips, exact bytes, and files as other tools write them. */
@Tag("once")
final class SafetensorsTest {
  private static final String TINY_HEADER =
      "{\"__metadata__\":{\"lanewise.integrity\":\"sha256\",\"lanewise.sha256\":\""
          + "%s\",\"k\":\"v\"},"
          + "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
          + "\"a\":{\"dtype\":\"F32\",\"shape\":[],\"data_offsets\":[8,12]}}";

  private static final Safetensors.Integrity ANY = Safetensors.Integrity.WHERE_PRESENT;

  @TempDir private Path folder;

  static Safetensors tiny() {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put("b", Tensor.of(Shape.of(2), 1f, -2f));
    tensors.put("a", Tensor.of(Shape.SCALAR, 0.5f));
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    metadata.put("k", "v");
    return new Safetensors(tensors, metadata);
  }

  @Test
  void bytesOfATinyFile() throws Exception {
    byte[] header = TINY_HEADER.formatted("0".repeat(64)).getBytes(StandardCharsets.UTF_8);
    ByteBuffer expected = ByteBuffer.allocate(256 + 12).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.fill(expected.array(), (byte) ' ');
    expected.putLong(248).put(header).position(256).putFloat(1f).putFloat(-2f).putFloat(0.5f);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(expected.array());
    String hex = HexFormat.of().formatHex(digest);
    expected.put(8, TINY_HEADER.formatted(hex).getBytes(StandardCharsets.UTF_8));

    assertThat(tiny().toBytes()).isEqualTo(expected.array());
    assertThat(hex).isEqualTo("6275a44656bc7d11a85f38f4091cd6e4c1e5304a33a5b0c9e1e4b07ae6f3ab24");
    assertThat(tiny().weightsSha256())
        .isEqualTo(sha256(Arrays.copyOfRange(expected.array(), 256, 268)));
  }

  @Test
  void roundTripsOfEveryRank() throws IOException {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    int[][] shapes = {
      {}, {1}, {7}, {0}, {2, 3}, {0, 5}, {5, 0}, {2, 3, 4}, {1, 1, 1}, {2, 0, 2}, {2, 3, 2, 5}
    };
    for (int[] shape : shapes) {
      Tensor tensor = Tensor.zeros(shape);
      for (int i = 0; i < tensor.size(); i++) {
        tensor.storage()[i] = i * 0.1f - 1;
      }
      tensors.put("t" + Arrays.toString(shape), tensor);
    }
    Safetensors written = Safetensors.of(tensors);
    Path file = folder.resolve("deep/model.safetensors");
    written.write(file);
    Safetensors read = Safetensors.read(file);
    assertSame(read, written);
    assertThat(read.toBytes()).isEqualTo(Files.readAllBytes(file)).isEqualTo(written.toBytes());
    assertThat(read.weightsSha256()).isEqualTo(written.weightsSha256());
  }

  @Test
  void keepsEveryBitOfAFloat() throws IOException {
    int[] bits = {
      0x7fc00000,
      0x7fc12345,
      0x7f800001,
      0xffffffff,
      0x7f800000,
      0xff800000,
      0x80000000,
      0,
      1,
      0x007fffff,
      0x7f7fffff,
      0x3f800000
    };
    float[] values = new float[bits.length];
    for (int i = 0; i < bits.length; i++) {
      values[i] = Float.intBitsToFloat(bits[i]);
    }
    byte[] file = one("x", Tensor.wrap(values, Shape.of(bits.length))).toBytes();
    ByteBuffer data = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int start = file.length - 4 * bits.length;
    float[] read = Safetensors.fromBytes(file, "x", ANY).tensor("x").storage();
    for (int i = 0; i < bits.length; i++) {
      assertThat(data.getInt(start + 4 * i)).isEqualTo(bits[i]);
      assertThat(Float.floatToRawIntBits(read[i])).isEqualTo(bits[i]);
    }
  }

  @Test
  void crossesTheBuffersOfReaderAndWriter() throws IOException {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    for (int size : new int[] {65_535, 65_536, 65_537, 150_001}) {
      Tensor tensor = Tensor.zeros(size);
      for (int i = 0; i < size; i++) {
        tensor.storage()[i] = Float.intBitsToFloat(i * 0x9e3779b1);
      }
      tensors.put("t" + size, tensor);
    }
    Path file = folder.resolve("m");
    Safetensors.of(tensors).write(file);
    Safetensors read = Safetensors.read(file);
    assertThat(Files.readAllBytes(file)).isEqualTo(read.toBytes());
    assertSame(read, Safetensors.of(tensors));
  }

  @Test
  void viewsAreWrittenInRowMajorOrder() throws IOException {
    Tensor matrix = Tensor.of(Shape.of(2, 3), 1, 2, 3, 4, 5, 6);
    byte[] bytes = one("x", matrix.transpose().select(0, 2)).toBytes();
    assertThat(Safetensors.fromBytes(bytes, "x", ANY).tensor("x").storage()).containsExactly(3, 6);
    bytes = one("x", matrix.select(0, 1)).toBytes();
    assertThat(Safetensors.fromBytes(bytes, "x", ANY).tensor("x").storage())
        .containsExactly(4, 5, 6);
  }

  @Test
  void dataBeginsAligned() {
    for (int length = 0; length < 130; length++) {
      byte[] bytes = one("n".repeat(length), Tensor.zeros(1)).toBytes();
      assertThat((bytes.length - 4) % 64).isZero();
      assertThat(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getLong())
          .isEqualTo(bytes.length - 12);
    }
  }

  @Test
  void textsOfEveryKind() throws IOException {
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    metadata.put("", "");
    metadata.put("model", "{\"layers\":[\"\\n\"]}\n\t\0");
    metadata.put("\u00e4\ud83d\ude00", "\"lanewise.sha256\":\"" + "a".repeat(64));
    Safetensors written = new Safetensors(new LinkedHashMap<>(), metadata);
    Safetensors read = Safetensors.fromBytes(written.toBytes(), "x", ANY);
    assertThat(read.metadata()).isEqualTo(metadata);
    assertThat(read.metadata().keySet()).containsExactlyElementsOf(metadata.keySet());
    assertThat(read.tensors()).isEmpty();
  }

  @Test
  void readsOtherTypes() throws IOException {
    String header =
        "{\"d\":{\"dtype\":\"F64\",\"shape\":[4],\"data_offsets\":[0,32]},"
            + "\"h\":{\"dtype\":\"F16\",\"shape\":[5],\"data_offsets\":[32,42]},"
            + "\"b\":{\"dtype\":\"BF16\",\"shape\":[3],\"data_offsets\":[42,48]}}";
    ByteBuffer data = ByteBuffer.allocate(48).order(ByteOrder.LITTLE_ENDIAN);
    data.putDouble(0.1).putDouble(1e39).putDouble(-1e-60).putDouble(1 + 0x1p-24);
    for (int half : new int[] {0x3c00, 0x8000, 0x7c00, 0x0001, 0x7e00}) {
      data.putShort((short) half);
    }
    for (int upper : new int[] {0x3f80, 0xff80, 0x7fc1}) {
      data.putShort((short) upper);
    }
    Safetensors read = Safetensors.fromBytes(RawFile.of(header, data.array()), "x", ANY);
    assertThat(read.tensor("d").storage())
        .containsExactly(0.1f, Float.POSITIVE_INFINITY, -0.0f, 1f);
    assertThat(read.tensor("h").storage())
        .containsExactly(1f, -0.0f, Float.POSITIVE_INFINITY, 0x1p-24f, Float.NaN);
    float[] b = read.tensor("b").storage();
    assertThat(b).containsExactly(1f, Float.NEGATIVE_INFINITY, Float.NaN);
    assertThat(Float.floatToRawIntBits(b[2])).isEqualTo(0x7fc10000);
  }

  /** As in the files of PyTorch, whose BatchNorm counts its batches. */
  @Test
  void readsIntegersAndBooleans() throws IOException {
    String header =
        "{\"num_batches_tracked\":{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[0,8]},"
            + "\"l\":{\"dtype\":\"I64\",\"shape\":[2],\"data_offsets\":[8,24]},"
            + "\"i\":{\"dtype\":\"I32\",\"shape\":[3],\"data_offsets\":[24,36]},"
            + "\"s\":{\"dtype\":\"I16\",\"shape\":[2],\"data_offsets\":[36,40]},"
            + "\"b\":{\"dtype\":\"I8\",\"shape\":[2],\"data_offsets\":[40,42]},"
            + "\"u\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[42,44]},"
            + "\"t\":{\"dtype\":\"BOOL\",\"shape\":[3],\"data_offsets\":[44,47]}}";
    ByteBuffer data = ByteBuffer.allocate(47).order(ByteOrder.LITTLE_ENDIAN);
    data.putLong(12_345).putLong(-(1L << 24) - 1).putLong(Long.MAX_VALUE);
    data.putInt(-7).putInt((1 << 24) + 3).putInt(Integer.MIN_VALUE);
    data.putShort(Short.MIN_VALUE).putShort(Short.MAX_VALUE);
    data.put((byte) -128).put((byte) 127).put((byte) 0).put((byte) 255);
    data.put((byte) 0).put((byte) 1).put((byte) 2);
    Safetensors read = Safetensors.fromBytes(RawFile.of(header, data.array()), "x", ANY);
    assertThat(read.tensor("num_batches_tracked").storage()).containsExactly(12_345f);
    assertThat(read.tensor("l").storage()).containsExactly(-0x1p24f, 0x1p63f);
    assertThat(read.tensor("i").storage()).containsExactly(-7f, 0x1p24f + 4, -0x1p31f);
    assertThat(read.tensor("s").storage()).containsExactly(-32_768f, 32_767f);
    assertThat(read.tensor("b").storage()).containsExactly(-128f, 127f);
    assertThat(read.tensor("u").storage()).containsExactly(0f, 255f);
    assertThat(read.tensor("t").storage()).containsExactly(0f, 1f, 1f);
  }

  @Test
  void everyHalfPrecisionValueIsExact() throws IOException {
    ByteBuffer data = ByteBuffer.allocate(2 << 16).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < 1 << 16; i++) {
      data.putShort((short) i);
    }
    String header = "{\"h\":{\"dtype\":\"F16\",\"shape\":[65536],\"data_offsets\":[0,131072]}}";
    float[] read =
        Safetensors.fromBytes(RawFile.of(header, data.array()), "x", ANY).tensor("h").storage();
    for (int i = 0; i < 1 << 16; i++) {
      int exponent = i >> 10 & 31;
      int mantissa = i & 1023;
      double size =
          exponent == 31
              ? (mantissa == 0 ? Double.POSITIVE_INFINITY : Double.NaN)
              : exponent == 0
                  ? mantissa * 0x1p-24
                  : (1024 + mantissa) * Math.scalb(1.0, exponent - 25);
      Float expected = (float) (i >> 15 == 0 ? size : -size);
      assertThat((Float) read[i]).as("%s", i).isEqualTo(expected);
    }
  }

  @Test
  void readsTensorsInTheOrderOfTheirData() throws IOException {
    String header =
        "{\"late\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,8]},"
            + "\"none\":{\"dtype\":\"F32\",\"shape\":[0],\"data_offsets\":[4,4]},"
            + "\"early\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]}}  ";
    byte[] data = {0, 0, (byte) 0x80, 0x3f, 0, 0, 0, 0x40};
    Safetensors read = Safetensors.fromBytes(RawFile.of(header, data), "x", ANY);
    assertThat(read.tensors().keySet()).containsExactly("early", "none", "late");
    assertThat(read.tensor("early").storage()).containsExactly(1f);
    assertThat(read.tensor("late").storage()).containsExactly(2f);
    assertThat(read.weightsSha256()).isEqualTo(sha256(data));
  }

  @Test
  void refusesWhatNoFileCanHold() {
    assertThatThrownBy(() -> one("__metadata__", Tensor.zeros(1)))
        .hasMessage("safetensors: no tensor can be named __metadata__");
    assertThatThrownBy(() -> one("a\ud800", Tensor.zeros(1)))
        .hasMessage("safetensors: \"a\\ud800\" has a lone surrogate");
    assertThatThrownBy(() -> one("a", Tensor.zeros(new int[33])))
        .hasMessage("safetensors: tensor \"a\" has more than 32 dimensions");
    SequencedMap<String, String> metadata = new LinkedHashMap<>();
    metadata.put("lanewise.sha256", "");
    assertThatThrownBy(() -> new Safetensors(new LinkedHashMap<>(), metadata))
        .hasMessage("safetensors: the metadata key lanewise.sha256 is reserved");
    assertThatThrownBy(() -> tiny().tensor("c"))
        .hasMessage("safetensors: there is no tensor \"c\"");
  }

  @Test
  void saysWhyAFileCannotBeRead() {
    Path missing = folder.resolve("missing");
    assertThatThrownBy(() -> Safetensors.read(missing))
        .isInstanceOf(IOException.class)
        .isNotInstanceOf(FormatException.class)
        .hasMessage("cannot read " + missing + ": there is no such file or folder");
    assertThatThrownBy(() -> Safetensors.read(folder))
        .hasMessage("cannot read " + folder + ": it is a folder");
  }

  @Test
  void describesItself() {
    assertThat(tiny()).hasToString("Safetensors[tensors={b=[2], a=[]}, metadata=[k]]");
  }

  private static Safetensors one(String name, Tensor tensor) {
    SequencedMap<String, Tensor> tensors = new LinkedHashMap<>();
    tensors.put(name, tensor);
    return Safetensors.of(tensors);
  }

  private static void assertSame(Safetensors actual, Safetensors expected) {
    assertThat(actual.metadata()).isEqualTo(expected.metadata());
    assertThat(actual.tensors().keySet()).containsExactlyElementsOf(expected.tensors().keySet());
    expected
        .tensors()
        .forEach(
            (name, tensor) -> {
              assertThat(actual.tensor(name).shape()).isEqualTo(tensor.shape());
              assertThat(actual.tensor(name).toArray()).isEqualTo(tensor.toArray());
            });
  }

  private static String sha256(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError(impossible);
    }
  }
}

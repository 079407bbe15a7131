package lanewise.tensor.io;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import org.jspecify.annotations.Nullable;

/**
 * What stands before the numbers of an npy file.
 *
 * <pre>
 *   6 bytes  0x93 N U M P Y
 *   2 bytes  version: 1.0, 2.0 or 3.0
 *   2 bytes (1.0) or 4 bytes, little endian: the length of the text
 *   text     a Python dictionary: descr, fortran_order, shape; Latin-1, in 3.0 UTF-8
 *   numbers
 * </pre>
 *
 * @param name of the file, for messages
 * @param kind of the numbers
 * @param order of their bytes
 * @param fortran whether the first index changes fastest
 * @param dims the sizes, whose product with the size of a number fits a long
 * @param offset of the first number in the file
 */
record NpyHeader(
    String name, NpyKind kind, ByteOrder order, boolean fortran, List<Long> dims, long offset) {
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_TEXT = 1 << 20;
  private static final int MOST_AXES = 64;
  private static final int ALIGNMENT = 64;

  /** Reads the header from the start of a stream and checks it against the size of the whole. */
  static NpyHeader read(InputStream in, long fileSize, String name) throws IOException {
    byte[] start = in.readNBytes(MAGIC.length + 2);
    if (start.length < MAGIC.length + 2 || !ByteBuffer.wrap(start, 0, 6).equals(magic())) {
      throw new NpyFormatException(name, "is no npy file (it does not begin with \\x93NUMPY)");
    }
    int major = start[6];
    if (major < 1 || major > 3 || start[7] != 0) {
      throw new NpyFormatException(
          name, "npy version " + (major & 0xFF) + "." + (start[7] & 0xFF) + " is not known");
    }
    int lengthBytes = major == 1 ? 2 : 4;
    byte[] length = in.readNBytes(lengthBytes);
    long textLength = 0;
    for (int i = length.length - 1; i >= 0; i--) {
      textLength = (textLength << 8) | (length[i] & 0xFF);
    }
    long offset = start.length + lengthBytes + textLength;
    if (length.length < lengthBytes || offset > fileSize || textLength > LONGEST_TEXT) {
      throw new NpyFormatException(name, "is cut short or damaged within the header");
    }
    byte[] text = in.readNBytes((int) textLength);
    if (text.length < textLength) {
      throw new NpyFormatException(name, "is cut short within the header");
    }
    Charset charset = major == 3 ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    NpyHeader header = parse(new HeaderText(name, new String(text, charset)), name, offset);
    header.requireSize(fileSize);
    return header;
  }

  private static ByteBuffer magic() {
    return ByteBuffer.wrap(MAGIC);
  }

  private static NpyHeader parse(HeaderText text, String name, long offset) throws IOException {
    String descr = null;
    Boolean fortran = null;
    List<Long> dims = null;
    text.require("{");
    while (!text.takes("}")) {
      String key = text.quoted();
      text.require(":");
      switch (key) {
        case "descr" -> descr = descr(text, name);
        case "fortran_order" -> fortran = text.truth();
        case "shape" -> dims = text.sizes();
        default -> throw new NpyFormatException(name, "the header has an unknown key " + key);
      }
      if (!text.takes(",")) {
        text.require("}");
        break;
      }
    }
    if (!text.isAtEnd()) {
      throw text.damaged("the end");
    }
    if (descr == null || fortran == null || dims == null) {
      throw new NpyFormatException(name, "the header lacks descr, fortran_order or shape");
    }
    if (dims.size() > MOST_AXES) {
      throw new NpyFormatException(name, dims.size() + " axes are more than npy files have");
    }
    NpyKind kind = kind(descr, name);
    ByteOrder order = descr.charAt(0) == '>' ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
    return new NpyHeader(name, kind, order, fortran, dims, offset);
  }

  private static String descr(HeaderText text, String name) throws IOException {
    if (text.isAtList()) {
      throw new NpyFormatException(name, "structured kinds are not read; " + readKinds());
    }
    return text.quoted();
  }

  private static NpyKind kind(String descr, String name) throws IOException {
    String code = descr.isEmpty() || "<>|=".indexOf(descr.charAt(0)) < 0 ? "" : descr.substring(1);
    @Nullable NpyKind kind = NpyKind.of(code);
    if (kind == null) {
      throw new NpyFormatException(
          name, "kind '" + descr + "' (" + NpyKind.nameOf(code) + ") is not read; " + readKinds());
    }
    return kind;
  }

  private static String readKinds() {
    return "float32, float64, int32, int64, uint8 and bool are";
  }

  private void requireSize(long fileSize) throws IOException {
    long bytes = kind.bytes();
    boolean empty = dims.contains(0L);
    for (long dim : dims) {
      if (!empty && bytes > Long.MAX_VALUE / dim) {
        throw new NpyFormatException(name, "shape " + dims + " is too large for any file");
      }
      bytes *= dim;
    }
    long there = fileSize - offset;
    if (there != bytes) {
      String how = there < bytes ? "is cut short: " : "has too many bytes: ";
      throw new NpyFormatException(
          name, how + "shape " + dims + " takes " + bytes + " bytes, there are " + there);
    }
  }

  /** The sizes as those of a tensor. */
  Shape shape() throws NpyFormatException {
    return shape(dims);
  }

  /** The sizes of all axes but the first. */
  Shape rowShape() throws NpyFormatException {
    return shape(dims.subList(1, dims.size()));
  }

  private Shape shape(List<Long> some) throws NpyFormatException {
    int[] sizes = new int[some.size()];
    try {
      for (int i = 0; i < sizes.length; i++) {
        sizes[i] = Math.toIntExact(some.get(i));
      }
      return Shape.of(sizes);
    } catch (ArithmeticException | ShapeException e) {
      throw tooLarge();
    }
  }

  private NpyFormatException tooLarge() {
    return new NpyFormatException(
        name, "shape " + dims + " has more elements than a tensor, 2^31 - 1");
  }

  /** The bytes of the header of a row-major float32 array, as long as a multiple of 64. */
  static byte[] float32(Shape shape) {
    StringBuilder sizes = new StringBuilder();
    List<String> dims = new ArrayList<>();
    for (int dim : shape.toArray()) {
      dims.add(Integer.toString(dim));
    }
    sizes.append(String.join(", ", dims)).append(dims.size() == 1 ? "," : "");
    String text = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + sizes + "), }";
    int prefix = MAGIC.length + 4;
    boolean isLong = prefix + text.length() + ALIGNMENT > 0xFFFF;
    prefix += isLong ? 2 : 0;
    int padded = (prefix + text.length() + 1 + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    ByteBuffer header = ByteBuffer.allocate(padded).order(ByteOrder.LITTLE_ENDIAN);
    header.put(MAGIC).put((byte) (isLong ? 2 : 1)).put((byte) 0);
    if (isLong) {
      header.putInt(padded - prefix);
    } else {
      header.putShort((short) (padded - prefix));
    }
    header.put(text.getBytes(StandardCharsets.ISO_8859_1));
    while (header.position() < padded - 1) {
      header.put((byte) ' ');
    }
    return header.put((byte) '\n').array();
  }
}

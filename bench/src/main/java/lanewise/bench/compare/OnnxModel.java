package lanewise.bench.compare;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes small ONNX models: the protocol-buffer fields of ModelProto that a graph of a few nodes
 * needs (onnx.proto3, opset 17).
 */
public final class OnnxModel {
  /** A dimension whose size each call decides. */
  public static final int ANY = -1;

  private static final int FLOAT = 1;
  private final ByteArrayOutputStream graph = new ByteArrayOutputStream();

  /** Adds a node; attributes are not needed by the operators used here, but for transB of Gemm. */
  public OnnxModel node(String operator, String output, String... inputs) {
    return node(operator, output, false, inputs);
  }

  /** Adds a node that may multiply by its second operand's transpose. */
  public OnnxModel node(String operator, String output, boolean transB, String... inputs) {
    ByteArrayOutputStream node = new ByteArrayOutputStream();
    for (String input : inputs) {
      text(node, 1, input);
    }
    text(node, 2, output);
    text(node, 4, operator);
    if (transB) {
      ByteArrayOutputStream attribute = new ByteArrayOutputStream();
      text(attribute, 1, "transB");
      varint(attribute, 3 << 3);
      varint(attribute, 1);
      varint(attribute, 20 << 3);
      varint(attribute, 2);
      bytes(node, 5, attribute.toByteArray());
    }
    bytes(graph, 1, node.toByteArray());
    return this;
  }

  /** A constant that the session may pack. */
  public OnnxModel weights(String name, float[] values, int... dims) {
    ByteArrayOutputStream tensor = new ByteArrayOutputStream();
    for (int dim : dims) {
      varint(tensor, 1 << 3);
      varint(tensor, dim);
    }
    varint(tensor, 2 << 3);
    varint(tensor, FLOAT);
    text(tensor, 8, name);
    bytes(tensor, 9, Answers.bytes(values));
    bytes(graph, 5, tensor.toByteArray());
    return this;
  }

  /** Declares what the caller feeds. */
  public OnnxModel input(String name, int... dims) {
    bytes(graph, 11, value(name, dims));
    return this;
  }

  /** Declares what the caller gets. */
  public OnnxModel output(String name, int... dims) {
    bytes(graph, 12, value(name, dims));
    return this;
  }

  private static byte[] value(String name, int... dims) {
    ByteArrayOutputStream shape = new ByteArrayOutputStream();
    for (int dim : dims) {
      ByteArrayOutputStream dimension = new ByteArrayOutputStream();
      if (dim == ANY) {
        text(dimension, 2, "rows");
      } else {
        varint(dimension, 1 << 3);
        varint(dimension, dim);
      }
      bytes(shape, 1, dimension.toByteArray());
    }
    ByteArrayOutputStream tensor = new ByteArrayOutputStream();
    varint(tensor, 1 << 3);
    varint(tensor, FLOAT);
    bytes(tensor, 2, shape.toByteArray());
    ByteArrayOutputStream type = new ByteArrayOutputStream();
    bytes(type, 1, tensor.toByteArray());
    ByteArrayOutputStream value = new ByteArrayOutputStream();
    text(value, 1, name);
    bytes(value, 2, type.toByteArray());
    return value.toByteArray();
  }

  /** The file; nothing may be added afterwards. */
  public byte[] toBytes() {
    text(graph, 2, "compare");
    ByteArrayOutputStream opset = new ByteArrayOutputStream();
    varint(opset, 2 << 3);
    varint(opset, 17);
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    varint(model, 1 << 3);
    varint(model, 8);
    bytes(model, 7, graph.toByteArray());
    bytes(model, 8, opset.toByteArray());
    return model.toByteArray();
  }

  private static void text(ByteArrayOutputStream out, int field, String text) {
    bytes(out, field, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void bytes(ByteArrayOutputStream out, int field, byte[] bytes) {
    varint(out, (field << 3) | 2);
    varint(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while (rest > 0x7F) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }
}

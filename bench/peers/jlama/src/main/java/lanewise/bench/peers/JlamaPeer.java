package lanewise.bench.peers;

import com.github.tjake.jlama.tensor.FloatBufferTensor;
import com.github.tjake.jlama.tensor.TensorShape;
import com.github.tjake.jlama.tensor.operations.PanamaTensorOperations;
import com.github.tjake.jlama.util.MachineSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import lanewise.bench.compare.Call;
import lanewise.bench.compare.Peer;
import lanewise.bench.compare.Problem;
import lanewise.bench.compare.Product;
import lanewise.bench.compare.Reduction;
import lanewise.bench.compare.Way;
import org.jspecify.annotations.NullMarked;

/**
 * The kernels of Jlama, a Java engine of language models, that use the Vector API: rows of A times
 * rows of B, of lengths that are multiples of a vector. On the calling thread.
 */
@NullMarked
public final class JlamaPeer implements Peer {
  private static final int LONGEST_VECTOR = 16;

  private final PanamaTensorOperations operations =
      new PanamaTensorOperations(MachineSpec.VECTOR_TYPE);

  @Override
  public List<Way> ways(Problem problem) {
    return switch (problem) {
      case Product p when p.transB() && !p.transA() && p.k() % LONGEST_VECTOR == 0 ->
          List.of(Way.of("batchDotProduct", () -> product(p)));
      case Reduction r when r.kind() == Reduction.Kind.DOT ->
          List.of(Way.of("dotProduct", () -> dot(r)));
      default -> List.of();
    };
  }

  private static FloatBufferTensor tensor(float[] values, int rows, int columns) {
    FloatBuffer buffer =
        ByteBuffer.allocateDirect(values.length * Float.BYTES + Long.SIZE)
            .alignedSlice(Long.SIZE)
            .order(ByteOrder.nativeOrder())
            .asFloatBuffer()
            .slice(0, values.length);
    buffer.put(0, values);
    return new FloatBufferTensor(buffer, TensorShape.of(rows, columns), false);
  }

  private Call product(Product p) {
    FloatBufferTensor a = tensor(p.a(), p.m(), p.k());
    FloatBufferTensor b = tensor(p.b(), p.n(), p.k());
    FloatBufferTensor c = tensor(new float[p.m() * p.n()], p.m(), p.n());
    return Call.of(
        _ -> operations.batchDotProduct(c, a, b, 0, 0, p.k()),
        () -> {
          float[] values = new float[p.m() * p.n()];
          for (int i = 0; i < values.length; i++) {
            values[i] = c.get(i / p.n(), i % p.n());
          }
          return values;
        });
  }

  private Call dot(Reduction r) {
    int n = r.rows() * r.columns();
    FloatBufferTensor x = tensor(r.x(), 1, n);
    FloatBufferTensor y = tensor(r.y(), 1, n);
    float[] out = new float[1];
    return Call.into(out, _ -> out[0] = operations.dotProduct(x, y, n));
  }
}

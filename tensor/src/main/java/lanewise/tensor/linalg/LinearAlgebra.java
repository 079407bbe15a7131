package lanewise.tensor.linalg;

import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.Workers;
import lanewise.tensor.kernel.level1.Level1;
import lanewise.tensor.ops.Reduce;

/**
 * Products of matrices, vectors and stacks of matrices.
 *
 * <p>Each element of a matrix product is one chain of fused multiply-adds over the inner dimension
 * in ascending order, starting from 0. So it has the same bits alone and in a batch, on every
 * machine, for every vector width and any number of threads. {@link #dot} adds in another fixed
 * order, with the same promise.
 *
 * <p>Operands may be any views. They are read in place, transposed and strided ones too; only
 * stacks of matrices that {@link #einsum} must put in order are copied. Safe to call from many
 * threads, as long as none writes what another uses.
 */
public final class LinearAlgebra {
  private LinearAlgebra() {}

  /**
   * The matrix product as NumPy's {@code a @ b}, on the caller's thread.
   *
   * <p>The rounding errors of a chain add up: at most k 2^-24 of the sum of magnitudes (Jeannerod
   * and Rump 2013), and 2^-150 for each product that is subnormal; as a rule far less, because they
   * cancel. Where all terms are alike they do not: the sum of 1,000,000 times 0.1 is off by about 1
   * %. {@link #dot} and {@link Reduce#SUM} add up blocks in double precision, and their error does
   * not grow with the length.
   *
   * <ul>
   *   <li>[m, k] x [k, n] gives [m, n].
   *   <li>A vector counts as one row on the left and as one column on the right; that axis is
   *       missing from the result: [k] x [k, n] gives [n], [m, k] x [k] gives [m], [k] x [k] a
   *       scalar.
   *   <li>More axes are stacks of matrices, which broadcast: [2, 1, m, k] x [5, k, n] gives [2, 5,
   *       m, n].
   * </ul>
   *
   * @param a the left factor
   * @param b the right factor
   * @return a new tensor
   * @throws ShapeException if a factor is a scalar, the inner dimensions differ or the stacks do
   *     not broadcast
   */
  public static Tensor matmul(Tensor a, Tensor b) {
    return matmul(Workers.caller(), a, b);
  }

  /**
   * The matrix product as NumPy's {@code a @ b}; see {@link #matmul(Tensor, Tensor)}.
   *
   * @param workers the threads that may share the work; small products stay on the caller's
   * @param a the left factor
   * @param b the right factor
   * @return a new tensor
   * @throws ShapeException if a factor is a scalar, the inner dimensions differ or the stacks do
   *     not broadcast
   */
  public static Tensor matmul(Workers workers, Tensor a, Tensor b) {
    MatrixProduct.check(a, b);
    Tensor out = Tensor.zeros(MatrixProduct.shape(a, b));
    MatrixProduct.compute(workers, a, b, out);
    return out;
  }

  /**
   * The matrix product, written over {@code out}, on the caller's thread; see {@link
   * #matmul(Tensor, Tensor)}. Allocates nothing once warm, whatever the layouts.
   *
   * @param a the left factor
   * @param b the right factor
   * @param out has the result's shape; overwritten and not read; any view but a broadcast one
   * @throws ShapeException if a factor is a scalar, the inner dimensions differ, the stacks do not
   *     broadcast, or out has another shape, is a broadcast view or shares memory with a factor
   */
  public static void matmulInto(Tensor a, Tensor b, Tensor out) {
    matmulInto(Workers.caller(), a, b, out);
  }

  /**
   * The matrix product, written over {@code out}; see {@link #matmulInto(Tensor, Tensor, Tensor)}.
   *
   * @param workers the threads that may share the work; small products stay on the caller's
   * @param a the left factor
   * @param b the right factor
   * @param out has the result's shape; overwritten and not read; any view but a broadcast one
   * @throws ShapeException if a factor is a scalar, the inner dimensions differ, the stacks do not
   *     broadcast, or out has another shape, is a broadcast view or shares memory with a factor
   */
  public static void matmulInto(Workers workers, Tensor a, Tensor b, Tensor out) {
    MatrixProduct.check(a, b);
    MatrixProduct.checkResult(a, b, out);
    MatrixProduct.compute(workers, a, b, out);
  }

  /**
   * The dot product of two vectors: the sum of {@code a[i] b[i]} in blocks of a fixed number of
   * lanes, and the blocks in double. Faster than {@link #matmul} of the same vectors, and rounded
   * differently. Allocates nothing once warm.
   *
   * <p>The error is at most 23.01 2^-24 of the sum of magnitudes {@code |a[i] b[i]|}, whatever the
   * length, and 2^-150 for each product that is subnormal; that of {@link #matmul} grows with the
   * length.
   *
   * @param a a vector
   * @param b a vector as long
   * @return the sum; 0 for empty vectors
   * @throws ShapeException if one is not a vector or the lengths differ
   */
  public static float dot(Tensor a, Tensor b) {
    if (a.rank() != 1 || b.rank() != 1) {
      throw new ShapeException(
          "dot: " + a.shape() + " x " + b.shape() + ": takes two vectors; matmul takes matrices");
    }
    int n = a.dim(0);
    if (n != b.dim(0)) {
      throw new ShapeException(
          "dot: "
              + a.shape()
              + " x "
              + b.shape()
              + ": lengths "
              + n
              + " and "
              + b.dim(0)
              + " differ");
    }
    return Level1.dot(
        n,
        a.storage(),
        a.storageOffset(),
        a.stride(0),
        b.storage(),
        b.storageOffset(),
        b.stride(0));
  }

  /**
   * The outer product of two vectors: element (i, j) is {@code a[i] b[j]}. Tensors of another rank
   * count as the vector of their elements in row-major order, as in NumPy.
   *
   * @param a m elements
   * @param b n elements
   * @return a new tensor of [m, n]
   */
  public static Tensor outer(Tensor a, Tensor b) {
    Tensor left = a.contiguous();
    Tensor right = b.contiguous();
    int n = right.size();
    Tensor out = Tensor.zeros(left.size(), n);
    for (int i = 0; i < left.size(); i++) {
      float factor = left.storage()[left.storageOffset() + i];
      Level1.scale(n, factor, right.storage(), right.storageOffset(), 1, out.storage(), i * n, 1);
    }
    return out;
  }

  /**
   * A sum of products in Einstein's notation, of one or two operands, as NumPy's {@code einsum}:
   * each letter is an axis; letters that the output leaves out are summed over.
   *
   * <table>
   *   <caption>Examples</caption>
   *   <tr><th>equation</th><th>result</th></tr>
   *   <tr><td>{@code ij,jk->ik}</td><td>matrix product</td></tr>
   *   <tr><td>{@code bij,bjk->bik}</td><td>product of stacks</td></tr>
   *   <tr><td>{@code ij,kj->ik}</td><td>product with a transpose</td></tr>
   *   <tr><td>{@code i,j->ij}</td><td>outer product</td></tr>
   *   <tr><td>{@code ij,ij->i}</td><td>dot products of rows</td></tr>
   *   <tr><td>{@code ij->ji}</td><td>transpose</td></tr>
   *   <tr><td>{@code ij->i}</td><td>row sums</td></tr>
   *   <tr><td>{@code ii->}</td><td>trace</td></tr>
   *   <tr><td>{@code ii->i}</td><td>diagonal</td></tr>
   * </table>
   *
   * <p>Without an arrow, the output has every letter that occurs once, in alphabetical order,
   * capital letters first. An axis of size 1 broadcasts. Sums that a matrix product can do are in
   * its order, sums of products of whole rows in that of {@link #dot}, sums of one operand in
   * double precision.
   *
   * @param equation the letters of each operand, separated by commas, and those of the output
   *     behind an arrow; spaces are ignored
   * @param operands one or two tensors
   * @return a new tensor, contiguous, with storage of its own
   * @throws ShapeException if the equation cannot be read or is not of this kind (an ellipsis,
   *     three operands), or does not fit the operands
   */
  public static Tensor einsum(String equation, Tensor... operands) {
    return Einsum.of(equation, operands).evaluate();
  }
}

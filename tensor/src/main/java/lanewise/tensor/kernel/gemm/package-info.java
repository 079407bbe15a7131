/**
 * Matrix products of 32-bit floats.
 *
 * <p>The order of accumulation is the same in every variant. Element (i, j) of the result starts
 * from its initial value (0, a bias, or beta times the old value) and is one chain of fused
 * multiply-adds over the inner dimension in ascending order, {@code c = fma(a[i][p], b[p][j], c)}.
 * Blocking the inner dimension stores and reloads c, which changes no bit. An element therefore
 * depends only on its row, its column and its initial value, and not on the other rows, the tile,
 * the vector width or the number of threads. A factor alpha other than 1 is multiplied into the
 * elements of B as they are packed. Weights of 16 bits are first converted to floats, which is
 * exact. Weights of 8 bits are integers: their chain starts from 0, and {@code fma(c, scale, bias)}
 * follows. A function of the result, such as a ReLU, comes last.
 *
 * <p>The structure follows Goto and van de Geijn ("Anatomy of high-performance matrix
 * multiplication", 2008) and BLIS (2015). {@link lanewise.tensor.kernel.gemm.Gemm} chooses the kind
 * of product, {@code Product} contains the loops over blocks, its {@code PanelSource} packs or
 * decodes a block of B into panels, a {@link lanewise.tensor.kernel.gemm.MicroKernel} computes one
 * tile of C in registers, and the {@code Epilogue} initializes and finishes it with the bias,
 * scales, floor and function. Matrices that fit in the nearest cache are not packed ({@link
 * lanewise.tensor.kernel.gemm.SmallKernel}). The variants are listed in {@link
 * lanewise.tensor.kernel.gemm.GemmVariants}.
 */
@NullMarked
package lanewise.tensor.kernel.gemm;

import org.jspecify.annotations.NullMarked;

/**
 * Matrix products of 32-bit floats.
 *
 * <p>Order of accumulation, in every variant: element (i, j) of the result starts from its initial
 * value (0, a bias, or beta times the old value) and is one chain of fused multiply-adds over the
 * inner dimension in ascending order, {@code c = fma(a[i][p], b[p][j], c)}. Blocking the inner
 * dimension stores and reloads c, which changes no bit. So an element depends on its row, its
 * column and its initial value only: not on the other rows, the tile, the vector width or the
 * number of threads. A factor alpha other than 1 is multiplied into B's elements as they are
 * packed. Weights of 16 bits are made floats first, which is exact. Those of 8 bits are whole
 * numbers: their chain starts from 0, and {@code fma(c, scale, bias)} follows. A function of the
 * result, such as a ReLU, comes last.
 *
 * <p>Structure, after Goto and van de Geijn ("Anatomy of high-performance matrix multiplication",
 * 2008) and BLIS (2015): {@link lanewise.tensor.kernel.gemm.Gemm} chooses the way, {@code Product}
 * has the loops over blocks, its {@code PanelSource} packs or decodes a block of B into panels, a
 * {@link lanewise.tensor.kernel.gemm.MicroKernel} computes one tile of C in registers, and the
 * {@code Epilogue} starts and finishes it: bias, floor, function, scales. Matrices that fit the
 * nearest cache are not packed ({@link lanewise.tensor.kernel.gemm.SmallKernel}). The variants are
 * listed in {@link lanewise.tensor.kernel.gemm.GemmVariants}.
 */
@NullMarked
package lanewise.tensor.kernel.gemm;

import org.jspecify.annotations.NullMarked;

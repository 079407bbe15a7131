package lanewise.tensor.kernel.gemm;

import java.util.List;
import lanewise.tensor.kernel.Variant;
import lanewise.tensor.kernel.gemm.generated.VectorCompressed4;
import lanewise.tensor.kernel.gemm.generated.VectorCompressed8;
import lanewise.tensor.kernel.gemm.generated.VectorRow2;
import lanewise.tensor.kernel.gemm.generated.VectorRow4;
import lanewise.tensor.kernel.gemm.generated.VectorSmall5x2;
import lanewise.tensor.kernel.gemm.generated.VectorSmall8x2;
import lanewise.tensor.kernel.gemm.generated.VectorTile4x2;
import lanewise.tensor.kernel.gemm.generated.VectorTile4x4;
import lanewise.tensor.kernel.gemm.generated.VectorTile6x1;
import lanewise.tensor.kernel.gemm.generated.VectorTile6x2;
import lanewise.tensor.kernel.gemm.generated.VectorTile6x4;
import lanewise.tensor.kernel.gemm.generated.VectorTile8x1;
import lanewise.tensor.kernel.gemm.generated.VectorTranspose16;
import lanewise.tensor.kernel.gemm.generated.VectorTranspose4;
import lanewise.tensor.kernel.gemm.generated.VectorTranspose8;

/**
 * The variants of the matrix product: the one list that dispatch, describe, tests and benchmarks
 * read. 512-bit machines have 32 vector registers, which hold 6 x 4 accumulators; 16 registers hold
 * 6 x 2, two vectors of B and an element of A.
 */
public final class GemmVariants {
  private static final String SIXTEEN =
      "6 x 2 accumulators, two vectors of B and an element of A fit 16 vector registers";

  /** All variants, for every width. */
  public static final List<Variant<Tiles>> ALL =
      List.of(
          new Variant<>(
              "gemm-6x4-f32x16",
              512,
              "6 x 4 accumulators fit the 32 vector registers of 512-bit machines",
              GemmVariants::wide),
          new Variant<>("gemm-6x2-f32x8", 256, SIXTEEN, GemmVariants::medium),
          new Variant<>("gemm-6x2-f32x4", 128, SIXTEEN, GemmVariants::small),
          new Variant<>("gemm-4x4-scalar", 0, "there are no vectors", GemmVariants::scalar));

  /** The one that this JVM uses. */
  public static final Variant<Tiles> ACTIVE = Variant.select(ALL);

  private GemmVariants() {}

  private static Tiles wide() {
    return new Tiles(
        new VectorTile6x4(),
        new VectorTile4x4(),
        new VectorRow4(true),
        new VectorTile8x1(),
        new VectorRow4(false),
        new VectorSmall8x2(),
        new VectorTranspose16(),
        new VectorCompressed8());
  }

  private static Tiles medium() {
    return new Tiles(
        new VectorTile6x2(),
        new VectorTile4x2(),
        new VectorRow2(true),
        new VectorTile6x1(),
        new VectorRow2(false),
        new VectorSmall5x2(),
        new VectorTranspose8(),
        new VectorCompressed4());
  }

  private static Tiles small() {
    return new Tiles(
        new VectorTile6x2(),
        new VectorTile4x2(),
        new VectorRow2(true),
        new VectorTile6x1(),
        new VectorRow2(false),
        new VectorSmall5x2(),
        new VectorTranspose4(),
        new VectorCompressed4());
  }

  private static Tiles scalar() {
    ScalarTile4x4 tile = new ScalarTile4x4();
    return new Tiles(
        tile,
        tile,
        tile,
        tile,
        tile,
        new ScalarSmall(),
        new ScalarTranspose(),
        new ScalarCompressed());
  }
}

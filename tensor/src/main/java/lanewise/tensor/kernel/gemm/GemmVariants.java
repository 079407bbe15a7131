package lanewise.tensor.kernel.gemm;

import java.util.List;
import lanewise.tensor.kernel.Variant;
import lanewise.tensor.kernel.gemm.generated.VectorCompressed4;
import lanewise.tensor.kernel.gemm.generated.VectorCompressed8;
import lanewise.tensor.kernel.gemm.generated.VectorRow2;
import lanewise.tensor.kernel.gemm.generated.VectorRow4;
import lanewise.tensor.kernel.gemm.generated.VectorSmall6x2;
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
 * read. What fits depends on the number of vector registers: 6 x 4 accumulators fit 32, and 6 x 2
 * fit 16. AArch64 has 32 of 128 bits, x86-64 has 32 of 512 bits or 16 of 256.
 */
public final class GemmVariants {
  private static final String THIRTY_TWO = "6 x 4 accumulators fit 32 vector registers";
  private static final String SIXTEEN =
      "6 x 2 accumulators, two vectors of B and an element of A fit 16 vector registers";

  /** All variants, for every width; of one width, the one for this processor comes first. */
  public static final List<Variant<Tiles>> ALL = all(System.getProperty("os.arch", ""));

  /** The one that this JVM uses. */
  public static final Variant<Tiles> ACTIVE = Variant.select(ALL);

  private GemmVariants() {}

  /**
   * Returns the list of a processor.
   *
   * @param processor as the system property os.arch has it
   */
  static List<Variant<Tiles>> all(String processor) {
    Variant<Tiles> many =
        new Variant<>(
            "gemm-6x4-f32x4", 128, THIRTY_TWO, () -> manyRegisters(new VectorTranspose4()));
    Variant<Tiles> few =
        new Variant<>("gemm-6x2-f32x4", 128, SIXTEEN, () -> fewRegisters(new VectorTranspose4()));
    boolean isArm = processor.equals("aarch64");
    return List.of(
        new Variant<>(
            "gemm-6x4-f32x16", 512, THIRTY_TWO, () -> manyRegisters(new VectorTranspose16())),
        new Variant<>("gemm-6x2-f32x8", 256, SIXTEEN, () -> fewRegisters(new VectorTranspose8())),
        isArm ? many : few,
        isArm ? few : many,
        new Variant<>("gemm-4x4-scalar", 0, "there are no vectors", GemmVariants::scalar));
  }

  private static Tiles manyRegisters(PackingKernel packing) {
    return new Tiles(
        new VectorTile6x4(),
        new VectorTile4x4(),
        new VectorRow4(true),
        new VectorTile8x1(),
        new VectorRow4(false),
        new VectorSmall8x2(),
        packing,
        new VectorCompressed8());
  }

  private static Tiles fewRegisters(PackingKernel packing) {
    return new Tiles(
        new VectorTile6x2(),
        new VectorTile4x2(),
        new VectorRow2(true),
        new VectorTile6x1(),
        new VectorRow2(false),
        new VectorSmall6x2(),
        packing,
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

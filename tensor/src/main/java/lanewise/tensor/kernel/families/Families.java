package lanewise.tensor.kernel.families;

import java.util.List;
import lanewise.tensor.kernel.gemm.GemmVariants;
import lanewise.tensor.kernel.gemv.GemvVariants;
import lanewise.tensor.kernel.level1.DotVariants;

/** Every kernel family, one line each; a new family is registered here. */
public final class Families {
  /** All families. */
  public static final List<Family> ALL =
      List.of(
          new Family("gemm", GemmVariants.ALL, GemmVariants.ACTIVE),
          new Family("gemv", GemvVariants.ALL, GemvVariants.ACTIVE),
          new Family("dot", DotVariants.ALL, DotVariants.ACTIVE));

  private Families() {}
}

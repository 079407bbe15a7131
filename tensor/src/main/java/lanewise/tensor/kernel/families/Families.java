package lanewise.tensor.kernel.families;

import java.util.List;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.gemm.GemmVariants;
import lanewise.tensor.kernel.gemv.GemvVariants;
import lanewise.tensor.kernel.reduce.ReduceVariants;
import lanewise.tensor.kernel.transpose.TransposeVariants;

/** Every kernel family, one line each; a new family is registered here. */
public final class Families {
  /** All families. */
  public static final List<Family> ALL =
      List.of(
          new Family("gemm", GemmVariants.ALL, GemmVariants.ACTIVE),
          new Family("gemv", GemvVariants.ALL, GemvVariants.ACTIVE),
          new Family("elementwise", ElementwiseVariants.ALL, ElementwiseVariants.ACTIVE),
          new Family("reduce", ReduceVariants.ALL, ReduceVariants.ACTIVE),
          new Family("transpose", TransposeVariants.ALL, TransposeVariants.ACTIVE));

  private Families() {}
}

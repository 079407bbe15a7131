package lanewise.tensor.kernel.families;

import java.util.List;
import lanewise.tensor.kernel.elementwise.ElementwiseProbes;
import lanewise.tensor.kernel.elementwise.ElementwiseVariants;
import lanewise.tensor.kernel.gemm.GemmProbes;
import lanewise.tensor.kernel.gemm.GemmVariants;
import lanewise.tensor.kernel.gemv.GemvProbes;
import lanewise.tensor.kernel.gemv.GemvVariants;
import lanewise.tensor.kernel.optimizer.OptimizerProbes;
import lanewise.tensor.kernel.optimizer.OptimizerVariants;
import lanewise.tensor.kernel.reduce.ReduceProbes;
import lanewise.tensor.kernel.reduce.ReduceVariants;
import lanewise.tensor.kernel.transpose.TransposeProbes;
import lanewise.tensor.kernel.transpose.TransposeVariants;

/** Every kernel family, one line each; a new family is registered here. */
public final class Families {
  /** All families. */
  public static final List<Family<?>> ALL =
      List.of(
          new Family<>("gemm", GemmVariants.ALL, GemmVariants.ACTIVE, GemmProbes::all),
          new Family<>("gemv", GemvVariants.ALL, GemvVariants.ACTIVE, GemvProbes::all),
          new Family<>(
              "elementwise",
              ElementwiseVariants.ALL,
              ElementwiseVariants.ACTIVE,
              ElementwiseProbes::all),
          new Family<>("reduce", ReduceVariants.ALL, ReduceVariants.ACTIVE, ReduceProbes::all),
          new Family<>(
              "transpose", TransposeVariants.ALL, TransposeVariants.ACTIVE, TransposeProbes::all),
          new Family<>(
              "optimizer", OptimizerVariants.ALL, OptimizerVariants.ACTIVE, OptimizerProbes::all));

  private Families() {}
}

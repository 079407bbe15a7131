/**
 * Tensors of 32-bit floats, their operations and the kernels that run them. It needs nothing but
 * the JDK.
 *
 * <p>Start with {@link lanewise.tensor.Tensor} and the operations of {@link
 * lanewise.tensor.ops.TensorMath}; programs that have plain arrays start with {@link
 * lanewise.tensor.blas.Blas#sgemm}. {@link lanewise.tensor.Engine#describe()} says which kernels
 * run.
 *
 * <p>Operations are for users; layers call the kernels, which are exported to layers, and the
 * elementwise ones and the updates of weights to training.
 */
@SuppressWarnings("module") // the modules that the kernels are exported to are built later
module lanewise.tensor {
  requires jdk.incubator.vector;
  requires static jdk.management;
  requires static org.jspecify;

  exports lanewise.tensor;
  exports lanewise.tensor.blas;
  exports lanewise.tensor.io;
  exports lanewise.tensor.linalg;
  exports lanewise.tensor.ops;
  exports lanewise.tensor.kernel to
      lanewise.layers;
  exports lanewise.tensor.kernel.elementwise to
      lanewise.layers,
      lanewise.training;
  exports lanewise.tensor.kernel.gemm to
      lanewise.layers;
  exports lanewise.tensor.kernel.optimizer to
      lanewise.training;
  exports lanewise.tensor.kernel.reduce to
      lanewise.layers;
}

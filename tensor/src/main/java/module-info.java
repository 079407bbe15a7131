/**
 * Tensors of 32-bit floats, their operations and the kernels that run them. Operations are for
 * users; layers call the kernels, which are exported to layers, and the elementwise ones and the
 * updates of weights to training.
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

/** Tensors of 32-bit floats, their operations and the kernels that run them. */
@SuppressWarnings("module") // the modules that the kernels are exported to are built later
module lanewise.tensor {
  requires jdk.incubator.vector;
  requires static transitive org.jspecify;

  exports lanewise.tensor;
  exports lanewise.tensor.io;
  exports lanewise.tensor.blas;
  exports lanewise.tensor.kernel to
      lanewise.layers,
      lanewise.training;
  exports lanewise.tensor.kernel.gemv to
      lanewise.layers,
      lanewise.training;
  exports lanewise.tensor.kernel.level1 to
      lanewise.layers,
      lanewise.training;
  exports lanewise.tensor.kernel.gemm to
      lanewise.layers,
      lanewise.training;
}

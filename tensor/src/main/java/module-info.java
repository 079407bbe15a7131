/** Tensors of 32-bit floats, their operations and the kernels that run them. */
module lanewise.tensor {
  requires jdk.incubator.vector;
  requires static transitive org.jspecify;

  exports lanewise.tensor;
}

/** Layers, activations, losses, models and inference. */
module lanewise.layers {
  requires transitive lanewise.tensor;
  requires static transitive org.jspecify;

  exports lanewise.layers;
  exports lanewise.layers.format;
  exports lanewise.layers.inference;
  exports lanewise.layers.loss;
}

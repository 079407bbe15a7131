/**
 * Layers, activations, losses, models and inference: all that a service needs which predicts.
 *
 * <p>Start with {@link lanewise.layers.inference.InferencePlan} to predict with a model that is
 * trained, with {@link lanewise.layers.Sequential} to build one. {@link
 * lanewise.layers.serving.LivePlan} replaces a plan under load.
 */
@SuppressWarnings("module") // the module that internals are exported to is built later
module lanewise.layers {
  requires transitive lanewise.tensor;
  requires static org.jspecify;

  exports lanewise.layers;
  exports lanewise.layers.activation;
  exports lanewise.layers.file;
  exports lanewise.layers.format;
  exports lanewise.layers.inference;
  exports lanewise.layers.inspect;
  exports lanewise.layers.linear;
  exports lanewise.layers.loss;
  exports lanewise.layers.merge;
  exports lanewise.layers.noise;
  exports lanewise.layers.norm;
  exports lanewise.layers.predictor;
  exports lanewise.layers.preprocessing;
  exports lanewise.layers.serving;
  exports lanewise.layers.shape;
  exports lanewise.layers.internal to
      lanewise.training;
}

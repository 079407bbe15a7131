package lanewise.training.initialization;

import lanewise.layers.Parameter;

/** The number of connections by which {@link VarianceScaling} divides (PyTorch's {@code mode}). */
public enum Fan {
  /** The inputs of each output, which keeps the variance of the values in the forward pass. */
  IN {
    @Override
    double of(Parameter parameter) {
      return parameter.fanIn();
    }
  },
  /** The outputs of each input, which keeps the variance of the gradients. */
  OUT {
    @Override
    double of(Parameter parameter) {
      return parameter.fanOut();
    }
  },
  /** The mean of both, a compromise. */
  AVERAGE {
    @Override
    double of(Parameter parameter) {
      return (parameter.fanIn() + (double) parameter.fanOut()) / 2;
    }
  };

  abstract double of(Parameter parameter);
}

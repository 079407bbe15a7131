package lanewise.training.initialization;

import lanewise.layers.Model;
import lanewise.layers.Parameter;
import lanewise.tensor.RandomStream;

/**
 * Draws the initial values of a model's weights.
 *
 * <p>Only parameters with a fan-in are changed; a bias keeps the value that its layer gave it.
 * Parameter i draws from split i of the stream, so its values depend only on the seed, its position
 * and its shape.
 */
public enum Initializer {
  /**
   * A normal distribution with standard deviation sqrt(2 / fanIn), for layers before a ReLU (He et
   * al., "Delving deep into rectifiers", 2015; PyTorch's {@code kaiming_normal_}).
   */
  HE_NORMAL {
    @Override
    double draw(RandomStream random, int fanIn, int fanOut) {
      return random.nextGaussian() * Math.sqrt(2.0 / fanIn);
    }
  },
  /** A uniform distribution in +-sqrt(6 / fanIn), with the variance of {@link #HE_NORMAL}. */
  HE_UNIFORM {
    @Override
    double draw(RandomStream random, int fanIn, int fanOut) {
      return symmetric(random, Math.sqrt(6.0 / fanIn));
    }
  },
  /**
   * A normal distribution with standard deviation sqrt(2 / (fanIn + fanOut)), for linear, sigmoid
   * and tanh layers (Glorot and Bengio, "Understanding the difficulty of training deep feedforward
   * neural networks", 2010; PyTorch's {@code xavier_normal_}).
   */
  GLOROT_NORMAL {
    @Override
    double draw(RandomStream random, int fanIn, int fanOut) {
      return random.nextGaussian() * Math.sqrt(2.0 / ((double) fanIn + fanOut));
    }
  },
  /**
   * A uniform distribution in +-sqrt(6 / (fanIn + fanOut)), with the variance of {@link
   * #GLOROT_NORMAL}.
   */
  GLOROT_UNIFORM {
    @Override
    double draw(RandomStream random, int fanIn, int fanOut) {
      return symmetric(random, Math.sqrt(6.0 / ((double) fanIn + fanOut)));
    }
  };

  /** Draws one weight of a parameter with these fans. */
  abstract double draw(RandomStream random, int fanIn, int fanOut);

  private static double symmetric(RandomStream random, double bound) {
    return (2 * random.nextDouble() - 1) * bound;
  }

  /**
   * Draws new values for all weights of a model.
   *
   * @param model the model, whose parameters with a fan-in are overwritten
   * @param seed the seed; the same seed gives the same weights on every platform
   */
  public void initialize(Model model, long seed) {
    RandomStream streams = RandomStream.of(seed).split(STREAM);
    int index = 0;
    for (Parameter parameter : model.parameters().values()) {
      RandomStream random = streams.split(index++);
      if (parameter.fanIn() > 0) {
        float[] values = parameter.values();
        for (int i = 0; i < values.length; i++) {
          values[i] = (float) draw(random, parameter.fanIn(), parameter.fanOut());
        }
      }
    }
  }

  /** Separates the draws from the shuffles of a training run with the same seed. */
  private static final long STREAM = 0x696E697469616CL;
}

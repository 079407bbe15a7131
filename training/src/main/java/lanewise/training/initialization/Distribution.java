package lanewise.training.initialization;

import lanewise.tensor.RandomStream;

/** The shape of a distribution with mean 0 and a given standard deviation. */
public enum Distribution {
  /** The normal distribution. */
  NORMAL {
    @Override
    double draw(RandomStream random, double deviation) {
      return deviation * random.nextGaussian();
    }
  },
  /**
   * The normal distribution without its values beyond two standard deviations, stretched so that it
   * has the given standard deviation afterwards (as Keras and JAX scale it).
   */
  TRUNCATED_NORMAL {
    @Override
    double draw(RandomStream random, double deviation) {
      double z;
      do {
        z = random.nextGaussian();
      } while (Math.abs(z) > 2);
      return deviation / TruncatedNormal.DEVIATION_WITHIN_TWO * z;
    }
  },
  /** The uniform distribution in +-sqrt(3) standard deviations. */
  UNIFORM {
    @Override
    double draw(RandomStream random, double deviation) {
      return deviation * ROOT_3 * (2 * random.nextDouble() - 1);
    }
  };

  private static final double ROOT_3 = Math.sqrt(3);

  abstract double draw(RandomStream random, double deviation);
}

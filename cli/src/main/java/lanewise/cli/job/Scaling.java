package lanewise.cli.job;

import java.util.Locale;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.training.data.RowSource;
import lanewise.training.data.ScalerFit;

/** How numbers and pixels are scaled; what that takes is learnt from the training rows alone. */
public enum Scaling {
  /** What suits the data. */
  AUTO,
  /** Each feature to mean 0 and deviation 1. */
  STANDARD,
  /** All features by one mean and one deviation. */
  POOLED,
  /** Each feature from 0 to 1. */
  MIN_MAX,
  /** Each feature by its median and interquartile range. */
  ROBUST,
  /** Not at all. */
  NONE;

  /** This scaling, or the one that suits the data where it is {@link #AUTO}. */
  public Scaling or(Scaling suitable) {
    return this == AUTO ? suitable : this;
  }

  /** Learns the scaling from training rows. */
  public FeatureScaler learn(RowSource train) {
    return switch (this) {
      case AUTO, STANDARD -> ScalerFit.standard(train);
      case POOLED -> ScalerFit.pooled(train);
      case MIN_MAX -> ScalerFit.minMax(train);
      case ROBUST -> ScalerFit.robust(train);
      case NONE -> FeatureScaler.identity(train.format().features().size());
    };
  }

  /** The word for it in options and files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

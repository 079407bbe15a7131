package lanewise.training.data.table;

import java.util.function.Function;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.training.data.RowSource;
import lanewise.training.data.ScalerFit;

/**
 * How a {@link TableFit} learns what columns become. Immutable; the {@code with} calls return a
 * changed copy.
 *
 * @param scaling learns the scaling of each feature from the training rows, as {@link
 *     ScalerFit#robust} does
 * @param imputation what stands in for missing values
 * @param mostOneHot the most different texts of a column that become a feature each; the texts of a
 *     column with more become an index, for an embedding. 0 for none
 */
public record FitSettings(
    Function<RowSource, FeatureScaler> scaling, Imputation imputation, int mostOneHot) {
  /** The usual number of texts of a column that become a feature each. */
  public static final int MOST_ONE_HOT = 32;

  /**
   * Checks the parts.
   *
   * @throws IllegalArgumentException if the number of texts is negative
   */
  public FitSettings {
    if (mostOneHot < 0) {
      throw new IllegalArgumentException(
          "table: %s texts of a feature each; use at least 0".formatted(mostOneHot));
    }
  }

  /**
   * Returns the usual settings: numbers scaled to mean 0 and deviation 1, medians and the most
   * frequent values for missing ones with an indicator, and up to {@value #MOST_ONE_HOT} texts of a
   * feature each.
   *
   * @return the settings
   */
  public static FitSettings defaults() {
    return new FitSettings(
        ScalerFit::standard, Imputation.of(Imputation.Strategy.MEDIAN), MOST_ONE_HOT);
  }

  /**
   * Returns these settings with another scaling.
   *
   * @param learnt learns the scaling of each feature from the training rows
   * @return a changed copy
   */
  public FitSettings withScaling(Function<RowSource, FeatureScaler> learnt) {
    return new FitSettings(learnt, imputation, mostOneHot);
  }

  /**
   * Returns these settings with another treatment of missing values.
   *
   * @param other what stands in for them
   * @return a changed copy
   */
  public FitSettings withImputation(Imputation other) {
    return new FitSettings(scaling, other, mostOneHot);
  }

  /**
   * Returns these settings with another limit of texts of a feature each.
   *
   * @param texts the most different texts of a column that become a feature each, at least 0
   * @return a changed copy
   * @throws IllegalArgumentException if the number is negative
   */
  public FitSettings withMostOneHot(int texts) {
    return new FitSettings(scaling, imputation, texts);
  }
}

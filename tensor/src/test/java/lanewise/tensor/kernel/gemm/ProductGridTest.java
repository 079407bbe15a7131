package lanewise.tensor.kernel.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The grid of products with this JVM's tiles; with those of other machines: StandInTilesTest. */
class ProductGridTest {
  @ParameterizedTest
  @EnumSource
  void everyLeadingDimensionAndOffset(ProductGrid.Route route) {
    assertThat(ProductGrid.run(route)).isGreaterThanOrEqualTo(20);
  }
}

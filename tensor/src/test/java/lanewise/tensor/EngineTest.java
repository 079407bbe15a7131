package lanewise.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import lanewise.tensor.kernel.Simd;
import lanewise.tensor.kernel.families.Families;
import lanewise.tensor.kernel.families.Family;
import org.junit.jupiter.api.Test;

class EngineTest {
  @Test
  void namesWhatRunsAndWhy() {
    EngineDescription description = Engine.describe();
    assertThat(description.jdk()).startsWith(String.valueOf(Runtime.version().feature()));
    assertThat(description.processors()).isPositive();
    assertThat(description.maxHeapBytes()).isPositive();
    assertThat(description.vectorBits()).isEqualTo(Simd.BITS);
    assertThat(description.reason()).isNotBlank();
    assertThat(description.kernels()).hasSameSizeAs(Families.ALL);
    String text = description.toString();
    assertThat(text.lines()).hasSize(5 + Families.ALL.size());
    assertThat(text).contains("JDK ", "Vectors ", description.reason());
    for (Family<?> family : Families.ALL) {
      assertThat(text).contains("Kernel " + family.name(), family.active().name());
      assertThat(family.variants()).allSatisfy(each -> assertThat(each.reason()).isNotBlank());
      assertThat(text).contains(family.active().name() + ": " + family.active().reason());
    }
  }

  @Test
  void everyFamilyHasAVariantForEveryWidth() {
    for (Family<?> family : Families.ALL) {
      assertThat(family.variants())
          .as(family.name())
          .anyMatch(variant -> variant.bits() == 0)
          .anyMatch(variant -> variant.bits() == 128)
          .anyMatch(variant -> variant.bits() == 256)
          .anyMatch(variant -> variant.bits() == 512);
      assertThat(family.active().bits()).isEqualTo(Simd.BITS);
      assertThat(family.variants()).extracting("name").doesNotHaveDuplicates();
    }
  }
}

package lanewise.training.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
final class BundledDataTest {
  @Test
  void holdsTheDigits() {
    LabelledRows digits = Digits.load();
    assertThat(digits).hasToString("digits: 1797 rows, 64 features, 10 classes");
    assertThat(digits.classCounts())
        .containsExactly(178, 182, 177, 183, 181, 182, 181, 179, 174, 180);
    assertThat(digits.classNames())
        .containsExactly("0", "1", "2", "3", "4", "5", "6", "7", "8", "9");
    assertThat(digits.featureNames()).startsWith("p0_0", "p0_1").endsWith("p7_6", "p7_7");
    assertThat(digits.label(0)).isZero();
    assertThat(digits.features().get(0, 2)).isEqualTo(5);
    for (float pixel : digits.features().storage()) {
      assertThat(pixel).isBetween(0f, 16f).isEqualTo((float) Math.rint(pixel));
    }
  }

  @Test
  void holdsTheIrises() {
    LabelledRows iris = Iris.load();
    assertThat(iris).hasToString("iris: 150 rows, 4 features, 3 classes");
    assertThat(iris.classCounts()).containsExactly(50, 50, 50);
    assertThat(iris.classNames()).containsExactly("setosa", "versicolor", "virginica");
    assertThat(iris.features().get(149, 3)).isCloseTo(1.8f, within(Math.ulp(1.8f)));
    assertThat(iris.label(149)).isEqualTo(2);
  }

  @Test
  void givesEachCallerRowsOfItsOwn() {
    Digits.load().features().set(-1, 0, 0);
    assertThat(Digits.load().features().get(0, 0)).isZero();
  }

  @Test
  void saysWhereTheDataComesFrom() throws IOException {
    try (InputStream in = Digits.class.getResourceAsStream("ATTRIBUTION.txt")) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8))
          .contains("E. Alpaydin and C. Kaynak, 1998", "R. A. Fisher, 1936", "CC BY 4.0");
    }
  }

  @Test
  void namesAMissingResource() {
    assertThatThrownBy(() -> BundledData.lines("none.csv"))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining("the resource none.csv is missing from the library");
  }
}

package lanewise.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import lanewise.conventions.Repository;
import lanewise.layers.Layer;
import lanewise.tensor.Tensor;
import lanewise.training.Trainer;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shipped has the licence with it. */
class LicenceTest {
  @ParameterizedTest
  @ValueSource(classes = {Tensor.class, Layer.class, Trainer.class})
  void eachModuleHasTheLicence(Class<?> type) throws IOException {
    URL home = type.getProtectionDomain().getCodeSource().getLocation();
    String place = home.getPath().endsWith(".jar") ? "jar:" + home + "!/" : home.toString();
    try (InputStream in = URI.create(place + "META-INF/LICENSE").toURL().openStream()) {
      String licence = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      assertThat(licence).isEqualTo(Repository.text(Repository.ROOT.resolve("LICENSE")));
    }
  }
}

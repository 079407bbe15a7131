package lanewise.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import lanewise.conventions.Repository;
import lanewise.layers.Layer;
import lanewise.tensor.Tensor;
import lanewise.training.Trainer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shipped has the licence with it, and is small. */
class ArtifactsTest {
  /** What a service needs, both jars together. */
  private static final long MOST_BYTES = 1_000_000;

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

  @Test
  void theJarsOfAServiceAreTogetherBelowAMegabyte() throws IOException, URISyntaxException {
    long tensor = packedBytes(Tensor.class);
    long layers = packedBytes(Layer.class);
    assertThat(tensor).isGreaterThan(100_000);
    assertThat(layers).isGreaterThan(100_000);
    assertThat(tensor + layers)
        .as("bytes of lanewise-tensor (%s) and lanewise-layers (%s)", tensor, layers)
        .isLessThan(MOST_BYTES);
  }

  /** Of the jar; before there is one, of a jar with the same files. */
  private static long packedBytes(Class<?> type) throws IOException, URISyntaxException {
    Path home = Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    if (Files.isRegularFile(home)) {
      return Files.size(home);
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(home)) {
      files = all.filter(Files::isRegularFile).toList();
    }
    ByteArrayOutputStream jar = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(jar)) {
      for (Path file : files) {
        zip.putNextEntry(new ZipEntry(home.relativize(file).toString()));
        Files.copy(file, zip);
      }
    }
    return jar.size();
  }
}

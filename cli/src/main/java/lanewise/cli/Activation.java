package lanewise.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import lanewise.layers.Layer;
import lanewise.layers.Relu;
import lanewise.training.Initializer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * What {@code --activation} offers: the layer between two dense ones, and the start that suits it.
 */
enum Activation {
  RELU(Initializer.HE_NORMAL) {
    @Override
    Layer newLayer() {
      return Relu.of();
    }
  };

  private final Initializer initializer;

  Activation(Initializer initializer) {
    this.initializer = initializer;
  }

  /** A new layer. */
  abstract Layer newLayer();

  /** How to draw the weights of a network with this activation. */
  Initializer initializer() {
    return initializer;
  }

  /** The word on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads the word. */
  static final class Converter implements ITypeConverter<Activation> {
    @Override
    public Activation convert(String word) {
      List<Activation> all = Arrays.asList(values());
      return all.stream()
          .filter(each -> each.toString().equalsIgnoreCase(word))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException("\"" + word + "\" is not an activation; use " + all));
    }
  }
}

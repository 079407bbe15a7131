package lanewise.cli.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Locale;
import lanewise.layers.Layer;
import lanewise.layers.activation.Elu;
import lanewise.layers.activation.Gelu;
import lanewise.layers.activation.LeakyRelu;
import lanewise.layers.activation.Relu;
import lanewise.layers.activation.Sigmoid;
import lanewise.layers.activation.Silu;
import lanewise.layers.activation.Tanh;
import lanewise.training.initialization.Initializer;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/**
 * The choices of {@code --activation}: each is a layer that goes between two dense layers, with the
 * initializer that suits it.
 */
enum HiddenActivation {
  RELU(Initializer.HE_NORMAL) {
    @Override
    Layer newLayer() {
      return Relu.of();
    }
  },
  LEAKY_RELU(Initializer.HE_NORMAL) {
    @Override
    Layer newLayer() {
      return LeakyRelu.of();
    }
  },
  ELU(Initializer.HE_NORMAL) {
    @Override
    Layer newLayer() {
      return Elu.of();
    }
  },
  GELU(Initializer.HE_NORMAL) {
    @Override
    Layer newLayer() {
      return Gelu.of();
    }
  },
  SILU(Initializer.HE_NORMAL) {
    @Override
    Layer newLayer() {
      return Silu.of();
    }
  },
  TANH(Initializer.GLOROT_NORMAL) {
    @Override
    Layer newLayer() {
      return Tanh.of();
    }
  },
  SIGMOID(Initializer.GLOROT_NORMAL) {
    @Override
    Layer newLayer() {
      return Sigmoid.of();
    }
  };

  private final Initializer initializer;

  HiddenActivation(Initializer initializer) {
    this.initializer = initializer;
  }

  /** A new layer. */
  abstract Layer newLayer();

  /** Draws the weights of a network with this activation. */
  Initializer initializer() {
    return initializer;
  }

  /** The word on the command line. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The words for the help text. */
  static final class Words extends ArrayList<String> {
    Words() {
      super(Arrays.stream(values()).map(HiddenActivation::toString).toList());
    }
  }

  /** Reads the word. */
  static final class Converter implements ITypeConverter<HiddenActivation> {
    @Override
    public HiddenActivation convert(String word) {
      return Arrays.stream(values())
          .filter(each -> each.toString().equalsIgnoreCase(word))
          .findFirst()
          .orElseThrow(() -> new TypeConversionException("use " + String.join(", ", new Words())));
    }
  }
}

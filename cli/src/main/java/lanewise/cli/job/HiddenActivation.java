package lanewise.cli.job;

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

/**
 * The activations of a network of dense layers: each is a layer that goes between two of them, with
 * the initializer that suits it.
 */
public enum HiddenActivation {
  RELU {
    @Override
    public Layer newLayer() {
      return Relu.of();
    }
  },
  LEAKY_RELU {
    @Override
    public Layer newLayer() {
      return LeakyRelu.of();
    }
  },
  ELU {
    @Override
    public Layer newLayer() {
      return Elu.of();
    }
  },
  GELU {
    @Override
    public Layer newLayer() {
      return Gelu.of();
    }
  },
  SILU {
    @Override
    public Layer newLayer() {
      return Silu.of();
    }
  },
  TANH {
    @Override
    public Layer newLayer() {
      return Tanh.of();
    }
  },
  SIGMOID {
    @Override
    public Layer newLayer() {
      return Sigmoid.of();
    }
  };

  /** A new layer. */
  public abstract Layer newLayer();

  /** Draws the weights of a network with this activation. */
  public Initializer initializer() {
    return this == TANH || this == SIGMOID ? Initializer.glorotNormal() : Initializer.heNormal();
  }

  /** The word for this activation. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}

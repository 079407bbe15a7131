package lanewise.layers.internal;

import java.util.List;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;

/** The checks of layers on the shapes of their inputs. */
public final class InputShapes {
  private InputShapes() {}

  /** Returns the shape of the only input. */
  public static Shape only(String kind, List<Shape> inputs) {
    if (inputs.size() != 1) {
      throw new ShapeException(kind + ": takes one input, not " + inputs.size() + ": " + inputs);
    }
    return inputs.getFirst();
  }

  /** Refuses fewer than two inputs. */
  public static void requireSeveral(String kind, List<Shape> inputs) {
    if (inputs.size() < 2) {
      throw new ShapeException(kind + ": takes two inputs or more, not " + inputs);
    }
  }

  /** Returns the common shape of two or more inputs. */
  public static Shape alike(String kind, List<Shape> inputs) {
    requireSeveral(kind, inputs);
    Shape first = inputs.getFirst();
    for (Shape other : inputs) {
      if (!other.equals(first)) {
        throw new ShapeException(kind + ": inputs " + first + " and " + other + " differ");
      }
    }
    return first;
  }
}

package lanewise.layers;

import java.util.Arrays;
import lanewise.tensor.Shape;

/** One layer as a model, with an input {@code x0}, {@code x1}, … for each of its inputs. */
public final class SingleLayer {
  private final Pass pass;
  private final int rows;
  private final int inputs;

  private SingleLayer(Pass pass, int rows, int inputs) {
    this.pass = pass;
    this.rows = rows;
    this.inputs = inputs;
  }

  public static Model model(Layer layer, Shape... examples) {
    Graph graph = new Graph();
    String[] names = new String[examples.length];
    for (int i = 0; i < names.length; i++) {
      names[i] = graph.input("x" + i, examples[i]);
    }
    return graph.build(graph.add(layer, names));
  }

  public static SingleLayer training(Layer layer, int rows, Shape... examples) {
    return of(PassOptions.training(rows), layer, examples);
  }

  public static SingleLayer inference(Layer layer, int rows, Shape... examples) {
    return of(PassOptions.inference(rows), layer, examples);
  }

  public static SingleLayer of(PassOptions options, Layer layer, Shape... examples) {
    Pass pass = model(layer, examples).pass(options.withInputGradients());
    return new SingleLayer(pass, options.maxRows(), examples.length);
  }

  /** The output for a full batch. */
  public float[] forward(float[]... inputsOfLayer) {
    for (int i = 0; i < inputs; i++) {
      float[] x = inputsOfLayer[i];
      if (x.length != pass.input(i).length) {
        throw new IllegalArgumentException("input " + i + " has " + x.length + " values");
      }
      System.arraycopy(x, 0, pass.input(i), 0, x.length);
    }
    pass.forward(rows);
    return pass.output().clone();
  }

  public void backward(float... gradY) {
    System.arraycopy(gradY, 0, pass.gradOutput(), 0, gradY.length);
    pass.backward();
  }

  public float[] gradInput(int index) {
    return pass.gradInput(index).clone();
  }

  /** The gradient of a parameter by the name that its layer gives it. */
  public float[] gradient(String parameter) {
    return pass.gradients().entrySet().stream()
        .filter(entry -> entry.getKey().endsWith("." + parameter))
        .map(entry -> entry.getValue().clone())
        .findFirst()
        .orElseThrow();
  }

  public static float[] filled(int count, float value) {
    float[] values = new float[count];
    Arrays.fill(values, value);
    return values;
  }
}

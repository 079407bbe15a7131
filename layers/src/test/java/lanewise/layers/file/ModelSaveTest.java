package lanewise.layers.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import lanewise.layers.Graph;
import lanewise.layers.Layer;
import lanewise.layers.LayerContractTest;
import lanewise.layers.LayerPass;
import lanewise.layers.Model;
import lanewise.layers.Networks;
import lanewise.layers.Parameter;
import lanewise.layers.Pass;
import lanewise.layers.PassOptions;
import lanewise.layers.ReferencePass;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Tanh;
import lanewise.layers.format.FormatException;
import lanewise.layers.format.JsonObject;
import lanewise.layers.inspect.Summary;
import lanewise.layers.linear.Dense;
import lanewise.layers.linear.Embedding;
import lanewise.layers.merge.Concat;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.shape.Flatten;
import lanewise.tensor.Shape;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models of any structure through a file. */
@Tag("once")
final class ModelSaveTest {
  private static final int ROWS = 5;

  @TempDir private Path folder;

  private Path file() {
    return folder.resolve("model.safetensors");
  }

  private Model saveAndLoad(Model model) throws IOException {
    SavedModel.of(model).save(file());
    return SavedModel.load(file()).model();
  }

  /** Each layer of the contract, with inputs and an output of its own. */
  private static Model everyLayer(List<LayerContractTest.Row> rows) {
    Graph graph = new Graph();
    List<String> outputs = new ArrayList<>();
    for (int r = 0; r < rows.size(); r++) {
      List<String> inputs = new ArrayList<>();
      for (Shape example : rows.get(r).examples()) {
        inputs.add(graph.input("x" + r + "." + inputs.size(), example));
      }
      outputs.add(graph.add(rows.get(r).layer(), inputs.toArray(String[]::new)));
    }
    return graph.build(outputs.toArray(String[]::new));
  }

  private static List<float[]> results(
      Model model, List<LayerContractTest.Row> rows, PassOptions options) {
    Pass pass = model.pass(options);
    int input = 0;
    for (LayerContractTest.Row row : rows) {
      for (float[] x : row.inputs(69, ROWS)) {
        System.arraycopy(x, 0, pass.input(input++), 0, x.length);
      }
    }
    pass.forward(ROWS);
    List<float[]> results = new ArrayList<>();
    for (int output = 0; output < model.outputShapes().size(); output++) {
      results.add(pass.output(output).clone());
      if (options.gradients()) {
        float[] gradY = pass.gradOutput(output);
        System.arraycopy(Networks.gaussians(output, gradY.length), 0, gradY, 0, gradY.length);
      }
    }
    if (options.gradients()) {
      pass.backward();
      pass.gradients().values().forEach(gradient -> results.add(gradient.clone()));
    }
    return results;
  }

  @Test
  void everyLayerComesBackFromAGraphWithManyInputsAndOutputs() throws IOException {
    List<LayerContractTest.Row> rows = LayerContractTest.layers().toList();
    Model model = everyLayer(rows);
    results(model, rows, PassOptions.training(ROWS)); // moves the running statistics
    Model again = saveAndLoad(model);
    assertThat(again.inputShapes()).containsExactlyEntriesOf(model.inputShapes());
    assertThat(again.outputShapes()).containsExactlyEntriesOf(model.outputShapes());
    assertThat(again.layers().values().stream().map(Layer::config).toList())
        .isEqualTo(model.layers().values().stream().map(Layer::config).toList());
    assertThat(Summary.of(again)).isEqualTo(Summary.of(model));
    for (PassOptions options : List.of(PassOptions.inference(ROWS), PassOptions.training(ROWS))) {
      List<float[]> expected = results(model, rows, options);
      List<float[]> actual = results(again, rows, options);
      assertThat(actual).hasSameSizeAs(expected);
      for (int i = 0; i < actual.size(); i++) {
        assertThat(actual.get(i)).as("result %s", i).containsExactly(expected.get(i));
      }
    }
    Path second = folder.resolve("second.safetensors");
    SavedModel.of(again).save(second);
    SavedModel.of(model).save(file());
    assertThat(second).hasSameBinaryContentAs(file());
    try (var files = Files.list(folder)) {
      assertThat(files).as("no temporary file is left").hasSize(2);
    }
  }

  @Test
  void aRegressionOfWordsAndNumbersComesBack() throws IOException {
    Graph graph = new Graph();
    String word = graph.input("word", Shape.of(1));
    String numbers = graph.input("numbers", Shape.of(3));
    String vector = graph.add(Flatten.of(), graph.add(Embedding.of(6, 2), word));
    String hidden = graph.add(Tanh.of(), graph.add(Dense.of(5, 4), join(graph, vector, numbers)));
    String price = graph.addNamed("price", Dense.of(4, 1), hidden);
    Model model = graph.build(price, vector);
    long seed = 20;
    for (Parameter parameter : model.parameters().values()) {
      Networks.set(parameter, Networks.gaussians(seed++, parameter.value().size()));
    }
    Model again = saveAndLoad(model);
    assertThat(again.inputShapes().keySet()).containsExactly("word", "numbers");
    assertThat(again.outputShapes().keySet()).containsExactly("price", vector);
    assertThat(answers(again)).containsExactly(answers(model));
  }

  private static String join(Graph graph, String... sources) {
    return graph.add(Concat.of(), sources);
  }

  private static float[] answers(Model model) {
    Pass pass = model.pass(PassOptions.inference(2));
    pass.input(0)[0] = 4;
    pass.input(0)[1] = 1;
    System.arraycopy(Networks.gaussians(3, 6), 0, pass.input(1), 0, 6);
    pass.forward(2);
    return pass.output();
  }

  @Test
  void whatIsFrozenIsNotSaved() throws IOException {
    Model model = Networks.mlp(1, 3, 4, 2).withFrozen(name -> name.startsWith("dense-1."));
    Model again = saveAndLoad(model);
    assertThat(again.trainedParameters().keySet())
        .containsExactlyElementsOf(model.parameters().keySet());
  }

  @Test
  void theModelOfAClassifierIsReadAlone() throws IOException {
    Classifier classifier = Networks.classifier(5, 4, 6, 3);
    classifier.save(file());
    Model model = SavedModel.load(file()).model();
    Path plain = folder.resolve("plain.safetensors");
    SavedModel.of(model).save(plain);
    Path expected = folder.resolve("expected.safetensors");
    SavedModel.of(classifier.model()).save(expected);
    assertThat(plain).hasSameBinaryContentAs(expected);
  }

  /** A layer of one's own that adds up the values of an example. */
  private static final class Total implements Layer {
    @Override
    public String kind() {
      return "total";
    }

    @Override
    public Shape outputShape(List<Shape> inputs) {
      return Shape.of(1);
    }

    @Override
    public JsonObject config() {
      return JsonObject.builder().build();
    }

    @Override
    public void forward(LayerPass pass) {
      int size = pass.inputShape(0).size();
      for (int r = 0; r < pass.rows(); r++) {
        pass.output()[r] = 0;
        for (int i = r * size; i < (r + 1) * size; i++) {
          pass.output()[r] += pass.input(0)[i];
        }
      }
    }

    @Override
    public void backward(LayerPass pass) {
      throw new UnsupportedOperationException("only for inference");
    }

    @Override
    public void reference(ReferencePass pass) {
      throw new UnsupportedOperationException("only for inference");
    }
  }

  @Test
  void layersOfYourOwnComeBackWhereTheirKindIsKnown() throws IOException {
    SavedModel.of(Sequential.of(3, new Total())).save(file());
    assertThatThrownBy(() -> SavedModel.load(file()))
        .isExactlyInstanceOf(FormatException.class)
        .hasMessageContaining("layer kind \"total\" is not known");
    Model model =
        SavedModel.load(file(), LayerKinds.standard().with("total", config -> new Total())).model();
    Pass pass = model.pass(PassOptions.inference(1));
    System.arraycopy(new float[] {1, 2, 4}, 0, pass.input(), 0, 3);
    pass.forward(1);
    assertThat(pass.output()).containsExactly(7);
  }

  @Test
  void aMissingFileIsNotADamagedOne() {
    assertThatThrownBy(() -> SavedModel.load(file()))
        .isExactlyInstanceOf(IOException.class)
        .hasMessageContaining(file().toString());
  }
}

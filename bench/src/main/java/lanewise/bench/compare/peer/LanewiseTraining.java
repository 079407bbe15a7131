package lanewise.bench.compare.peer;

import lanewise.bench.compare.Call;
import lanewise.bench.compare.NetworkModel;
import lanewise.bench.compare.Training;
import lanewise.layers.Model;
import lanewise.layers.Pass;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.loss.Targets;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.tensor.Workers;
import lanewise.tensor.ops.AxisFunction;
import lanewise.training.optimizer.Adam;
import lanewise.training.optimizer.Sgd;
import lanewise.training.optimizer.WeightUpdates;

/**
 * Steps of ours, as a training loop of one's own takes them. Apart from {@link LanewisePeer}, which
 * also runs where only the jars for predictions are.
 */
final class LanewiseTraining {
  private LanewiseTraining() {}

  static Call open(Training t, Workers workers) {
    Model model = NetworkModel.logits(t.network());
    Pass pass = model.trainingPass(Training.BATCH, workers);
    WeightUpdates updates =
        WeightUpdates.of(
            t.rule() == Training.Rule.ADAM
                ? Adam.of(Training.ADAM_RATE)
                : new Sgd(Training.SGD_RATE, Training.MOMENTUM),
            model);
    SoftmaxCrossEntropy loss = SoftmaxCrossEntropy.of();
    int[] labels = new int[Training.BATCH];
    Targets targets = Targets.ofClasses(labels);
    return Call.of(
        step -> {
          t.batch(step, pass.input(), labels);
          pass.forward(Training.BATCH);
          loss.evaluate(Training.BATCH, t.classes(), pass.output(), targets, pass.gradOutput());
          pass.backward();
          updates.step(pass);
        },
        () -> probabilities(model, t, workers));
  }

  private static float[] probabilities(Model model, Training t, Workers workers) {
    Pass pass = model.inferencePass(t.testCount(), workers);
    float[] rows = t.testRows();
    System.arraycopy(rows, 0, pass.input(), 0, rows.length);
    pass.forward(t.testCount());
    Shape shape = Shape.of(t.testCount(), t.classes());
    return AxisFunction.SOFTMAX.of(Tensor.wrap(pass.output(), shape), 1).toArray();
  }
}

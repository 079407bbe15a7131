package lanewise.cli.train;

import java.util.ArrayList;
import java.util.List;
import lanewise.cli.job.Job;
import lanewise.cli.job.NetworkSettings;
import lanewise.cli.session.InputException;
import lanewise.layers.Layer;
import lanewise.layers.Model;
import lanewise.layers.Sequential;
import lanewise.layers.linear.Dense;
import lanewise.tensor.Shape;

/** Builds the model of a job. */
final class Network {
  private Network() {}

  /**
   * Builds the model with its first weights.
   *
   * @throws InputException if the network would be too large
   */
  static Model build(Job job, TrainingData data) {
    Model model = define(job.model(), data.train().featureCount(), data.train().classCount());
    job.model().activation().initializer().initialize(model, job.seed());
    return model;
  }

  private static Model define(NetworkSettings settings, int features, int outputs) {
    List<Layer> layers = new ArrayList<>();
    int width = features;
    try {
      for (int size : settings.hidden().sizes()) {
        layers.add(Dense.of(width, size));
        layers.add(settings.activation().newLayer());
        width = size;
      }
      layers.add(Dense.of(width, outputs));
      return Sequential.of(Shape.of(features), layers);
    } catch (IllegalArgumentException tooLarge) {
      throw new InputException(
          "--hidden " + settings.hidden() + ": " + tooLarge.getMessage(), tooLarge);
    }
  }
}

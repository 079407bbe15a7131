package lanewise.cli.train;

import java.io.IOException;
import lanewise.cli.data.DataSource;
import lanewise.cli.job.DataSettings;
import lanewise.cli.job.Job;
import lanewise.cli.session.InputException;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.split.Split;

/**
 * The rows of a job: read, divided, and with the scaling that is learnt from the training rows.
 *
 * @param source where the rows come from
 * @param split the parts, unscaled
 * @param scaler the scaling, which knows only the training rows
 */
record TrainingData(DataSource source, Split split, FeatureScaler scaler) {
  /**
   * Reads the rows.
   *
   * @throws InputException if the data does not allow the job
   * @throws IOException if the data cannot be read
   */
  static TrainingData read(Job job) throws IOException {
    DataSettings settings = job.data();
    DataSource source = DataSource.of(settings.source(), settings.label());
    Split split =
        source.split(new DataSource.Parts(settings.validation(), settings.test()), job.seed());
    return new TrainingData(source, split, source.fitScaler(split.train()));
  }

  /** The name of the data in messages and of the model file. */
  String name() {
    return source.name();
  }

  LabelledRows train() {
    return split.train();
  }

  LabelledRows validation() {
    return split.validation();
  }

  LabelledRows test() {
    return split.test();
  }
}

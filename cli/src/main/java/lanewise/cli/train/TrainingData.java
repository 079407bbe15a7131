package lanewise.cli.train;

import java.io.IOException;
import lanewise.cli.data.DataSource;
import lanewise.cli.data.PreparedData;
import lanewise.cli.job.Job;
import lanewise.cli.session.InputException;

/**
 * The rows of a job.
 *
 * @param source where the rows come from
 * @param prepared the rows, divided and ready for the model
 */
record TrainingData(DataSource source, PreparedData prepared) {
  /**
   * Reads the rows.
   *
   * @throws InputException if the data does not allow the job
   * @throws IOException if the data cannot be read
   */
  static TrainingData read(Job job) throws IOException {
    DataSource source = DataSource.of(job.data());
    return new TrainingData(source, source.prepare(job.seed(), job.output()));
  }

  /** The name of the data in messages and of the model file. */
  String name() {
    return source.name();
  }
}

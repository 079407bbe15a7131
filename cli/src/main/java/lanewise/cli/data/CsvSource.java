package lanewise.cli.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import lanewise.cli.job.DataSettings;
import lanewise.cli.session.Session;
import lanewise.layers.predictor.Predictor;
import lanewise.training.data.RowReader;

/**
 * A CSV file, or a folder of CSV files.
 *
 * @param path the file or the folder, or {@code -} for standard input
 * @param files the files, which have the same columns
 * @param settings the purposes of the columns, and how they are read and divided
 */
record CsvSource(Path path, CsvFiles files, DataSettings settings) implements DataSource {
  @Override
  public String name() {
    return Files.isDirectory(path)
        ? String.valueOf(path.toAbsolutePath().normalize().getFileName())
        : new CsvInput(path).name();
  }

  @Override
  public List<String> labels() {
    return settings.label() == null ? List.of() : settings.label();
  }

  @Override
  public PreparedData prepare(long seed, Path scratch) throws IOException {
    return TableSource.prepare(files, name(), settings, seed, scratch);
  }

  @Override
  public RowReader toEvaluate(Predictor model, Session session, SkippedRows skipped)
      throws IOException {
    return CsvEvaluation.of(files, settings, model, session, skipped);
  }
}

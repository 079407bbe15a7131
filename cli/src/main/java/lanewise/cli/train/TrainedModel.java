package lanewise.cli.train;

import java.util.SequencedMap;
import lanewise.cli.data.PreparedData;
import lanewise.cli.data.Provenance;
import lanewise.cli.job.Job;
import lanewise.cli.job.OptimizerSettings;
import lanewise.cli.output.JsonLine;
import lanewise.cli.output.StopWords;
import lanewise.cli.session.Version;
import lanewise.layers.Model;
import lanewise.layers.file.SavedModel;
import lanewise.layers.predictor.Predictor;
import lanewise.tensor.Workers;
import lanewise.training.EpochReport;
import lanewise.training.Evaluation;
import lanewise.training.TrainingResult;
import lanewise.training.metric.MetricValue;
import lanewise.training.optimizer.Sgd;
import org.jspecify.annotations.Nullable;

/**
 * What is saved of a training: the model with its transform, its task and the facts about its
 * training.
 *
 * @param job what was trained
 * @param data the rows
 * @param model the model, which training changes
 */
record TrainedModel(Job job, TrainingData data, Model model) {
  /** The model of an epoch that is the best so far, while training goes on. */
  Predictor afterEpoch(EpochReport report) {
    SequencedMap<String, String> facts = facts();
    facts.put("epochs", String.valueOf(report.epoch()));
    facts.put("bestEpoch", String.valueOf(report.epoch()));
    return predictor(facts, report.validation());
  }

  /** The model that training leaves. */
  Predictor atTheEnd(TrainingResult result, @Nullable TestFigures test) {
    SequencedMap<String, String> facts = facts();
    facts.put("epochs", String.valueOf(result.epochs()));
    facts.put("bestEpoch", String.valueOf(result.bestEpoch()));
    facts.put("stoppedBy", StopWords.word(result.stoppedBy()));
    if (test != null) {
      test.values().forEach((name, value) -> facts.put(name, String.valueOf(value)));
    }
    return predictor(facts, result.validation());
  }

  /** The figures on the rows that took no part in training. */
  TestFigures test(Workers workers) {
    return TestFigures.of(model, job, data.prepared(), workers);
  }

  private SequencedMap<String, String> facts() {
    PreparedData rows = data.prepared();
    int trainRows = rows.train().rows();
    SequencedMap<String, String> facts = Provenance.of(data.source());
    facts.put("trainRows", String.valueOf(trainRows));
    facts.put("validationRows", String.valueOf(rows.validation().rows()));
    facts.put("testRows", String.valueOf(rows.test().rows()));
    facts.put("seed", String.valueOf(job.seed()));
    facts.put("batch", String.valueOf(job.training().batchFor(trainRows)));
    facts.putAll(Training.lossFacts(job, rows));
    facts.put("optimizer", OptimizerSettings.word(job.optimizer()));
    facts.put("learningRate", String.valueOf(job.optimizer().learningRate()));
    if (job.optimizer() instanceof Sgd sgd) {
      facts.put("momentum", String.valueOf(sgd.momentum()));
    }
    return facts;
  }

  private Predictor predictor(SequencedMap<String, String> facts, Evaluation validation) {
    for (MetricValue metric : validation.metrics()) {
      facts.put(validationKey(metric.name()), String.valueOf(metric.value()));
    }
    facts.put("lanewise", Version.text());
    return Predictor.of(
        SavedModel.of(model, data.prepared().transform(), data.prepared().task(), facts));
  }

  /** The name of a metric's fact: {@code validationBalancedAccuracy}. */
  static String validationKey(String metric) {
    return JsonLine.metricKey("validation", metric);
  }
}

package lanewise.cli.train;

import java.util.SequencedMap;
import lanewise.cli.data.Provenance;
import lanewise.cli.job.Job;
import lanewise.cli.session.Version;
import lanewise.layers.Model;
import lanewise.layers.predictor.Classifier;
import lanewise.tensor.Workers;
import lanewise.training.ClassificationReport;
import lanewise.training.EpochReport;
import lanewise.training.Evaluation;
import lanewise.training.TrainingResult;
import org.jspecify.annotations.Nullable;

/**
 * What is saved of a training: the model with its scaler, its labels and the facts about its
 * training.
 *
 * @param job what was trained
 * @param data the rows
 * @param model the model, which training changes
 */
record TrainedModel(Job job, TrainingData data, Model model) {
  /** The model of an epoch that is the best so far, while training goes on. */
  Classifier afterEpoch(EpochReport report) {
    SequencedMap<String, String> facts = facts();
    facts.put("epochs", String.valueOf(report.epoch()));
    facts.put("bestEpoch", String.valueOf(report.epoch()));
    return classifier(facts, report.validation());
  }

  /** The model that training leaves. */
  Classifier atTheEnd(TrainingResult result, @Nullable ClassificationReport test) {
    SequencedMap<String, String> facts = facts();
    facts.put("epochs", String.valueOf(result.epochs()));
    facts.put("bestEpoch", String.valueOf(result.bestEpoch()));
    facts.put("stoppedBy", TrainReport.word(result.stoppedBy()));
    if (test != null) {
      facts.put("testAccuracy", String.valueOf(test.accuracy()));
    }
    return classifier(facts, result.validation());
  }

  /** The figures on the rows that took no part in training. */
  ClassificationReport test(Workers workers) {
    return ClassificationReport.of(model, data.scaler(), data.test(), workers);
  }

  private SequencedMap<String, String> facts() {
    int trainRows = data.train().rows();
    SequencedMap<String, String> facts = Provenance.of(data.source(), data.train().featureNames());
    facts.put("trainRows", String.valueOf(trainRows));
    facts.put("validationRows", String.valueOf(data.validation().rows()));
    facts.put("testRows", String.valueOf(data.test().rows()));
    facts.put("seed", String.valueOf(job.seed()));
    facts.put("batch", String.valueOf(job.training().batchFor(trainRows)));
    facts.put("learningRate", String.valueOf(job.optimizer().learningRate()));
    facts.put("momentum", String.valueOf(job.optimizer().momentum()));
    return facts;
  }

  private Classifier classifier(SequencedMap<String, String> facts, Evaluation validation) {
    facts.put("validationAccuracy", String.valueOf(validation.value("accuracy")));
    facts.put("lanewise", Version.text());
    return Classifier.of(model, data.scaler(), data.train().classNames(), facts);
  }
}

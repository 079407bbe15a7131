package lanewise.cli.train;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import lanewise.cli.data.PreparedData;
import lanewise.cli.job.Job;
import lanewise.cli.output.FoldedText;
import lanewise.cli.output.Phrases;
import lanewise.cli.session.InputException;
import lanewise.layers.Model;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.training.PermutationImportance.Column;
import lanewise.training.Trainer;
import lanewise.training.preflight.Preflight;
import lanewise.training.preflight.PreflightFinding;
import lanewise.training.preflight.PreflightFinding.Level;
import lanewise.training.preflight.Subject;

/** Looks at a training before it begins, and says what was found. */
final class PreflightReport {
  private PreflightReport() {}

  /**
   * Runs the checks and prints a sentence for each. Notes let the training go on.
   *
   * @param columns the length of a line
   * @throws InputException if there is a fault, so that nobody trains in vain
   */
  static void print(
      PrintStream people, int columns, Job job, PreparedData data, Model model, Trainer trainer) {
    people.println("Before training:");
    people.flush();
    List<PreflightFinding> findings = Preflight.run(subject(job, data, model, trainer));
    for (PreflightFinding finding : findings) {
      String line = "  " + mark(finding.level()) + "  " + finding.sentence();
      FoldedText.lines(line, columns).forEach(people::println);
    }
    people.println();
    people.flush();
    long faults = findings.stream().filter(each -> each.level() == Level.FAULT).count();
    if (faults > 0) {
      throw new InputException(
          "--preflight found %s, see above; nothing was trained"
              .formatted(Phrases.count(faults, "fault")));
    }
  }

  private static Subject subject(Job job, PreparedData data, Model model, Trainer trainer) {
    if (data.transform() instanceof ColumnTransformer table) {
      List<Column> columns = new ArrayList<>();
      for (int c = 0; c < table.inputSize(); c++) {
        int first = table.start(c);
        columns.add(new Column(table.columns().get(c).name(), first, table.start(c + 1) - first));
      }
      return new Subject(
          model, trainer.loss(), data.train(), table.featureNames(), columns, job.seed());
    }
    return new Subject(model, trainer.loss(), data.train(), data.featureNames(), job.seed());
  }

  private static String mark(Level level) {
    return switch (level) {
      case GOOD -> "ok   ";
      case NOTE -> "note ";
      case FAULT -> "FAULT";
    };
  }
}

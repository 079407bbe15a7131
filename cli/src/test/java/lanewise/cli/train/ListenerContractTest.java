package lanewise.cli.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import lanewise.cli.output.EpochLines;
import lanewise.cli.output.ProgressLine;
import lanewise.cli.report.RunFolder;
import lanewise.cli.report.RunRecorder;
import lanewise.layers.Model;
import lanewise.layers.Parameter;
import lanewise.layers.Sequential;
import lanewise.layers.activation.Relu;
import lanewise.layers.format.JsonObject;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.predictor.Classifier;
import lanewise.layers.predictor.Predictor;
import lanewise.layers.preprocessing.FeatureScaler;
import lanewise.training.EarlyStopping;
import lanewise.training.EpochReport;
import lanewise.training.Trainer;
import lanewise.training.TrainingConfig;
import lanewise.training.TrainingListener;
import lanewise.training.TrainingRun;
import lanewise.training.TrainingState;
import lanewise.training.TrainingStep;
import lanewise.training.data.Iris;
import lanewise.training.data.LabelledRows;
import lanewise.training.initialization.Initializer;
import lanewise.training.optimizer.Sgd;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the listeners of the command promise, as {@link TrainingListener} says. */
@Tag("once")
final class ListenerContractTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int EPOCHS = 4;
  private static final LabelledRows ROWS = Iris.load();

  @TempDir private Path folder;

  /** A listener with what it holds. */
  record Opened(TrainingListener listener, Closeable file) implements Closeable {
    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  /** The listeners; a new one is a row. */
  enum Row {
    RUN_RECORDER {
      @Override
      Opened open(Path folder, Model model, TrainingRun resumed) throws IOException {
        RunRecorder recorder = recorder(folder, model);
        recorder.resume(resumed.epochs(), resumed.steps());
        return new Opened(recorder, recorder::close);
      }

      @Override
      Opened begin(Path folder, Model model) {
        RunRecorder recorder = recorder(folder, model);
        return new Opened(recorder, recorder::close);
      }

      private RunRecorder recorder(Path folder, Model model) {
        return RunRecorder.of(
            new RunFolder(folder.resolve("run")),
            model,
            JsonObject.builder().put("network", "4-3").build(),
            "seed: 5\n",
            new RunRecorder.Audience(advice -> {}, line -> {}, null));
      }

      @Override
      List<String> left(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("run/metrics.jsonl")).stream()
            .map(line -> line.replaceAll(",\"seconds\":.*", ""))
            .toList();
      }
    },
    BEST_MODEL {
      @Override
      Opened begin(Path folder, Model model) {
        return new Opened(bestModel(folder, model), () -> {});
      }

      @Override
      Opened open(Path folder, Model model, TrainingRun resumed) {
        BestModel best = bestModel(folder, model);
        best.resumed(resumed.bestEpoch());
        return new Opened(best, () -> {});
      }

      private BestModel bestModel(Path folder, Model model) {
        return new BestModel(
            folder.resolve("m.safetensors"),
            report ->
                Classifier.of(
                    model,
                    FeatureScaler.identity(4),
                    ROWS.classNames(),
                    Map.of("epoch", String.valueOf(report.epoch()))));
      }

      @Override
      List<String> left(Path folder) throws IOException {
        Predictor saved = Predictor.load(folder.resolve("m.safetensors"));
        return List.of(saved.weightsSha256(), saved.provenance().toString());
      }
    },
    PROGRESS_LINE {
      @Override
      Opened begin(Path folder, Model model) {
        ProgressLine line = new ProgressLine(nowhere(), EPOCHS, ROWS.rows(), 80, () -> 0);
        return new Opened(line, line::close);
      }
    },
    EPOCH_LINES {
      @Override
      Opened begin(Path folder, Model model) {
        EpochLines lines = new EpochLines(nowhere(), EPOCHS);
        return new Opened(lines, lines::close);
      }
    };

    abstract Opened begin(Path folder, Model model) throws IOException;

    Opened open(Path folder, Model model, TrainingRun resumed) throws IOException {
      return begin(folder, model);
    }

    /** What it has left, without figures of time. */
    List<String> left(Path folder) throws IOException {
      return List.of();
    }

    static PrintStream nowhere() {
      return new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8);
    }
  }

  private static Model model() {
    Model model = Sequential.of(4, Dense.of(4, 8), Relu.of(), Dense.of(8, 3));
    Initializer.heNormal().initialize(model, 3);
    return model;
  }

  private static TrainingRun start(Model model, TrainingListener... listeners) {
    return Trainer.of(
            new TrainingConfig(EPOCHS, 30, 5, EarlyStopping.patience(99)),
            SoftmaxCrossEntropy.of(),
            new Sgd(0.01, 0.5))
        .withListener(TrainingListener.all(listeners))
        .start(model, ROWS, ROWS);
  }

  private static List<String> weights(Model model) {
    return model.parameters().values().stream()
        .map(Parameter::values)
        .map(Arrays::toString)
        .toList();
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name));
  }

  @ParameterizedTest
  @EnumSource
  void changesNoBitOfTheTraining(Row row) throws IOException {
    Model alone = model();
    TrainingRun expected = start(alone);
    Model model = model();
    try (Opened opened = row.begin(folder, model)) {
      TrainingRun run = start(model, opened.listener());
      while (run.step()) {
        expected.step();
        assertThat(run.state()).isEqualTo(expected.state());
      }
      run.finish();
    }
    expected.finish();
    assertThat(weights(model)).isEqualTo(weights(alone));
  }

  /** Killed in the third epoch, with a state in the second. */
  @ParameterizedTest
  @EnumSource(names = {"RUN_RECORDER", "BEST_MODEL"})
  void aResumedRunLeavesWhatOneWithoutInterruptionLeaves(Row row) throws IOException {
    Path whole = folder("whole");
    Model model = model();
    try (Opened opened = row.begin(whole, model)) {
      start(model, opened.listener()).finish();
    }
    Path parts = folder("parts");
    Model killed = model();
    TrainingState state;
    try (Opened opened = row.begin(parts, killed)) {
      TrainingRun run = start(killed, opened.listener());
      run.epoch();
      run.step();
      state = run.state();
      run.epoch();
      run.step();
    }
    Model other = model();
    List<TrainingListener> inner = new ArrayList<>();
    TrainingListener late =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochReport report) {
            inner.getFirst().onEpoch(report);
          }
        };
    TrainingRun resumed = start(other, late).restore(state);
    try (Opened opened = row.open(parts, other, resumed)) {
      inner.add(opened.listener());
      resumed.finish();
    }
    assertThat(row.left(parts)).isEqualTo(row.left(whole));
  }

  private record Step(
      long step,
      int epoch,
      int batch,
      int batches,
      int rows,
      double loss,
      double meanLoss,
      double learningRate)
      implements TrainingStep {}

  @ParameterizedTest
  @EnumSource
  void aStepAllocatesNothing(Row row) throws IOException {
    TrainingStep step = new Step(1, 1, 1, 1, 1, 1, 1, 0.1);
    try (Opened opened = row.begin(folder, model())) {
      long least = Long.MAX_VALUE;
      for (int round = 0; round < 100 && least > 0; round++) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1_000; i++) {
          opened.listener().onStep(step);
        }
        least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(least).as("bytes of 1,000 steps").isZero();
    }
  }

  @ParameterizedTest
  @EnumSource
  void keepsNoReport(Row row) throws IOException {
    Model model = model();
    try (Opened opened = row.begin(folder, model)) {
      List<WeakReference<EpochReport>> reports = reports(model, opened.listener());
      for (int tries = 0; tries < 3; tries++) {
        System.gc();
      }
      assertThat(reports).hasSize(EPOCHS).allMatch(each -> each.refersTo(null));
      opened.listener().onStep(new Step(1, 1, 1, 1, 1, 1, 1, 0.1)); // it is in use until here
    }
  }

  /** The reports of a run that has ended, of which nobody but the listener may still know. */
  private static List<WeakReference<EpochReport>> reports(Model model, TrainingListener listener) {
    List<WeakReference<EpochReport>> reports = new ArrayList<>();
    TrainingListener weak =
        new TrainingListener() {
          @Override
          public void onEpoch(EpochReport report) {
            reports.add(new WeakReference<>(report));
          }
        };
    start(model, listener, weak).finish();
    return reports;
  }

  /** A folder in the place of the file that is to be written, after an epoch. */
  @ParameterizedTest
  @EnumSource(names = {"RUN_RECORDER", "BEST_MODEL"})
  void aFailureEndsTheRunWithTheNameOfTheFile(Row row) throws IOException {
    Model model = model();
    Path file =
        folder.resolve(row == Row.BEST_MODEL ? "m.safetensors" : "run").resolve("metrics.jsonl");
    Files.createDirectories(file);
    try (Opened opened = row.begin(folder, model)) {
      TrainingRun run = start(model, opened.listener());
      assertThatThrownBy(run::finish)
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageContaining((row == Row.BEST_MODEL ? file.getParent() : file).toString());
    }
  }
}

package lanewise.training.checkpoint;

import static lanewise.training.checkpoint.Trainings.EPOCHS;
import static lanewise.training.checkpoint.Trainings.STEPS_PER_EPOCH;
import static lanewise.training.checkpoint.Trainings.TRAIN;
import static lanewise.training.checkpoint.Trainings.VALIDATION;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import lanewise.faults.OtherProcess;
import lanewise.layers.Model;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.tensor.Tensor;
import lanewise.training.CheckpointReport;
import lanewise.training.Fixtures;
import lanewise.training.Trainer;
import lanewise.training.TrainingConfig;
import lanewise.training.TrainingListener;
import lanewise.training.TrainingResult;
import lanewise.training.TrainingRun;
import lanewise.training.data.LabelledRows;
import lanewise.training.optimizer.Sgd;
import lanewise.training.state.MemoryFile;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When checkpoints are written and kept, and what a run that continues from them computes. */
@Tag("once")
final class CheckpointsTest {
  @TempDir private Path temporary;
  private Path folder;
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());
  private final List<Checkpoint> saved = Collections.synchronizedList(new ArrayList<>());
  private final CheckpointListener listener =
      new CheckpointListener() {
        @Override
        public void onSaved(Checkpoint checkpoint) {
          saved.add(checkpoint);
        }

        @Override
        public void onWarning(String sentence) {
          warnings.add(sentence);
        }
      };

  @BeforeEach
  void nameAFolder() {
    folder = temporary.resolve("run");
  }

  /** No checkpoint but those that a test asks for, and all of them kept. */
  private Checkpoints none() {
    return Checkpoints.in(folder).withEveryEpochs(0).withKeepBest(false).withKeepLast(1_000);
  }

  private CheckpointedRun start(Checkpoints settings, Model model) throws IOException {
    return settings.start(Trainings.run(model), Trainings.identity(), listener);
  }

  private List<String> names() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.equals(".lock"))
          .sorted()
          .toList();
    }
  }

  /** The weights and the figures of the run that nothing interrupts. */
  private static TrainingResult whole(Model model) {
    return Trainings.run(model).finish();
  }

  private void assertSameEnd(Model model, TrainingResult result) {
    Model uninterrupted = Trainings.model();
    TrainingResult expected = whole(uninterrupted);
    assertThat(Fixtures.weights(model))
        .usingRecursiveComparison()
        .isEqualTo(Fixtures.weights(uninterrupted));
    assertThat(result.validation()).isEqualTo(expected.validation());
    assertThat(result.bestEpoch()).isEqualTo(expected.bestEpoch());
    assertThat(result.epochs()).isEqualTo(expected.epochs());
    assertThat(result.stoppedBy()).isEqualTo(expected.stoppedBy());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 3, 4, 5, 6, 7, 12, 23})
  void continuesWithTheSameBitsFromAnyStep(int steps) throws IOException {
    try (CheckpointedRun first = start(none(), Trainings.model())) {
      for (int i = 0; i < steps; i++) {
        first.step();
      }
      first.save();
    }
    Model model = Trainings.model();
    try (CheckpointedRun second = start(none(), model)) {
      assertThat(second.resume()).isPresent();
      assertSameEnd(model, second.finish());
    }
    assertThat(warnings).isEmpty();
  }

  @Test
  void aFinishedRunGivesItsResultAgainAndMayBeProlonged() throws IOException {
    try (CheckpointedRun first = start(Checkpoints.in(folder), Trainings.model())) {
      first.finish();
    }
    Model model = Trainings.model();
    try (CheckpointedRun second = start(Checkpoints.in(folder), model)) {
      Checkpoint last = second.resume().orElseThrow();
      assertThat(last.epochs()).isEqualTo(EPOCHS);
      assertThat(second.step()).isFalse();
      assertSameEnd(model, second.finish());
    }
    Model prolonged = Trainings.model();
    TrainingRun longer = Trainings.trainer(2 * EPOCHS).start(prolonged, TRAIN, VALIDATION);
    try (CheckpointedRun third = Checkpoints.in(folder).start(longer, Trainings.identity())) {
      assertThat(third.resume()).isPresent();
      third.finish();
    }
    Model once = Trainings.model();
    Trainings.trainer(2 * EPOCHS).fit(once, TRAIN, VALIDATION);
    assertThat(Fixtures.weights(prolonged))
        .usingRecursiveComparison()
        .isEqualTo(Fixtures.weights(once));
  }

  @Test
  void writesAfterSoManySteps() throws IOException {
    try (CheckpointedRun run = start(none().withEverySteps(7), Trainings.model())) {
      while (run.step()) {
        run.flush();
      }
    }
    assertThat(names())
        .containsExactly(
            "step-000000000007-epoch-000001.safetensors",
            "step-000000000014-epoch-000002.safetensors",
            "step-000000000020-epoch-000004-end.safetensors");
  }

  @Test
  void writesAfterSoManyEpochsAndMarksTheBest() throws IOException {
    List<Integer> best = new ArrayList<>();
    TrainingRun plain = Trainings.run(Trainings.model());
    while (plain.epoch().isPresent()) {
      if (plain.bestEpoch() == plain.epochs()) {
        best.add(plain.epochs());
      }
    }
    try (CheckpointedRun run = start(none().withEveryEpochs(1), Trainings.model())) {
      while (run.step()) {
        run.flush();
      }
    }
    List<String> expected = new ArrayList<>();
    for (int epoch = 1; epoch <= EPOCHS; epoch++) {
      expected.add(
          "step-%012d-epoch-%06d%s%s.safetensors"
              .formatted(
                  epoch * STEPS_PER_EPOCH,
                  epoch,
                  best.contains(epoch) ? "-best" : "",
                  epoch == EPOCHS ? "-end" : ""));
    }
    assertThat(names()).isEqualTo(expected);
    assertThat(saved).extracting(each -> each.file().getFileName().toString()).isEqualTo(expected);
  }

  @Test
  void keepsTheLastAndTheBest() throws IOException {
    Checkpoints settings = none().withEverySteps(1).withKeepLast(2).withKeepBest(true);
    try (CheckpointedRun run = start(settings, Trainings.model())) {
      boolean more = true;
      while (more) {
        more = run.step();
        run.flush();
        List<Checkpoint> kept = run.checkpoints();
        Optional<Checkpoint> newestBest =
            saved.reversed().stream().filter(Checkpoint::best).findFirst();
        assertThat(kept).hasSizeBetween(1, 3).endsWith(saved.getLast());
        newestBest.ifPresent(each -> assertThat(kept).contains(each));
        assertThat(kept.stream().filter(each -> !newestBest.equals(Optional.of(each))).count())
            .isLessThanOrEqualTo(2);
      }
    }
  }

  @Test
  void theClockDecidesWhenToWriteAndChangesNoBit() throws IOException {
    Random random = new Random(4);
    long[] now = {0};
    Model model = Trainings.model();
    Checkpoints settings = none().withEvery(Duration.ofSeconds(10));
    try (CheckpointedRun run =
        CheckpointedRun.start(
            settings, Trainings.run(model), Trainings.identity(), listener, () -> now[0])) {
      for (int steps = 0; steps < 15; steps++) {
        now[0] += Duration.ofSeconds(random.nextInt(10)).toNanos();
        run.step();
        run.flush();
      }
      assertThat(saved).hasSizeBetween(3, 9);
      now[0] += Duration.ofSeconds(9).toNanos();
      int before = saved.size();
      now[0] += Duration.ofSeconds(10).toNanos();
      run.step();
      run.flush();
      assertThat(saved).hasSize(before + 1);
      assertSameEnd(model, run.finish());
    }
  }

  @Test
  void goesBackToTheCheckpointBeforeADamagedOne() throws IOException {
    Random random = new Random(9);
    try (CheckpointedRun first = start(none().withEverySteps(3), Trainings.model())) {
      for (int i = 0; i < 14; i++) {
        first.step();
        first.flush();
      }
    }
    Path newest = folder.resolve(names().getLast());
    Path before = folder.resolve(names().get(names().size() - 2));
    byte[] whole = Files.readAllBytes(newest);
    for (int i = 0; i < 200; i++) {
      Files.write(newest, Trainings.damaged(whole, random));
      if (java.util.Arrays.equals(Files.readAllBytes(newest), whole)) {
        continue;
      }
      warnings.clear();
      try (CheckpointedRun second = start(none(), Trainings.model())) {
        assertThat(second.resume().orElseThrow().file()).isEqualTo(before);
      }
      assertThat(warnings)
          .singleElement()
          .asString()
          .startsWith(newest.toString())
          .endsWith("; the checkpoint before it is used");
    }
    Model model = Trainings.model();
    try (CheckpointedRun second = start(none().withKeepLast(1), model)) {
      second.resume();
      assertSameEnd(model, second.finish());
    }
    assertThat(names()).as("a damaged one does not count").hasSize(2);
  }

  @Test
  void saysThatNoCheckpointIsWhole() throws IOException {
    try (CheckpointedRun first = start(none().withEverySteps(4), Trainings.model())) {
      for (int i = 0; i < 9; i++) {
        first.step();
        first.flush();
      }
    }
    for (String name : names()) {
      Files.write(folder.resolve(name), new byte[3]);
    }
    try (CheckpointedRun second = start(none(), Trainings.model())) {
      assertThatThrownBy(second::resume)
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("checkpoints: none of the 2 in " + folder + " can be read: ");
      assertThatThrownBy(second::step)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "checkpoints: %s has 2 of an earlier run: resume from them, or remove them"
                  .formatted(folder));
    }
  }

  private void assertRefused(TrainingRun run, RunIdentity identity, String... changes)
      throws IOException {
    List<String> before = names();
    try (CheckpointedRun other = none().start(run, identity)) {
      assertThatThrownBy(other::resume)
          .isInstanceOfSatisfying(
              ChangedRunException.class,
              refused -> assertThat(refused.changes()).containsExactly(changes))
          .hasMessage(
              "%s is of another training: %s"
                  .formatted(folder.resolve(before.getLast()), String.join("; ", changes)));
      assertThat(run.steps()).isZero();
      assertThatThrownBy(other::step).isInstanceOf(IllegalStateException.class);
    }
    assertThat(names()).isEqualTo(before);
  }

  @Test
  void refusesAChangedJobAndChangedDataByName() throws IOException {
    try (CheckpointedRun first = start(none().withEverySteps(3), Trainings.model())) {
      for (int i = 0; i < 4; i++) {
        first.step();
      }
    }
    TrainingConfig config = TrainingConfig.defaults().withBatchSize(7).withSeed(11);
    Trainer other = Trainer.of(config, SoftmaxCrossEntropy.of(), new Sgd(0.2f, 0.9f));
    assertRefused(
        other.start(Trainings.model(), TRAIN, VALIDATION),
        Trainings.identity(other),
        "batch size was 6 and is 7",
        "optimizer was %s and is %s".formatted(new Sgd(0.1f, 0.9f), new Sgd(0.2f, 0.9f)),
        "metrics was accuracy and is none");

    LabelledRows fewer = TRAIN.subset(1, 2, 3, 4, 5, 6);
    Tensor changed = TRAIN.features().copy();
    changed.storage()[20] = Math.nextUp(changed.storage()[20]);
    int[] labels = VALIDATION.labels();
    labels[3] = (labels[3] + 1) % 3;
    RunIdentity settings = RunIdentity.of(Trainings.trainer(EPOCHS));
    assertRefused(
        Trainings.run(Trainings.model()),
        settings.withRows("training rows", fewer).withRows("validation rows", VALIDATION),
        "there were 30 training rows and are 6");
    assertRefused(
        Trainings.run(Trainings.model()),
        settings
            .withRows(
                "training rows", LabelledRows.of("t", changed, TRAIN.labels(), TRAIN.classNames()))
            .withRows(
                "validation rows",
                LabelledRows.of("v", VALIDATION.features(), labels, VALIDATION.classNames())),
        "the content of the 30 training rows has changed",
        "the content of the 12 validation rows has changed");
    assertRefused(
        Trainings.run(Trainings.model()),
        Trainings.identity().with("augmentation", "flips"),
        "augmentation is flips and was not set");
    assertRefused(
        Trainings.trainer(EPOCHS).start(Fixtures.mlp(5, 6, 9, 3), TRAIN, VALIDATION),
        Trainings.identity(),
        "memory: weights/dense-1.weight must be 54 floats, but is 48 floats");
  }

  @Test
  void theOrderOfRowsAndTheirNamesDoNotChangeADigestByAccident() {
    RunIdentity one = RunIdentity.none().withRows("rows", TRAIN);
    assertThat(RunIdentity.none().withRows("rows", TRAIN.withName("moved"))).isEqualTo(one);
    int[] swapped = {1, 0};
    int[] straight = {0, 1};
    assertThat(RunIdentity.none().withRows("rows", TRAIN.subset(swapped)))
        .isNotEqualTo(RunIdentity.none().withRows("rows", TRAIN.subset(straight)));
    float[] weights = new float[30];
    assertThat(RunIdentity.none().withRows("rows", TRAIN.weighted(weights))).isNotEqualTo(one);
    // More rows than are read at a time.
    LabelledRows many = Fixtures.gaussians(3, 700, 2, 2);
    Tensor last = many.features().copy();
    last.storage()[1_399] += 1;
    LabelledRows other = LabelledRows.of("o", last, many.labels(), many.classNames());
    assertThat(RunIdentity.none().withRows("rows", other))
        .isNotEqualTo(RunIdentity.none().withRows("rows", many));
  }

  @Test
  void loosesNoCheckpointsOfAnotherRun() throws IOException {
    try (CheckpointedRun first = start(Checkpoints.in(folder), Trainings.model())) {
      first.step();
      first.save();
    }
    List<String> before = names();
    try (CheckpointedRun second = start(Checkpoints.in(folder), Trainings.model())) {
      assertThatThrownBy(second::finish)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("resume from them, or remove them");
      assertThatThrownBy(second::save).isInstanceOf(IllegalStateException.class);
    }
    assertThat(names()).isEqualTo(before);
  }

  @Test
  void beginsAnewWhereTheCallerDiscardsTheCheckpoints() throws IOException {
    try (CheckpointedRun first = start(none().withEverySteps(2), Trainings.model())) {
      for (int i = 0; i < 5; i++) {
        first.step();
        first.flush();
      }
      assertThat(first.checkpoints()).hasSize(2).noneMatch(Checkpoint::complete);
    }
    Model model = Trainings.model();
    try (CheckpointedRun second = start(none(), model)) {
      second.discard();
      assertThat(names()).isEmpty();
      assertSameEnd(model, second.finish());
      assertThat(second.checkpoints()).singleElement().matches(Checkpoint::complete);
    }
  }

  @Test
  void oneTrainingAtATimeUsesAFolder() throws IOException, InterruptedException {
    try (CheckpointedRun first = start(Checkpoints.in(folder), Trainings.model())) {
      for (Path same : List.of(folder, folder.resolve("../" + folder.getFileName()))) {
        assertThatThrownBy(() -> start(Checkpoints.in(same), Trainings.model()))
            .isInstanceOf(FolderInUseException.class)
            .hasMessage("checkpoints: cannot use " + same + ": another training uses it now");
      }
      assertThat(OtherProcess.isRefused(folder.resolve(".lock"))).isTrue();
      first.step();
    }
    assertThat(OtherProcess.isRefused(folder.resolve(".lock"))).isFalse();
    start(Checkpoints.in(folder), Trainings.model()).close();
  }

  @Test
  void removesWhatKilledWritersLeft() throws IOException {
    Files.createDirectories(folder);
    String half = ".step-000000000003-epoch-000000.safetensors.";
    Files.createFile(folder.resolve(half + "01234567-89ab-cdef-0123-456789abcdef.tmp"));
    Files.createFile(folder.resolve(half + "mine.tmp"));
    Files.createFile(folder.resolve(".notes.01234567-89ab-cdef-0123-456789abcdef.tmp"));
    start(Checkpoints.in(folder), Trainings.model()).close();
    assertThat(names())
        .containsExactly(".notes.01234567-89ab-cdef-0123-456789abcdef.tmp", half + "mine.tmp");
  }

  @Test
  void continuesWithWhatMayChange() throws IOException {
    RunIdentity before = Trainings.identity().with("rate", 1).with("clip", 9);
    try (CheckpointedRun first = none().start(Trainings.run(Trainings.model()), before)) {
      first.step();
      first.save();
    }
    RunIdentity after = Trainings.identity().with("rate", 2).with("norm", 3);
    try (CheckpointedRun second = none().start(Trainings.run(Trainings.model()), after)) {
      assertThatExceptionOfType(ChangedRunException.class)
          .isThrownBy(() -> second.resume(Set.of("rate", "norm")))
          .withMessageContaining("clip was 9 and is not set")
          .withMessageNotContaining("rate was 1");
      assertThat(second.accepted()).isEmpty();
      assertThat(second.resume(Set.of("rate", "clip", "norm"))).isPresent();
      assertThat(second.accepted())
          .containsExactly(
              "rate was 1 and is 2", "norm is 3 and was not set", "clip was 9 and is not set");
      second.step();
      second.save();
    }
    try (CheckpointedRun third = none().start(Trainings.run(Trainings.model()), after)) {
      assertThat(third.resume()).isPresent();
      assertThat(third.accepted()).isEmpty();
    }
  }

  @Test
  void savesNothingFromWhichNobodyCanContinue() throws IOException {
    Model model = Trainings.model();
    TrainingRun run = Trainings.run(model);
    try (CheckpointedRun checkpointed = none().start(run, Trainings.identity(), listener)) {
      checkpointed.step();
      checkpointed.save();
      checkpointed.step();
      model.parameters().values().iterator().next().values()[0] = Float.POSITIVE_INFINITY;
      checkpointed.save();
      assertThat(warnings)
          .containsExactly(
              "checkpoints: the state after step 2 is not saved: dense-1.weight has values that are"
                  + " not finite");
      while (checkpointed.step()) {
        checkpointed.flush();
      }
      assertThat(run.hasDiverged()).isTrue();
    }
    assertThat(names()).containsExactly("step-000000000001-epoch-000000.safetensors");
    Model again = Trainings.model();
    try (CheckpointedRun second = start(none(), again)) {
      second.resume();
      assertSameEnd(again, second.finish());
    }
  }

  @Test
  void aStepWithoutACheckpointAllocatesNothing() throws IOException {
    Checkpoints rare = Checkpoints.in(folder).withEverySteps(1_000_000).withEveryEpochs(1);
    LabelledRows rows = Fixtures.gaussians(1, 600_000, 6, 3); // an epoch of 100,000 steps
    TrainingRun run = Trainings.trainer(EPOCHS).start(Trainings.model(), rows, VALIDATION);
    try (CheckpointedRun checkpointed = rare.start(run, RunIdentity.none())) {
      checkpointed.step();
      // Vectors are objects until the compiler has seen the kernels often enough.
      long least = Long.MAX_VALUE;
      for (int tries = 0; tries < 900 && least > 0; tries++) {
        long before = Fixtures.allocatedBytes();
        for (int step = 0; step < 100; step++) {
          checkpointed.step();
        }
        least = Math.min(least, Fixtures.allocatedBytes() - before);
      }
      assertThat(least).as("bytes in 100 steps").isZero();
      assertThat(run.epochs()).isZero();
    }
  }

  @Test
  void theStateOfACheckpointIsThatOfTheRun() throws IOException {
    TrainingRun run = Trainings.run(Trainings.model());
    try (CheckpointedRun checkpointed = none().start(run, Trainings.identity())) {
      for (int i = 0; i < 8; i++) {
        checkpointed.step();
      }
      checkpointed.save();
      MemoryFile file = MemoryFile.read(folder.resolve(names().getFirst()));
      assertThat(file.memory()).isEqualTo(run.state().memory());
      assertThat(RunIdentity.fromNotes(file.notes())).isEqualTo(Trainings.identity());
    }
  }

  @Test
  void theListenerOfTheRunHearsOfEveryCheckpointOnItsThread() throws IOException {
    List<String> told = new ArrayList<>();
    Thread trains = Thread.currentThread();
    TrainingListener ofTheRun =
        new TrainingListener() {
          @Override
          public void onCheckpoint(CheckpointReport report) {
            assertThat(Thread.currentThread()).isSameAs(trains);
            assertThat(report.bytes()).isPositive();
            told.add(report.file().getFileName().toString());
          }
        };
    TrainingRun run =
        Trainings.trainer(EPOCHS)
            .withListener(ofTheRun)
            .start(Trainings.model(), TRAIN, VALIDATION);
    try (CheckpointedRun checkpointed =
        none().withEveryEpochs(1).start(run, Trainings.identity())) {
      while (checkpointed.step()) {
        checkpointed.flush();
      }
    }
    assertThat(told).isEqualTo(names()).hasSize(EPOCHS);
  }

  @Test
  void knowsARunInEveryLocale() {
    RunIdentity plain = RunIdentity.none().withRows("training rows", TRAIN);
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      assertThat(RunIdentity.none().withRows("training rows", TRAIN).changesSince(plain)).isEmpty();
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void namesFilesTheSameWayInEveryLocale() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      Checkpoint checkpoint = Checkpoint.in(folder, 1_234, 5, true, false);
      assertThat(checkpoint.file().getFileName())
          .hasToString("step-000000001234-epoch-000005-best.safetensors");
      assertThat(Checkpoint.of(checkpoint.file())).contains(checkpoint);
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void refusesSettingsThatMeanNothing() {
    assertThatThrownBy(() -> Checkpoints.in(folder).withKeepLast(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("checkpoints: keep the last 0: use at least 1");
    assertThatThrownBy(() -> Checkpoints.in(folder).withEverySteps(-1))
        .hasMessageContaining("every -1 steps");
    assertThatThrownBy(() -> Checkpoints.in(folder).withEveryEpochs(-1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Checkpoints.in(folder).withEvery(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}

package lanewise.bench.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import lanewise.bench.compare.Unit;
import lanewise.bench.machine.Jvm;
import lanewise.bench.machine.Slices;
import lanewise.bench.report.Estimate;
import lanewise.bench.report.Line;
import lanewise.bench.report.Results;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guard says of a machine that drifts, is interrupted, and compiles in several ways. */
final class GuardTest {
  private static final int KERNELS = 30;
  private static final int RUNS = 100;
  private static final int ROUNDS = 41;

  /**
   * A machine whose times are made up. Its speed wanders, every twentieth slice is interrupted, a
   * slice varies by 3%, a fork by 1.5%; forks of every fifth kernel are in a slow mode, a tenth
   * longer, in three of ten cases. In one of six forks other programs take half of the core, of
   * which some kernels feel more than the yardstick and others less.
   */
  private static final class Machine implements Guard.Measurement {
    private final SplittableRandom random;
    private final Map<String, Double> slower;
    private double speed = 1;

    Machine(long seed, Map<String, Double> slower) {
      this.random = new SplittableRandom(seed);
      this.slower = slower;
    }

    @Override
    public Map<String, double[]> of(int forks) {
      Map<String, List<Rounds>> told = new LinkedHashMap<>();
      for (int fork = 0; fork < forks || !Guard.disturbed(told, forks).isEmpty(); fork++) {
        boolean disturbed = random.nextInt(6) == 0;
        for (int kernel = 0; kernel < KERNELS; kernel++) {
          String name = "kernel " + kernel;
          boolean modes = kernel % 5 == 4;
          double nanos = (1000 + 100 * kernel) * slower.getOrDefault(name, 1.0);
          double share = disturbed ? 0.7 + kernel % 3 * 0.3 : 0;
          told.computeIfAbsent(name, _ -> new ArrayList<>()).add(fork(nanos, modes, share));
        }
      }
      return Guard.costs(told).entrySet().stream()
          .collect(Collectors.toMap(Map.Entry::getKey, each -> medians(each.getValue())));
    }

    private static double[] medians(List<double[]> forks) {
      return forks.stream().mapToDouble(Slices::median).toArray();
    }

    private Rounds fork(double nanos, boolean modes, double disturbance) {
      double mode = modes && random.nextDouble() < 0.3 ? 1.1 : 1;
      double own = nanos * mode * (1 + disturbance) * Math.exp(0.015 * random.nextGaussian());
      double yardstick = 500 * (disturbance == 0 ? 1 : 2);
      return new Paired(() -> slice(own), List.of(() -> slice(yardstick))).rounds(ROUNDS);
    }

    private double slice(double nanos) {
      speed *= Math.exp(0.005 * random.nextGaussian() - 0.05 * Math.log(speed));
      double interrupted = random.nextInt(20) == 0 ? random.nextDouble(1, 3) : 1;
      return nanos * speed * interrupted * Math.exp(0.03 * random.nextGaussian());
    }
  }

  private static List<String> slower(long seed, Map<String, Double> slower) throws IOException {
    Map<String, double[]> before = new Machine(seed, Map.of()).of(Guard.BASELINE_FORKS);
    Machine machine = new Machine(-seed, slower);
    List<Guard.Change> changes = Guard.changes(before, machine.of(Guard.FORKS));
    assertThat(changes).hasSize(KERNELS);
    return Guard.slower(before, changes, machine).stream().map(Guard.Change::kernel).toList();
  }

  @Test
  void theSameBuildIsNeverSlower() throws IOException {
    for (int run = 1; run <= RUNS; run++) {
      assertThat(slower(run, Map.of())).as("run %d", run).isEmpty();
    }
  }

  @Test
  void aKernelThatTakesATenthLongerIsNamedAndNoOther() throws IOException {
    int named = 0;
    for (int run = 1; run <= RUNS; run++) {
      String kernel = "kernel " + 5 * (run % 6); // one whose forks have one mode
      List<String> slower = slower(run, Map.of(kernel, 1.1));
      assertThat(slower).as("run %d", run).isSubsetOf(kernel);
      named += slower.size();
    }
    assertThat(named).isGreaterThanOrEqualTo(95);
  }

  @Test
  void aKernelWithTwoModesIsNamedWhenItLosesMoreThanTheyDiffer() throws IOException {
    assertThat(slower(3, Map.of("kernel 9", 1.5))).containsExactly("kernel 9");
  }

  /** The yardstick on both sides takes the same part of the drift. */
  @Test
  void aSteadyDriftIsInNoRatio() {
    double[] clock = {100};
    Paired.Slice kernel = () -> 3 * clock[0]++;
    Paired.Slice yardstick = () -> clock[0]++;

    assertThat(new Paired(kernel, List.of(yardstick)).rounds(20).costs()).containsOnly(3);
  }

  /** Half of the rounds beside another program: neither they nor their costs count. */
  @Test
  void onlyCalmRoundsCount() {
    double[] costs = new double[ROUNDS];
    double[] yardsticks = new double[ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      costs[round] = round % 2 == 0 ? 7 : 9;
      yardsticks[round] = round % 2 == 0 ? 100 : 130;
    }
    Rounds rounds = new Rounds(costs, new double[][] {yardsticks});

    assertThat(rounds.fastest()).containsExactly(100);
    assertThat(rounds.calm(new double[] {100})).hasSize(ROUNDS / 2 + 1).containsOnly(7);
    assertThat(rounds.calm(new double[] {80})).as("another process was faster").isEmpty();
    assertThat(Guard.disturbed(Map.of("exp", List.of(rounds)), 1)).isEmpty();
    assertThat(Guard.disturbed(Map.of("exp", List.of(rounds)), 2)).containsExactly("exp");
  }

  /** What makes copies slow but no multiply-adds, as a neighbour in the caches does. */
  @Test
  void aRoundIsCalmIfEveryYardstickIs() {
    double[] costs = new double[ROUNDS];
    double[][] yardsticks = new double[2][ROUNDS];
    for (int round = 0; round < ROUNDS; round++) {
      costs[round] = round % 2 == 0 ? 7 : 9;
      yardsticks[0][round] = 100;
      yardsticks[1][round] = round % 2 == 0 ? 50 : 65;
    }
    Rounds rounds = new Rounds(costs, yardsticks);

    assertThat(rounds.calm(new double[] {100, 50})).hasSize(ROUNDS / 2 + 1).containsOnly(7);
    assertThat(Rounds.fastest(List.of(rounds, new Rounds(costs, new double[][] {{90}, {60}}))))
        .containsExactly(90, 50);
  }

  @Test
  @Tag("once")
  void aProcessMeasuresTheKernelsThatAreNamed() throws IOException {
    List<String[]> told =
        Roofline.probe(
            Jvm.of(0, "", Guard.OPTIONS), _ -> {}, "costs", 3, "exp, L1", "sum, L1", "exp, L1");

    assertThat(told)
        .extracting(words -> words[0])
        .containsExactly(
            "width",
            "kernel",
            "cost",
            "yardstick",
            "yardstick",
            "yardstick",
            "kernel",
            "cost",
            "yardstick",
            "yardstick",
            "yardstick");
    assertThat(told.get(6)).startsWith("kernel", "reduce").endsWith("sum, L1");
    assertThat(told.get(1)).startsWith("kernel", "elementwise").endsWith("exp, L1");
    for (int line : new int[] {2, 3, 4, 5, 7, 8, 9, 10}) {
      assertThat(Jvm.numbers(told.get(line), 1)).hasSize(3).doesNotContain(0);
    }
  }

  @Test
  void aChangeIsToldWithItsNoise() {
    double[] before = {100, 100, 100, 100};
    double[] now = {110, 110, 110};

    assertThat(Guard.Change.of("exp", before, now)).hasToString("exp: +10.0% (noise 4.0%)");
    assertThat(Guard.Change.of("exp", before, now).slower()).isTrue();
    assertThat(Guard.Change.of("exp", now, before).slower()).as("faster").isFalse();
    double[] disturbed = {110, 111, 109, 110, 160};
    assertThat(Guard.Change.of("exp", before, disturbed).slower()).as("one outlier").isTrue();
    double[] wide = {90, 110, 130};
    assertThat(Guard.Change.of("exp", before, wide).slower()).as("within the noise").isFalse();
  }

  @Test
  void aBaselineIsReadAsItWasWritten(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("amd-avx512.jsonl");
    Estimate cost = Estimate.of(List.of(new double[] {5, 6, 7}, new double[] {8, 9, 9.5}));
    new Results("guard", 1, file)
        .result("exp", "lanewise", "f32x16", new Unit("multiply-adds", false, 1), cost, Map.of());
    Files.writeString(file, "{\"work\":\"guard\",\"environment\":{}}\n" + Files.readString(file));

    Map<String, double[]> before = Guard.read(Line.read(List.of(file)));

    assertThat(before).containsOnlyKeys("exp");
    assertThat(before.get("exp")).containsExactly(6, 9);
    assertThat(Guard.changes(before, Map.of("tanh", new double[] {1}))).as("a new one").isEmpty();
  }
}

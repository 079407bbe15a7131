package lanewise.training.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import lanewise.layers.Parameter;
import lanewise.layers.inspect.Share;
import lanewise.training.EpochReport;
import lanewise.training.Evaluation;
import lanewise.training.Vitals;
import lanewise.training.doctor.Finding.Sign;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the doctor finds in made-up reports, and what it does not find in healthy ones. */
@Tag("once")
final class TrainingDoctorTest {
  private final TrainingDoctor doctor = TrainingDoctor.of();
  private int epoch;

  private static SequencedMap<String, Share> shares(Object... namesAndShares) {
    SequencedMap<String, Share> shares = new LinkedHashMap<>();
    for (int i = 0; i < namesAndShares.length; i += 2) {
      shares.put((String) namesAndShares[i], (Share) namesAndShares[i + 1]);
    }
    return shares;
  }

  private static Vitals.OfParameter weight(String name, double gradient, double ratio) {
    return new Vitals.OfParameter(name, Parameter.Kind.WEIGHT, 100, gradient, ratio);
  }

  private static Vitals healthy() {
    return vitals(1, List.of(weight("a.weight", 1, 1e-3), weight("b.weight", 1, 1e-3)));
  }

  private static Vitals vitals(double norm, List<Vitals.OfParameter> parameters) {
    return new Vitals(1, 0.1, norm, 1, parameters, shares(), shares());
  }

  private static Vitals units(SequencedMap<String, Share> dead, SequencedMap<String, Share> ends) {
    return new Vitals(1, 0.1, 1, 1, List.of(weight("a.weight", 1, 1e-3)), dead, ends);
  }

  private List<Sign> examine(double trainLoss, double validationLoss, Vitals vitals) {
    epoch++;
    Evaluation validation = new Evaluation(10, validationLoss, List.of());
    doctor.onEpoch(new EpochReport(epoch, trainLoss, null, validation, true, vitals, 1, 1));
    return doctor.findings().stream().map(Finding::sign).toList();
  }

  private String sentence() {
    assertThat(doctor.findings()).hasSize(1);
    return doctor.findings().getFirst().sentence();
  }

  @Test
  void findsNothingInAHealthyRun() {
    assertThat(doctor.findings()).isEmpty();
    for (int i = 0; i < 30; i++) {
      assertThat(examine(1 / (1.0 + i), 1.1 / (1.0 + i), healthy())).isEmpty();
    }
  }

  @Test
  void findsDeadUnits() {
    assertThat(examine(1, 1, units(shares("relu-1", new Share(39, 100)), shares()))).isEmpty();
    assertThat(examine(1, 1, units(shares("relu-1", new Share(52, 128)), shares())))
        .containsExactly(Sign.DEAD_UNITS);
    assertThat(sentence())
        .isEqualTo(
            "relu-1: 52 of 128 (40.6%) units are 0 for every row, so they cannot learn; try a"
                + " smaller learning rate, He initialization, or leaky ReLU");
    assertThat(doctor.findings().getFirst().subject()).isEqualTo("relu-1");
  }

  @Test
  void findsSaturation() {
    assertThat(examine(1, 1, units(shares(), shares("tanh-1", new Share(6, 10)))))
        .containsExactly(Sign.SATURATION);
    assertThat(sentence()).startsWith("tanh-1: 6 of 10 (60.0%) activations");
  }

  @Test
  void findsUpdatesThatAreTooLargeFromTheSecondEpochOn() {
    Vitals large = vitals(1, List.of(weight("a.weight", 1, 0.2)));
    assertThat(examine(1, 1, large)).isEmpty();
    assertThat(examine(0.9, 1, large)).containsExactly(Sign.LARGE_UPDATES);
    assertThat(sentence()).startsWith("a.weight: a step changes it by 0.20 of its norm");
  }

  @Test
  void findsUpdatesThatAreTooSmallAtTheStart() {
    Vitals small =
        vitals(1, List.of(weight("a.weight", 1, 1e-7), weight("b.weight", 1, Double.NaN)));
    assertThat(examine(1, 1, small)).containsExactly(Sign.SMALL_UPDATES);
    assertThat(sentence()).contains("more than 1.0e-07 of its norm", "a larger learning rate");
    examine(0.9, 1, healthy());
    examine(0.8, 1, healthy());
    assertThat(examine(0.7, 1, small)).as("a schedule may end so").isEmpty();
  }

  @Test
  void findsAVanishingGradient() {
    assertThat(
            examine(
                1,
                1,
                vitals(1, List.of(weight("a.weight", 1e-6, 1e-3), weight("b.weight", 1, 1e-3)))))
        .containsExactly(Sign.VANISHING_GRADIENT);
    assertThat(sentence()).startsWith("a.weight: its gradient is 1.0e-06 of that of b.weight");
  }

  @Test
  void findsAnExplodingGradient() {
    examine(1, 1, vitals(0.5, List.of()));
    assertThat(examine(1, 1, vitals(9, List.of()))).isEmpty();
    assertThat(examine(1, 1, vitals(60, List.of()))).containsExactly(Sign.EXPLODING_GRADIENT);
    assertThat(sentence()).startsWith("the norm of the gradients is 60, and was 0.50;");
  }

  @Test
  void findsALossThatGoesUpAndDown() {
    for (int i = 0; i < 7; i++) {
      assertThat(examine(i % 2 == 0 ? 0.5 : 1, 1, healthy())).doesNotContain(Sign.ZIG_ZAG);
    }
    assertThat(examine(1, 1, healthy())).containsExactly(Sign.ZIG_ZAG);
    for (int i = 0; i < 8; i++) {
      examine(0.5 - 0.01 * i, 1, healthy());
    }
    assertThat(examine(0.4, 1, healthy())).isEmpty();
  }

  @Test
  void findsALossThatDoesNotFall() {
    for (int i = 0; i < 4; i++) {
      assertThat(examine(2.3, 2.3, healthy())).isEmpty();
    }
    assertThat(examine(2.299, 2.3, healthy())).containsExactly(Sign.NO_PROGRESS);
    assertThat(sentence()).startsWith("after 5 epochs the training loss is 2.299, and was 2.300");
  }

  @Test
  void findsOverfitting() {
    double[] validation = {1, 0.8, 0.7, 0.75, 0.78, 0.9};
    for (int i = 0; i < 5; i++) {
      assertThat(examine(1 - 0.15 * i, validation[i], healthy())).isEmpty();
    }
    assertThat(examine(0.2, validation[5], healthy())).containsExactly(Sign.OVERFITTING);
    assertThat(sentence())
        .startsWith("since epoch 3 the validation loss has risen from 0.7000 to 0.9000");
  }

  @Test
  void goesOnAfterAResume() {
    for (int i = 0; i < 7; i++) {
      doctor.remember(i % 2 == 0 ? 0.5 : 1, 1, 1);
      epoch++;
    }
    assertThat(examine(1, 1, healthy())).containsExactly(Sign.ZIG_ZAG);
  }
}

package lanewise.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a request to stop does at each stage of a command. */
@Tag("once")
final class InterruptionTest {
  private final Interruption interruption = new Interruption();
  private final List<String> said = new ArrayList<>();

  @Test
  void saysOnceThatWorkHasNotBegun() {
    interruption.beforeWork(() -> said.add("early"));
    interruption.holdUp();
    interruption.request();
    assertThat(interruption.beginWork(() -> said.add("late"))).isFalse();
    assertThat(said).containsExactly("early");
  }

  @Test
  void saysItAlsoWhereTheRequestCameFirst() {
    interruption.request();
    interruption.beforeWork(() -> said.add("early"));
    assertThat(interruption.beginWork(() -> said.add("late"))).isFalse();
    assertThat(said).containsExactly("early");
  }

  @Test
  void waitsForWorkAndSaysWhereItDidNotEndInTime() {
    interruption.beforeWork(() -> said.add("early"));
    assertThat(interruption.beginWork(() -> said.add("late"))).isTrue();
    long asked = System.nanoTime();
    interruption.holdUp();
    assertThat(System.nanoTime() - asked).isGreaterThan(1_000_000_000L);
    assertThat(interruption.requested()).isTrue();
    assertThat(said).containsExactly("late");
  }

  @Test
  void saysHowItEndedOnceWhoeverSaysItFirst() {
    interruption.beforeWork(() -> said.add("early"));
    assertThat(interruption.beginWork(() -> said.add("late"))).isTrue();
    interruption.sayOnce(() -> said.add("by itself"));
    interruption.holdUp();
    interruption.sayOnce(() -> said.add("again"));
    assertThat(said).containsExactly("by itself");
  }

  @Test
  void saysNothingOnceTheCommandHasEnded() {
    interruption.beforeWork(() -> said.add("early"));
    interruption.close();
    interruption.holdUp();
    assertThat(interruption.requested()).isFalse();
    assertThat(said).isEmpty();
  }
}

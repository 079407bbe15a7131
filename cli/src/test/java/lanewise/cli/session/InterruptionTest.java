package lanewise.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a request to stop does at each stage of a command. */
@Tag("once")
final class InterruptionTest {
  private final Interruption interruption = new Interruption();
  private final List<String> said = Collections.synchronizedList(new ArrayList<>());

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
  void waitsForWorkHoweverLongItTakesAndSaysSo() throws InterruptedException {
    interruption.beforeWork(() -> said.add("early"));
    CountDownLatch told = new CountDownLatch(1);
    assertThat(
            interruption.beginWork(
                () -> {
                  said.add("busy");
                  told.countDown();
                }))
        .isTrue();
    Thread hook = Thread.ofPlatform().start(interruption::holdUp);
    told.await();
    assertThat(interruption.requested()).isTrue();
    assertThat(hook.join(Duration.ofMillis(2_500))).as("the end of the JVM").isFalse();
    interruption.close();
    hook.join();
    assertThat(said).containsExactly("busy");
  }

  @Test
  void saysNothingWhereTheWorkEndsSoon() throws InterruptedException {
    interruption.beforeWork(() -> said.add("early"));
    assertThat(interruption.beginWork(() -> said.add("busy"))).isTrue();
    Thread hook = Thread.ofPlatform().start(interruption::holdUp);
    while (!interruption.requested()) {
      Thread.onSpinWait();
    }
    interruption.close();
    hook.join();
    assertThat(said).isEmpty();
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

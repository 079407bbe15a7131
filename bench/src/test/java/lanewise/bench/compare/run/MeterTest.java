package lanewise.bench.compare.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import lanewise.bench.compare.Call;
import lanewise.bench.compare.Mlp;
import lanewise.bench.compare.Peer;
import lanewise.bench.compare.Problem;
import lanewise.bench.compare.Rounding;
import lanewise.bench.compare.Unit;
import lanewise.bench.compare.Way;
import lanewise.bench.compare.Work;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The meter, and the peers of this jar under it: their answers must be right. */
final class MeterTest {
  @TempDir private Path folder;

  private byte[] garbage = new byte[0];

  /** Wants the number of the input, three inputs in turn. */
  private record Counting(boolean latencies) implements Problem {
    @Override
    public Unit unit() {
      return Unit.MICROS;
    }

    @Override
    public int inputs() {
      return 3;
    }

    @Override
    public void check(int input, Rounding rounding, float[] answer) {
      if (answer[0] != input) {
        throw new IllegalStateException("wrong answer: " + answer[0]);
      }
    }

    @Override
    public Map<String, Double> figures() {
      return Map.of("own", 7.0);
    }
  }

  private static Call counting() {
    float[] out = new float[1];
    return Call.into(out, input -> out[0] = input);
  }

  @Test
  void aWayIsCheckedWarmedUpAndMeasured() throws Throwable {
    Meter meter = Meter.open(new Counting(true), Way.of("right", MeterTest::counting));
    meter.warmUp(1_000_000, 10_000, false);

    assertThat(meter.round()).isPositive();
    assertThat(meter.figures())
        .containsKeys("bytesPerCall", "p50", "own")
        .containsEntry("own", 7.0);
    assertThat(Meter.open(new Counting(false), Way.of("right", MeterTest::counting)).figures())
        .containsOnlyKeys("bytesPerCall", "own");
  }

  @Test
  void theWarmUpGoesOnWhileCallsAllocate() throws Throwable {
    float[] out = new float[1];
    int[] calls = new int[1];
    Call settling =
        Call.into(
            out,
            input -> {
              out[0] = input;
              if (calls[0]++ < 11) {
                garbage = new byte[64];
              }
            });
    Meter meter = Meter.open(new Counting(false), Way.of("settles", () -> settling));
    meter.warmUp(1, 1, true); // a period is one call, and one whose bytes are counted

    assertThat(calls[0]).isGreaterThan(11);
    assertThat(meter.figures()).containsEntry("bytesPerCall", 0.0);
  }

  @Test
  void aWrongAnswerIsRefusedBeforeAndAfter() throws Throwable {
    float[] out = new float[1];
    boolean[] wrong = new boolean[1];
    Way way = Way.of("turns wrong", () -> Call.into(out, i -> out[0] = wrong[0] ? -1 : i));
    Meter meter = Meter.open(new Counting(false), way);
    wrong[0] = true;

    assertThatThrownBy(meter::figures).hasMessage("wrong answer: -1.0");
    assertThatThrownBy(() -> Meter.open(new Counting(false), way)).hasMessage("wrong answer: -1.0");
  }

  @Test
  void aYardstickIsNotCheckedAndItsShareCounts() throws Throwable {
    Call tenfold =
        new Call() {
          @Override
          public void run(int input) throws InterruptedException {
            Thread.sleep(10);
          }

          @Override
          public float[] output() {
            throw new AssertionError("there is none");
          }

          @Override
          public double share() {
            return 1e6;
          }
        };
    Meter meter = Meter.open(new Counting(false), Way.yardstick("sleep", () -> tenfold));

    // A call takes ten million nanoseconds, and does the work a million times.
    assertThat(meter.round()).isBetween(10.0, 10_000.0);
  }

  @ParameterizedTest
  @CsvSource({
    "gemm, square 8",
    "gemm, square 64",
    "gemm, square A^T 32",
    "gemm, square B^T 32",
    "gemm, layer 32 x 10x128",
    "gemv, gemv 128x784",
    "elementwise, exp of 1Mi floats",
    "elementwise, tanh of 1Mi floats",
    "elementwise, sigmoid of 1Mi floats",
    "elementwise, softmax 64x1000",
    "reductions, sum of 4Ki",
    "reductions, max of 4Ki",
    "reductions, dot of 1Mi",
    "reductions, norm of 1Mi",
    "reductions, rows of 1000x1000",
    "reductions, columns of 1000x1000",
    "mlp, '4-16-3, batch 1'",
    "mlp, '30-32-16-1, batch 1'"
  })
  void everyWayOfThisJarIsRight(String work, String name) throws Throwable {
    for (Library library : Library.ALL) {
      if (!library.module().isEmpty() || !library.works().contains(work)) {
        continue;
      }
      Peer peer = Library.peer(library.type());
      Problem problem = Work.of(work).problem(name, folder.resolve("model"));
      if (problem instanceof Mlp mlp) {
        peer.save(mlp.network(), mlp.file());
      }
      assertThat(peer.ways(problem)).isNotEmpty();
      for (Way way : peer.ways(problem)) {
        assertThat(Meter.open(problem, way).round()).as(way.name()).isPositive();
      }
    }
  }
}

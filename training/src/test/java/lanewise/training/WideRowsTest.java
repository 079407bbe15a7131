package lanewise.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import lanewise.layers.Sequential;
import lanewise.layers.linear.Dense;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.loss.Targets;
import lanewise.tensor.Shape;
import lanewise.tensor.Workers;
import lanewise.training.checkpoint.RunIdentity;
import lanewise.training.data.ClassLabels;
import lanewise.training.data.RowFormat;
import lanewise.training.data.Samples;
import lanewise.training.data.ScalerFit;
import lanewise.training.data.stream.StreamBatches;
import lanewise.training.metric.Accuracy;
import lanewise.training.preflight.DeadInputs;
import lanewise.training.preflight.FirstLoss;
import lanewise.training.preflight.LabelLeak;
import lanewise.training.preflight.Subject;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Rows so long that 256 of them fit no array: whoever reads rows in pieces takes fewer at a time.
 * Each such reader is a row here.
 */
@Tag("once")
final class WideRowsTest {
  /** 256 such rows are 3 x 2^30 bytes. */
  private static final int WIDTH = 3 << 20;

  @TempDir static Path folder;

  /** Ends a reader after the first piece: all rows would take minutes. */
  private static final class Seen extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Rows that look at the first piece that is asked for. */
  private static final class Probe implements Samples {
    private long values;

    @Override
    public int rows() {
      return 5_000;
    }

    @Override
    public RowFormat format() {
      return RowFormat.ofClasses(Shape.of(WIDTH), 2);
    }

    @Override
    public void gather(int[] order, int from, int count, float[] features, Targets targets) {
      if (count > 1) {
        values = (long) count * WIDTH;
        throw new Seen();
      }
    }
  }

  /** Reads rows in pieces. */
  private interface Reader {
    void read(Samples rows) throws Exception;
  }

  private static Subject subject(Samples rows) {
    return new Subject(
        Sequential.of(WIDTH, Dense.of(WIDTH, 2)),
        SoftmaxCrossEntropy.of(),
        rows,
        Collections.nCopies(WIDTH, "f"),
        List.of(new PermutationImportance.Column("all", 0, WIDTH)),
        1);
  }

  private static final Map<String, Reader> READERS =
      Map.of(
          "identity of a run", rows -> RunIdentity.none().withRows("rows", rows),
          "evaluation",
              rows ->
                  Evaluation.of(
                      Sequential.of(WIDTH, Dense.of(WIDTH, 2)),
                      SoftmaxCrossEntropy.of(),
                      rows,
                      Workers.caller(),
                      Accuracy.of()),
          "dead inputs", rows -> new DeadInputs().run(subject(rows)),
          "first loss", rows -> new FirstLoss().run(subject(rows)),
          "label leak", rows -> new LabelLeak().run(subject(rows)),
          "classes", ClassLabels::of,
          "scaler", ScalerFit::minMax,
          "copy on the disk", rows -> rows.toDisk(folder),
          "stream", rows -> read(StreamBatches.of(rows, 1, 1, 1)));

  private static void read(StreamBatches batches) {
    try (batches) {
      batches.next(new float[WIDTH], batches.format().newTargets(1));
    }
  }

  static List<String> names() {
    return READERS.keySet().stream().sorted().toList();
  }

  @ParameterizedTest
  @MethodSource("names")
  void aPieceFitsAnArray(String name) {
    Probe rows = new Probe();
    assertThatThrownBy(() -> READERS.get(name).read(rows)).isInstanceOf(Seen.class);
    assertThat(rows.values).isBetween(2L * WIDTH, 1L << 24);
  }

  @Test
  void aPieceHasAtLeastOneRow() {
    assertThat(RowFormat.ofClasses(Shape.of(1 << 16), 2).chunk(256)).isEqualTo(256);
    assertThat(RowFormat.ofClasses(Shape.of((1 << 16) + 1), 2).chunk(256)).isEqualTo(255);
    assertThat(RowFormat.ofClasses(Shape.of(3), 2).chunk(7)).isEqualTo(7);
    assertThat(RowFormat.ofClasses(Shape.of(Integer.MAX_VALUE), 2).chunk(256)).isEqualTo(1);
    assertThat(RowFormat.ofValues(Shape.of(1), 1 << 23).chunk(256)).isEqualTo(2);
  }

  /** The digest of a row is that of its bytes, of which there are more than one piece. */
  @Test
  void theIdentityDependsOnEveryValueOfALongRow() {
    String all = digest(-1);
    assertThat(digest(-1)).isEqualTo(all);
    assertThat(List.of(digest(0), digest(4_096), digest(WIDTH - 1)))
        .doesNotContain(all)
        .doesNotHaveDuplicates();
  }

  private static String digest(int changed) {
    Samples rows =
        new Samples() {
          @Override
          public int rows() {
            return 2;
          }

          @Override
          public RowFormat format() {
            return RowFormat.ofClasses(Shape.of(WIDTH), 2);
          }

          @Override
          public void gather(int[] order, int from, int count, float[] features, Targets targets) {
            Arrays.fill(features, 0);
            if (changed >= 0) {
              features[changed] = 1;
            }
          }
        };
    return RunIdentity.none().withRows("rows", rows).toString();
  }
}

package lanewise.layers.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import lanewise.layers.Lowering.Affine;
import lanewise.layers.Networks;
import lanewise.layers.linear.Dense;
import lanewise.tensor.Shape;
import lanewise.tensor.WeightPrecision;
import lanewise.tensor.Workers;
import lanewise.tensor.kernel.Start;
import lanewise.tensor.kernel.elementwise.UnaryOp;
import org.junit.jupiter.api.Test;

/** Rows before and after the weights are packed. */
class PackedProductTest {
  private static final int IN = 61;
  private static final int OUT = 83;
  private static final int ROWS = 40;

  @Test
  void rowsBeforePackingHaveTheBitsOfThoseAfter() {
    float[] expected = run(layer(false), ROWS, ROWS);
    PackedProduct later = layer(true);
    for (int call = 0; call < 3; call++) {
      assertThat(run(later, ROWS, 1)).as("call %d", call).isEqualTo(expected);
    }
    assertThat(run(layer(true), ROWS, 32)).isEqualTo(expected);
    assertThat(run(layer(true), ROWS, ROWS)).isEqualTo(expected);
  }

  @Test
  void anyNumberOfThreadsMayComeWhenItPacks() throws Exception {
    float[] expected = run(layer(false), ROWS, ROWS);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (int round = 0; round < 20; round++) {
        PackedProduct later = layer(true);
        List<Future<float[]>> results = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
          results.add(threads.submit(() -> run(later, ROWS, 1)));
        }
        for (Future<float[]> result : results) {
          assertThat(result.get()).isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void sizesAreTheSameBeforeAndAfter() {
    PackedProduct later = layer(true);
    long before = later.weightBytes();
    run(later, ROWS, ROWS);
    assertThat(before).isEqualTo(later.weightBytes()).isEqualTo(layer(false).weightBytes());
  }

  /** As after the warm-up of other code, or in it, where the machine is slow and rows are few. */
  @Test
  void onceTheStartIsOverTheNextCallPacks() {
    assertThat(Start.isOver()).as("tests run without a start").isTrue();
    EarlyWeights weights = new EarlyWeights(IN, OUT, new float[IN * OUT], true);
    assertThat(weights.forRows(1)).isNull();
    assertThat(weights.packed()).isNotNull();
    EarlyWeights counting = new EarlyWeights(IN, OUT, new float[IN * OUT], false);
    assertThat(counting.forRows(1)).isNotNull();
  }

  private static PackedProduct layer(boolean later) {
    Dense dense = Dense.of(IN, OUT);
    Networks.fill(dense, 5);
    Affine affine = (Affine) dense.lowering(List.of(Shape.of(IN)));
    return new PackedProduct(
        List.of("dense", "relu"),
        new ProductWeights(affine, true),
        WeightPrecision.FLOAT32,
        UnaryOp.RELU,
        later);
  }

  /** The outputs of the same rows, some at a time. */
  private static float[] run(PackedProduct product, int rows, int atATime) {
    float[] in = Networks.gaussians(3, rows * IN);
    float[] out = new float[rows * OUT];
    Program program = Program.builder().input("x", Shape.of(IN)).step("y", product, "x").build("y");
    Workspace workspace = program.newWorkspace(atATime, Workers.caller());
    for (int row = 0; row < rows; row += atATime) {
      int count = Math.min(atATime, rows - row);
      workspace.run(count, in, row * IN);
      System.arraycopy(workspace.output(0), 0, out, row * OUT, count * OUT);
    }
    return out;
  }
}

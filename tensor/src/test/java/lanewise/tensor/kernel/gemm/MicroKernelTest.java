package lanewise.tensor.kernel.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.stream.Stream;
import lanewise.tensor.RandomStream;
import lanewise.tensor.kernel.Chain;
import lanewise.tensor.kernel.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of a tile, for every tile of every variant that can run in this JVM. */
class MicroKernelTest {
  private static final int OFFSET = 3;
  private static final float NO_FLOOR = Float.NEGATIVE_INFINITY;

  static Stream<Arguments> tiles() {
    return StandInTiles.andVariants().flatMap(MicroKernelTest::tiles);
  }

  private static Stream<Arguments> tiles(Variant<Tiles> variant) {
    Tiles tiles = variant.kernel().get();
    return Stream.of(tiles.main(), tiles.four(), tiles.edge())
        .distinct()
        .map(tile -> Arguments.of(variant.name() + " " + tile.rows() + "x" + tile.columns(), tile));
  }

  @Test
  void theActiveVariantAndTheScalarOneAreTried() {
    assertThat(GemmVariants.ALL.stream().filter(Variant::available))
        .contains(GemmVariants.ACTIVE)
        .anyMatch(variant -> variant.bits() == 0);
  }

  @Test
  void theTilesOfAVariantFitTogether() {
    for (Variant<Tiles> variant : GemmVariants.ALL) {
      if (variant.available()) {
        Tiles tiles = variant.kernel().get();
        assertThat(tiles.four().rows()).as(variant.name()).isEqualTo(4);
        assertThat(tiles.four().columns()).as(variant.name()).isEqualTo(tiles.main().columns());
        assertThat(tiles.row().columns()).as(variant.name()).isEqualTo(tiles.main().columns());
        assertThat(tiles.main().columns() % tiles.edge().columns()).as(variant.name()).isZero();
        assertThat(tiles.edgeRow().columns()).as(variant.name()).isEqualTo(tiles.edge().columns());
        assertThat(tiles.groupColumns() % tiles.main().columns()).as(variant.name()).isZero();
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("tiles")
  void everyElementIsOneChain(String name, MicroKernel tile) {
    for (int rows = 1; rows <= tile.rows(); rows++) {
      for (int depth : new int[] {0, 1, 2, 3, 67}) {
        for (int[] strides : new int[][] {{depth + 2, 1}, {1, 19}, {0, 1}, {2, -7}}) {
          for (Start start : Start.values()) {
            check(name, tile, rows, depth, strides[0], strides[1], start, NO_FLOOR);
            check(name, tile, rows, depth, strides[0], strides[1], start, 0);
          }
        }
      }
    }
  }

  /**
   * Rows closer together than a tile is wide: each overwrites what the one before wrote too much.
   */
  @ParameterizedTest(name = "{0}")
  @MethodSource("tiles")
  void rowsAreWrittenInTurn(String name, MicroKernel tile) {
    RandomStream random = RandomStream.of(5);
    int columns = tile.columns();
    int depth = 7;
    float[] a = Chain.values(random, tile.rows() * depth);
    float[] b = Chain.values(random, depth * columns);
    MemorySegment panel = Arena.ofAuto().allocate(4L * b.length, 64);
    MemorySegment.copy(b, 0, panel, ValueLayout.JAVA_FLOAT, 0, b.length);
    for (int valid = 1; valid <= columns; valid++) {
      float[] init = Chain.values(random, tile.rows() * columns);
      float[] c = new float[init.length];
      tile.multiply(
          depth, a, 0, depth, 1, tile.rows(), panel, 0, init, 0, valid, NO_FLOOR, c, 0, valid);
      for (int r = 0; r < tile.rows(); r++) {
        for (int j = 0; j < valid; j++) {
          float from = init[r * valid + j];
          float expected = Chain.element(from, depth, 1, a, r * depth, 1, b, j, columns);
          Chain.assertSame(c[r * valid + j], expected, "%s, row %d, column %d", name, r, j);
        }
      }
    }
  }

  /** Panels need not touch each other, and a tile beyond the last one is left alone. */
  @ParameterizedTest(name = "{0}")
  @MethodSource("tiles")
  void severalPanelsAreAsManyTiles(String name, MicroKernel tile) {
    RandomStream random = RandomStream.of(11);
    int columns = tile.columns();
    for (int panels = 0; panels <= 5; panels++) {
      for (int rows = 1; rows <= tile.rows(); rows++) {
        for (int depth : new int[] {0, 1, 5, 64}) {
          for (float floor : new float[] {NO_FLOOR, 0}) {
            for (int initRow : new int[] {0, panels * columns + 1}) {
              float[] a = Chain.values(random, rows * (depth + 1) + 2);
              long stride = 64L * (4L * depth * columns / 64 + 2);
              MemorySegment memory = Arena.ofAuto().allocate(64 + panels * stride, 64);
              float[] b = Chain.values(random, (int) (memory.byteSize() / 4));
              MemorySegment.copy(b, 0, memory, ValueLayout.JAVA_FLOAT, 0, b.length);
              float[] init = Chain.values(random, 2 + rows * (panels * columns + 1));
              int cRow = panels * columns + 3;
              float[] expected = new float[OFFSET + rows * cRow];
              Arrays.fill(expected, Chain.GUARD);
              float[] c = expected.clone();
              for (int q = 0; q < panels; q++) {
                int j = q * columns;
                tile.multiply(
                    depth,
                    a,
                    1,
                    depth,
                    1,
                    rows,
                    memory,
                    64 + q * stride,
                    init,
                    2 + j,
                    initRow,
                    floor,
                    expected,
                    OFFSET + j,
                    cRow);
              }
              tile.multiplyPanels(
                  panels, stride, depth, a, 1, depth, 1, rows, memory, 64, init, 2, initRow, floor,
                  c, OFFSET, cRow);
              assertThat(c)
                  .as("%s, %d panels, %d rows, depth %d", name, panels, rows, depth)
                  .isEqualTo(expected);
            }
          }
        }
      }
    }
  }

  private enum Start {
    BIAS,
    ROWS,
    IN_PLACE
  }

  private static void check(
      String name,
      MicroKernel tile,
      int rows,
      int depth,
      int aRow,
      int aStep,
      Start start,
      float floor) {
    RandomStream random = RandomStream.of(rows * 100L + depth);
    int columns = tile.columns();
    int aOffset = aStep < 0 ? depth * 7 + 1 : 1;
    // Exactly as long as the rows that may be read.
    float[] a =
        Chain.values(
            random,
            aOffset + (rows - 1) * aRow + Math.max(0, (depth - 1) * Math.max(0, aStep)) + 1);
    MemorySegment panel = Arena.ofAuto().allocate(64 + 4L * Math.max(1, depth) * columns, 64);
    float[] b = Chain.values(random, depth * columns);
    MemorySegment.copy(b, 0, panel, ValueLayout.JAVA_FLOAT, 64, b.length);
    int cRow = columns + 5;
    float[] c = new float[OFFSET + (rows - 1) * cRow + columns + 4];
    Arrays.fill(c, Chain.GUARD);
    int initRow = start == Start.BIAS ? 0 : start == Start.ROWS ? columns + 1 : cRow;
    int initOffset = start == Start.IN_PLACE ? OFFSET : 2;
    float[] init = Chain.values(random, initOffset + (rows - 1) * initRow + columns);
    if (start == Start.IN_PLACE) {
      for (int at = OFFSET; at < init.length; at++) {
        if ((at - OFFSET) % cRow < columns) {
          c[at] = init[at];
        }
      }
    }
    tile.multiply(
        depth,
        a,
        aOffset,
        aRow,
        aStep,
        rows,
        panel,
        64,
        start == Start.IN_PLACE ? c : init,
        initOffset,
        initRow,
        floor,
        c,
        OFFSET,
        cRow);
    for (int at = 0; at < c.length; at++) {
      int r = (at - OFFSET) / cRow;
      int j = (at - OFFSET) % cRow;
      if (at < OFFSET || r >= rows || j >= columns) {
        Chain.assertGuard(c[at], "%s, %d rows, depth %d, %s", name, rows, depth, start);
      } else {
        float from = init[initOffset + r * initRow + j];
        float sum = Chain.element(from, depth, 1, a, aOffset + r * aRow, aStep, b, j, columns);
        float expected = Math.max(sum, floor);
        Chain.assertSame(
            c[at], expected, "%s, %d rows, depth %d, %s at %d, %d", name, rows, depth, start, r, j);
      }
    }
  }
}

package lanewise.tensor.kernel.gemm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import lanewise.tensor.kernel.ForkedJvm;
import lanewise.tensor.kernel.ForkedJvm.Run;
import lanewise.tensor.kernel.Grid;
import lanewise.tensor.kernel.Simd;
import lanewise.tensor.kernel.Variant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The grid of products in JVMs that run it with the tiles of other machines; {@code
 * -Dlanewise.test.full=true}: also with stand-ins for those of this machine.
 */
class StandInTilesTest {
  @TempDir private Path folder;

  /** Those whose sizes the grid does not meet at any width of this machine. */
  static Stream<StandInTiles.Machine> machines() {
    return StandInTiles.MACHINES.stream()
        .filter(machine -> Grid.FULL || !hasTilesOfTheSizesOf(machine));
  }

  private static boolean hasTilesOfTheSizesOf(StandInTiles.Machine machine) {
    int bits = machine.lanes() * Float.SIZE;
    return bits <= Simd.BITS
        && GemmVariants.ALL.stream()
            .filter(variant -> variant.bits() == bits)
            .findFirst()
            .map(StandInTilesTest::hasManyRegisters)
            .orElseThrow()
            .equals(machine.manyRegisters());
  }

  private static boolean hasManyRegisters(Variant<Tiles> variant) {
    return variant.name().startsWith("gemm-6x4");
  }

  @ParameterizedTest
  @MethodSource("machines")
  @Tag("once")
  void tilesOfOtherMachines(StandInTiles.Machine machine) throws IOException, InterruptedException {
    // Compiled later than usual: two thirds of the time are the compiler's.
    Run run =
        ForkedJvm.run(
            folder,
            List.of(
                "--add-modules=jdk.incubator.vector",
                "-Dlanewise.simd=scalar",
                "-XX:CompileThresholdScaling=4"),
            ProductGrid.class,
            machine.toString());
    assertThat(run.exit()).as(run.err()).isZero();
    assertThat(run.out().lines())
        .hasSize(ProductGrid.Route.values().length + 1)
        .allMatch(line -> line.startsWith("stand-in tiles of " + machine));
  }

  @Test
  void tilesInUseAreNotExchanged() {
    assertThat(ActiveTiles.TILES.main().rows()).isPositive();
    assertThatIllegalStateException()
        .isThrownBy(
            () -> ActiveTiles.Choice.standIn(StandInTiles.of(StandInTiles.MACHINES.getFirst())))
        .withMessage("the tiles of this JVM are in use already");
  }

  @Test
  void aProcessorOf32RegistersHasTilesForThem() {
    assertThat(GemmVariants.all("aarch64").stream().filter(variant -> variant.bits() == 128))
        .extracting(Variant::name)
        .containsExactly("gemm-6x4-f32x4", "gemm-6x2-f32x4");
    assertThat(GemmVariants.all("amd64").stream().filter(variant -> variant.bits() == 128))
        .extracting(Variant::name)
        .containsExactly("gemm-6x2-f32x4", "gemm-6x4-f32x4");
  }

  /** Of a machine that has them: stand-ins have their sizes. */
  @Test
  void standInsAreOfTheSizesOfTheVariants() {
    for (Variant<Tiles> variant : GemmVariants.ALL) {
      if (variant.available() && variant.bits() > 0) {
        Tiles real = variant.kernel().get();
        Tiles standIn =
            StandInTiles.of(
                new StandInTiles.Machine(variant.bits() / Float.SIZE, hasManyRegisters(variant)));
        assertThat(sizes(standIn)).as(variant.name()).isEqualTo(sizes(real));
      }
    }
  }

  private static List<Integer> sizes(Tiles tiles) {
    return List.of(
        tiles.main().rows(),
        tiles.main().columns(),
        tiles.four().rows(),
        tiles.four().columns(),
        tiles.row().panels(),
        tiles.row().columns(),
        tiles.edge().rows(),
        tiles.edge().columns(),
        tiles.edgeRow().panels(),
        tiles.edgeRow().columns(),
        tiles.small().columns(),
        tiles.packing().size(),
        tiles.compressed().columns(),
        tiles.compressed().lanes());
  }
}

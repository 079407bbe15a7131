package lanewise.tensor.kernel.transpose;

import java.util.stream.Stream;
import lanewise.tensor.RandomStream;
import lanewise.tensor.kernel.Chain;
import lanewise.tensor.kernel.Grid;
import lanewise.tensor.kernel.Variant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Transposing copies where lines, their length, distances and offsets meet vector widths: every
 * element goes to its place, and no cell around and between the rows is written.
 */
class TransposeGridTest {
  static Stream<Variant<TransposeKernel>> variants() {
    return TransposeVariants.ALL.stream().filter(Variant::available);
  }

  private interface Copy {
    void run(float[] source, int from, int line, float[] target, int at, int row);
  }

  private static int grid(int lines, int depth, Copy copy) {
    float[] x = Chain.values(RandomStream.of(lines), lines * depth);
    float[] expected = turned(lines, depth, x);
    int cases = 0;
    for (int line : Grid.distances(depth)) {
      for (int row : Grid.distances(lines)) {
        int from = (line + row) % (Grid.LAST_OFFSET + 1);
        int at = (line + 3 * row + cases) % (Grid.LAST_OFFSET + 1);
        float[] target = Grid.result(at, depth * row);
        copy.run(Grid.operand(from, lines, depth, line, x), from, line, target, at, row);
        Grid.assertResult(
            target,
            at,
            depth,
            lines,
            row,
            expected,
            () -> "%d lines of %d, %d apart, to rows %d apart".formatted(lines, depth, line, row));
        cases++;
      }
    }
    return cases;
  }

  private static float[] turned(int lines, int depth, float[] x) {
    float[] turned = new float[x.length];
    for (int i = 0; i < x.length; i++) {
      turned[i % depth * lines + i / depth] = x[i];
    }
    return turned;
  }

  @Test
  void anySize() {
    long cases = 0;
    for (int lines : Grid.lengths(65)) {
      for (int depth : Grid.lengths(65)) {
        cases +=
            grid(
                lines,
                depth,
                (source, from, line, target, at, row) ->
                    Transposition.copy(lines, depth, source, from, line, target, at, row));
      }
    }
    // Beside the length of a strip.
    for (int depth : new int[] {511, 512, 513, 529}) {
      cases +=
          grid(
              17,
              depth,
              (source, from, line, target, at, row) ->
                  Transposition.copy(17, depth, source, from, line, target, at, row));
    }
    Grid.report("transposing copy", cases);
  }

  @ParameterizedTest
  @MethodSource("variants")
  void wholeBlocks(Variant<TransposeKernel> variant) {
    TransposeKernel kernel = variant.kernel().get();
    long cases = 0;
    for (int depth = 0; depth <= 8 * kernel.size(); depth += kernel.size()) {
      int length = depth;
      cases +=
          grid(
              kernel.size(),
              depth,
              (source, from, line, target, at, row) ->
                  kernel.transpose(source, from, line, length, target, at, row));
    }
    int size = kernel.size();
    float[] x = Chain.values(RandomStream.of(size), size * size);
    float[] expected = turned(size, size, x);
    cases +=
        Grid.offsets(
            1,
            (from, at) -> {
              float[] target = Grid.result(at, size * size);
              kernel.transpose(Grid.operand(from[0], x), from[0], size, size, target, at, size);
              Grid.assertResult(target, at, expected, () -> "a block at %d".formatted(at));
            });
    Grid.report(variant.name(), cases);
  }
}

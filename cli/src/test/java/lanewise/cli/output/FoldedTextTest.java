package lanewise.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Text and tables on lines of several lengths. */
@Tag("once")
final class FoldedTextTest {
  @Test
  void whatFitsStaysAsItIs() {
    assertThat(FoldedText.lines("Labels   3: a, b\n\n  x", 16))
        .containsExactly("Labels   3: a, b", "", "  x");
  }

  @Test
  void theRestOfAValueStandsBelowIt() {
    assertThat(FoldedText.lines("Time     4 s, 10 rows a second", 20))
        .containsExactly("Time     4 s, 10", "         rows a", "         second");
    assertThat(FoldedText.lines("  seed     a number of some digits", 24))
        .containsExactly("  seed     a number of", "           some digits");
  }

  @Test
  void theRestOfASentenceIsIndented() {
    assertThat(FoldedText.lines("note: the loss no longer falls", 20))
        .containsExactly("note: the loss no", "  longer falls");
  }

  @Test
  void figuresStayWithTheirNames() {
    assertThat(FoldedText.lines("trial-1  val loss 0.1  val acc 95%  rate 0.02", 31))
        .containsExactly("trial-1  val loss 0.1", "         val acc 95%  rate 0.02");
  }

  /** A value that begins in the second half of a line would have no room. */
  @Test
  void aLongNameLeavesTheRestBelowItself() {
    assertThat(FoldedText.lines("A name of many words  and a value", 24))
        .containsExactly("A name of many words", "  and a value");
  }

  @Test
  void aWordThatIsLongerThanALineStaysWhole() {
    assertThat(FoldedText.lines("Model    models/a/very/long/path.safetensors (weights)", 24))
        .containsExactly("Model    models/a/very/long/path.safetensors", "         (weights)");
    assertThat(FoldedText.lines("0123456789 0123456789", 4))
        .containsExactly("0123456789", "  0123456789");
  }

  private static FittedTable table() {
    return FittedTable.of(List.of("layer", "parameters", "shapes"))
        .toTheRight(1)
        .row(List.of("dense-1", "8,320", "weight [128, 64], bias [128]"))
        .row(List.of("relu-1", "0", ""));
  }

  @Test
  void aTableHasColumnsAndItsLastMayTakeSeveralLines() {
    assertThat(table().lines(Integer.MAX_VALUE))
        .containsExactly(
            "layer    parameters  shapes",
            "dense-1       8,320  weight [128, 64], bias [128]",
            "relu-1            0");
    assertThat(table().lines(44))
        .containsExactly(
            "layer    parameters  shapes",
            "dense-1       8,320  weight [128, 64], bias",
            "                     [128]",
            "relu-1            0");
  }

  @Test
  void aTableWithoutRoomNamesEachCell() {
    assertThat(table().lines(40))
        .containsExactly(
            "dense-1",
            "  parameters  8,320",
            "  shapes      weight [128, 64], bias",
            "              [128]",
            "relu-1",
            "  parameters  0");
  }
}

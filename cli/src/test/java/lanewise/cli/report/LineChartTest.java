package lanewise.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a chart says of its lines. */
@Tag("once")
final class LineChartTest {
  /** A single line has a legend too, unless the title says what it is. */
  @ParameterizedTest
  @CsvSource({
    "Dead and saturated units, relu-1 dead, true",
    "Norm of the gradients, dense-1.weight, true",
    "Learning rate, learning rate, false"
  })
  void aSingleLineIsNamed(String title, String name, boolean named) {
    LineChart.Line line =
        LineChart.Line.of(
            name, LineChart.Stroke.solid(1), new int[] {1, 2}, new double[] {0.5, 0.25});
    Html html = new Html();
    html.open("main");
    new LineChart("chart", title, null, List.of(line), false, 1, Figures::text).write(html);
    String page = html.close().document();
    assertThat(page.contains("class=\"legend\"")).isEqualTo(named);
    assertThat(page).contains("<title>epoch 2: " + name + " 0.25</title>");
  }
}

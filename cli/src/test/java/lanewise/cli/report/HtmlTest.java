package lanewise.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** No text can become markup. */
@Tag("once")
final class HtmlTest {
  @Test
  void escapesTextAndAttributes() {
    String document =
        new Html()
            .open("p", "title", "\"><script>'")
            .text("<script>alert(\"&\")</script>\u0000\u0007")
            .close()
            .document();
    assertThat(document)
        .isEqualTo(
            "<!doctype html>\n"
                + "<p title=\"&quot;&gt;&lt;script&gt;&#39;\">"
                + "&lt;script&gt;alert(&quot;&amp;&quot;)&lt;/script&gt;  </p>\n");
  }

  @Test
  void elementsAreClosedInOrder() {
    Html html = new Html().open("div").open("span").empty("meta", "charset", "utf-8");
    assertThatThrownBy(html::document)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("html: not closed: [span, div]");
    assertThat(html.close().close().document()).endsWith("<meta charset=\"utf-8\"></span></div>\n");
    assertThatThrownBy(() -> new Html().open("p", "class"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("p: an attribute has no value");
  }
}

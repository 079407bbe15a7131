package lanewise.cli.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the environment says of a terminal. */
@Tag("once")
final class TerminalsTest {
  @Test
  void colorsAreAskedForAndForbidden() {
    assertThat(Terminals.colors(Map.of(), true)).isTrue();
    assertThat(Terminals.colors(Map.of(), false)).isFalse();
    assertThat(Terminals.colors(Map.of("NO_COLOR", "1"), true)).isFalse();
    assertThat(Terminals.colors(Map.of("NO_COLOR", ""), true)).isTrue();
    assertThat(Terminals.colors(Map.of("CLICOLOR", "0"), true)).isFalse();
    assertThat(Terminals.colors(Map.of("CLICOLOR", "1"), false)).isFalse();
    assertThat(Terminals.colors(Map.of("CLICOLOR_FORCE", "1"), false)).isTrue();
    assertThat(Terminals.colors(Map.of("CLICOLOR_FORCE", "0"), false)).isFalse();
    assertThat(Terminals.colors(Map.of("CLICOLOR_FORCE", "1", "NO_COLOR", "1"), true)).isFalse();
  }

  @Test
  void theSizeIsReadWhereItIsKnown() {
    assertThat(Terminals.columns("24 132\n")).isEqualTo(132);
    assertThat(Terminals.columns("0 0\n")).isEqualTo(80);
    assertThat(Terminals.columns("")).isEqualTo(80);
  }
}

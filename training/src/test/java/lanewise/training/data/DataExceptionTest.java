package lanewise.training.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
final class DataExceptionTest {
  /** A quoted cell of a CSV file may have line breaks, and messages quote cells and names. */
  @Test
  void theMessageIsOneLine() {
    String message =
        "a.csv: the column \"c\" is left out: it is \"x\ny\r\u001bz\tw\u0085\u009b\u2028\"";
    String line = "a.csv: the column \"c\" is left out: it is \"x?y??z\tw???\"";
    assertThat(new DataException(message)).hasMessage(line);
    assertThat(new DataException(message, new IOException())).hasMessage(line);
  }
}

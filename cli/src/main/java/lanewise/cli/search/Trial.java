package lanewise.cli.search;

import java.util.Locale;
import java.util.SequencedMap;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.YamlText;
import org.jspecify.annotations.Nullable;

/**
 * One training of a search.
 *
 * @param number from 1
 * @param values the values of the keys of the search
 * @param epochs the number of epochs in place of that of the job; null for that of the job
 */
record Trial(int number, SequencedMap<String, Node> values, @Nullable Integer epochs) {
  /** The name of the folder. */
  String name() {
    return String.format(Locale.ROOT, "trial-%04d", number)
        + (epochs == null ? "" : "-epochs-" + epochs);
  }

  /** A value as a job file has it. */
  String text(String key) {
    Node value = values.get(key);
    return value == null ? "" : YamlText.line(value);
  }

  Trial withEpochs(@Nullable Integer value) {
    return new Trial(number, values, value);
  }
}

package lanewise.cli.job;

import java.util.List;
import lanewise.cli.session.InputException;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Types;
import org.jspecify.annotations.Nullable;

/**
 * The rows of a training, and how they are divided.
 *
 * @param source a file, a folder or the name of a bundled data set
 * @param label the column that names a row's class; null where the data has no columns, or if it is
 *     not given
 * @param validation the share of the rows that select the best epoch, above 0 and below 1; null for
 *     the share that suits the source
 * @param test the share of the rows that judge the final model, above 0 and below 1; null for the
 *     share that suits the source
 */
public record DataSettings(
    String source, @Nullable String label, @Nullable Double validation, @Nullable Double test) {

  static Section<DataSettings> section() {
    var source =
        Key.of(
                "source",
                Types.text(),
                DataSettings::source,
                "A CSV file with a header (also packed with gzip), a folder of four IDX files as"
                    + " MNIST has them, or the name of a bundled data set: digits, iris.")
            .withDefault("digits")
            .withOption("--data", "DATA");
    var label =
        Key.optional(
                "label",
                Types.optional(Types.text()),
                DataSettings::label,
                "The column of the CSV file that names a row's class; all others are numbers.")
            .withOption("--label", "COLUMN");
    var validation =
        Key.optional(
                "validation",
                Types.orWord("auto", Types.share(0.15)),
                DataSettings::validation,
                "Share of the rows that decide when to stop; auto is 0.15, and 0.1 for an IDX"
                    + " folder.")
            .withOption("--validation", "SHARE");
    var test =
        Key.optional(
                "test",
                Types.orWord("auto", Types.share(0.15)),
                DataSettings::test,
                "Share of the rows that judge the model at the end; auto is 0.15, but an IDX folder"
                    + " has its own.")
            .withOption("--test", "SHARE");
    return Section.of(
        "The rows, and how they are divided.",
        List.of(source, label, validation, test),
        values -> {
          DataSettings settings =
              new DataSettings(
                  values.get(source),
                  values.get(label).orElse(null),
                  values.get(validation).orElse(null),
                  values.get(test).orElse(null));
          if (settings.validation != null
              && settings.test != null
              && settings.validation + settings.test >= 1) {
            throw new InputException(
                "%s and %s leave no row to train on; together they must be below 1"
                    .formatted(values.named(validation), values.named(test)));
          }
          return settings;
        });
  }
}

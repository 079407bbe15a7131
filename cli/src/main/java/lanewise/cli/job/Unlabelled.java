package lanewise.cli.job;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What becomes of rows of a table that lack a label. */
public enum Unlabelled {
  /** The command ends and names the line. */
  REFUSE,
  /** They are left out and counted. */
  SKIP;

  /** The word for it in options and files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Reads the word of an option. */
  public static final class Converter implements ITypeConverter<Unlabelled> {
    @Override
    public Unlabelled convert(String text) {
      return Arrays.stream(values())
          .filter(each -> each.toString().equals(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "use "
                          + String.join(
                              " or ", List.of(values()).stream().map(String::valueOf).toList())));
    }
  }
}

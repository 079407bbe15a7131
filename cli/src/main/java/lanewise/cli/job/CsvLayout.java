package lanewise.cli.job;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Type;
import lanewise.cli.settings.Types;
import lanewise.layers.format.JsonObject;
import lanewise.training.data.csv.CsvFormat;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** How a CSV file is written: the options of the commands that apply a model. */
public final class CsvLayout {
  /** A character that has a word, too. */
  interface Symbol {
    char character();
  }

  /** The character between two fields. */
  public enum Separator implements Symbol {
    COMMA(','),
    SEMICOLON(';'),
    TAB('\t'),
    BAR('|');

    private final char character;

    Separator(char character) {
      this.character = character;
    }

    @Override
    public char character() {
      return character;
    }

    /** The word for it in options and files. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The character before the decimals of a number. */
  public enum Decimal implements Symbol {
    POINT('.'),
    COMMA(',');

    private final char character;

    Decimal(char character) {
      this.character = character;
    }

    @Override
    public char character() {
      return character;
    }

    /** The word for it in options and files. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Option(
      names = "--separator",
      paramLabel = "CHAR",
      converter = SeparatorConverter.class,
      description = "The character between the fields of the file: , ; | or tab (,).")
  Separator separator = Separator.COMMA;

  @Option(
      names = "--decimal",
      paramLabel = "MARK",
      converter = DecimalConverter.class,
      description = "The character before the decimals of a number: . or , (.).")
  Decimal decimal = Decimal.POINT;

  public Separator separator() {
    return separator;
  }

  public Decimal decimal() {
    return decimal;
  }

  /** The format of files of this layout. */
  public CsvFormat format() {
    return format(separator, decimal);
  }

  static CsvFormat format(Separator separator, Decimal decimal) {
    return CsvFormat.commas().withSeparator(separator.character).withDecimal(decimal.character);
  }

  /** A word, or the character itself. */
  static <T extends Symbol> Type<T> type(List<T> values) {
    Type<T> words = Types.oneOf(values);
    return new Type<>() {
      @Override
      public T read(Node node, String path) {
        for (T value : values) {
          String character = String.valueOf(value.character());
          if (node instanceof Node.Scalar scalar && scalar.text().equals(character)) {
            return value;
          }
        }
        return words.read(node, path);
      }

      @Override
      public Node write(T value) {
        return words.write(value);
      }

      @Override
      public JsonObject schema() {
        return words.schema();
      }

      @Override
      public String words() {
        return words.words();
      }
    };
  }

  private static <T extends Symbol> T find(String text, List<T> values) {
    return values.stream()
        .filter(
            each -> each.toString().equals(text) || text.equals(String.valueOf(each.character())))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "use " + String.join(", ", values.stream().map(String::valueOf).toList())));
  }

  static final class SeparatorConverter implements ITypeConverter<Separator> {
    @Override
    public Separator convert(String text) {
      return find(text, Arrays.asList(Separator.values()));
    }
  }

  static final class DecimalConverter implements ITypeConverter<Decimal> {
    @Override
    public Decimal convert(String text) {
      return find(text, Arrays.asList(Decimal.values()));
    }
  }
}

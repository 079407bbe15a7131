package lanewise.cli.job;

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
  /** A character that a CSV file is written with, which has a word, too. */
  public enum Symbol {
    COMMA(','),
    SEMICOLON(';'),
    TAB('\t'),
    BAR('|'),
    POINT('.');

    private final char character;

    Symbol(char character) {
      this.character = character;
    }

    /** The word for it in options and files. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What may stand between two fields. */
  static final List<Symbol> SEPARATORS =
      List.of(Symbol.COMMA, Symbol.SEMICOLON, Symbol.TAB, Symbol.BAR);

  /** What may stand before the decimals of a number. */
  static final List<Symbol> DECIMALS = List.of(Symbol.POINT, Symbol.COMMA);

  @Option(
      names = "--separator",
      paramLabel = "CHAR",
      converter = SeparatorConverter.class,
      description = "The character between the fields of the file: , ; | or tab (,).")
  Symbol separator = Symbol.COMMA;

  @Option(
      names = "--decimal",
      paramLabel = "MARK",
      converter = DecimalConverter.class,
      description = "The character before the decimals of a number: . or , (.).")
  Symbol decimal = Symbol.POINT;

  public Symbol separator() {
    return separator;
  }

  public Symbol decimal() {
    return decimal;
  }

  /** The format of files of this layout. */
  public CsvFormat format() {
    return format(separator, decimal);
  }

  static CsvFormat format(Symbol separator, Symbol decimal) {
    return CsvFormat.commas().withSeparator(separator.character).withDecimal(decimal.character);
  }

  /** A word, or the character itself. */
  static Type<Symbol> type(List<Symbol> values) {
    Type<Symbol> words = Types.oneOf(values);
    return new Type<>() {
      @Override
      public Symbol read(Node node, String path) {
        for (Symbol value : values) {
          String character = String.valueOf(value.character);
          if (node instanceof Node.Scalar scalar && scalar.text().equals(character)) {
            return value;
          }
        }
        return words.read(node, path);
      }

      @Override
      public Node write(Symbol value) {
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

  private static Symbol find(String text, List<Symbol> values) {
    return values.stream()
        .filter(each -> each.toString().equals(text) || text.equals(String.valueOf(each.character)))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "use " + String.join(", ", values.stream().map(String::valueOf).toList())));
  }

  static final class SeparatorConverter implements ITypeConverter<Symbol> {
    @Override
    public Symbol convert(String text) {
      return find(text, SEPARATORS);
    }
  }

  static final class DecimalConverter implements ITypeConverter<Symbol> {
    @Override
    public Symbol convert(String text) {
      return find(text, DECIMALS);
    }
  }
}

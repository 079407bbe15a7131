package lanewise.cli.job;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Type;
import lanewise.cli.settings.Types;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;
import org.jspecify.annotations.Nullable;

/** Where the rows of a part, to validate or to test, come from. */
public sealed interface RowPart {
  /**
   * A part of the rows that are there.
   *
   * @param fraction above 0 and below 1
   */
  record Share(double fraction) implements RowPart {}

  /**
   * A file of its own.
   *
   * @param file a CSV file with the columns of the rows to train on or a folder of such files, a
   *     folder of IDX files, or npy files, or folders of them, with commas between: features, what
   *     is to be predicted and, if rows have some, weights
   */
  record OwnFile(Path file) implements RowPart {
    /** The files that are named, in their order: several with commas between, or one. */
    public List<Path> paths() {
      String text = file.toString();
      return text.indexOf(',') < 0 || Files.exists(file)
          ? List.of(file)
          : Arrays.stream(text.split(",", -1)).map(String::strip).map(Path::of).toList();
    }
  }

  /** The files that a part is read from; none of a share. */
  static List<Path> paths(@Nullable RowPart part) {
    return part instanceof OwnFile own ? own.paths() : List.of();
  }

  /**
   * Numbers are shares. The name of a file has a dot or a slash: other words are shares that are
   * misspelt.
   */
  static Type<RowPart> type(double example) {
    Type<Double> share = Types.share(example);
    Type<Path> file = Types.path();
    return new Type<>() {
      @Override
      public RowPart read(Node node, String path) {
        return node instanceof Node.Scalar scalar && isFile(scalar.text())
            ? new OwnFile(file.read(node, path))
            : new Share(share.read(node, path));
      }

      private boolean isFile(String text) {
        return text.chars().anyMatch(c -> c == '.' || c == '/' || c == '\\')
            && !text.matches("[-+]?[\\d.]++([eE][-+]?\\d++)?");
      }

      @Override
      public Node write(RowPart value) {
        return switch (value) {
          case Share part -> share.write(part.fraction);
          // A path forgets the slash at the end of a folder.
          case OwnFile part ->
              file.write(
                  isFile(part.file.toString()) ? part.file : Path.of(".").resolve(part.file));
        };
      }

      @Override
      public JsonObject schema() {
        return JsonObject.builder()
            .put("anyOf", new JsonArray(List.of(share.schema(), fileSchema())))
            .build();
      }

      private JsonObject fileSchema() {
        return JsonObject.builder().put("type", "string").put("pattern", "[./\\\\]").build();
      }

      @Override
      public String words() {
        return share.words() + ", or a file";
      }
    };
  }
}

package lanewise.cli.search;

import java.nio.file.Path;
import java.util.List;
import java.util.SequencedMap;
import lanewise.cli.job.Job;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Node;
import lanewise.cli.settings.Schemas;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Type;
import lanewise.cli.settings.Types;
import lanewise.layers.format.JsonArray;
import lanewise.layers.format.JsonObject;
import org.jspecify.annotations.Nullable;

/**
 * A search over keys of a job.
 *
 * @param job the job: its keys, or the path of its file
 * @param keys the values to try, by the path of the key in the job
 * @param method how trials are chosen
 * @param folds how many trainings judge a trial, each validated by another part of the rows; null
 *     for one training
 * @param seed decides what is drawn; trial i is the same whatever the number of trials
 * @param output the folder of the trials
 */
record SearchSettings(
    Node job,
    SequencedMap<String, Dimension> keys,
    Method method,
    @Nullable Integer folds,
    long seed,
    Path output) {
  private static final int MOST_FOLDS = 100;

  /** The schema of search files, for editors. */
  static JsonObject schema() {
    return Schemas.ofFile("A search of the command lanewise", section());
  }

  /** The description of the keys of a search file. */
  static Section<SearchSettings> section() {
    var job =
        Key.of(
            "job",
            jobOrPath(),
            SearchSettings::job,
            "The path of the job file, or the keys of a job.");
    var keys =
        Key.of(
            "keys",
            Types.mapOf(Dimension.type()),
            SearchSettings::keys,
            "The values to try, by the key of the job, such as optimizer.rate.");
    var method =
        Key.group("method", Method.choice(), SearchSettings::method, "How trials are chosen.");
    var folds =
        Key.optional(
            "folds",
            Types.optional(Types.whole(2, MOST_FOLDS)),
            SearchSettings::folds,
            "The number of trainings that judge a trial, each validated by another part of the"
                + " rows; the test rows take no part.");
    var seed =
        Key.of("seed", Types.seed(), SearchSettings::seed, "Decides what is drawn.")
            .withDefault(42L);
    var output =
        Key.of("output", Types.path(), SearchSettings::output, "The folder of the trials.")
            .withDefault(Path.of("search"));
    return Section.of(
        "A search over keys of a job.",
        List.of(job, keys, method, folds, seed, output),
        values ->
            new SearchSettings(
                values.get(job),
                values.get(keys),
                values.get(method),
                values.get(folds).orElse(null),
                values.get(seed),
                values.get(output)));
  }

  /** A job is read later, as the values to try are set in it as it was written. */
  private static Type<Node> jobOrPath() {
    return new Type<>() {
      @Override
      public Node read(Node node, String path) {
        return node;
      }

      @Override
      public Node write(Node value) {
        return value;
      }

      @Override
      public JsonObject schema() {
        JsonArray any = new JsonArray(List.of(Types.path().schema(), Job.section().schema()));
        return JsonObject.builder().put("anyOf", any).build();
      }

      @Override
      public String words() {
        return "a path, or a mapping";
      }
    };
  }
}

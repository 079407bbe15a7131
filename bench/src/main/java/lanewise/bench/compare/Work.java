package lanewise.bench.compare;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A kind of work, compared over its cases.
 *
 * @param name as in {@code bench/compare NAME}
 * @param cases by name; a problem is made, when its turn comes, from the path of a file or folder
 *     that does not exist yet, for models
 * @param quick which cases {@code --quick} takes
 * @param patience how many times the usual length a slice has
 */
public record Work(
    String name,
    Map<String, Function<Path, Problem>> cases,
    Predicate<String> quick,
    int patience) {
  /** All there are. */
  public static List<Work> all() {
    return List.of(
        Product.GEMM,
        Product.GEMV,
        Elementwise.WORK,
        Reduction.WORK,
        Transposition.WORK,
        Mlp.WORK,
        Training.WORK,
        Mlp.STARTUP,
        Serving.WORK);
  }

  /**
   * The work of a name.
   *
   * @throws IllegalArgumentException if there is none
   */
  public static Work of(String name) {
    return all().stream()
        .filter(work -> work.name.equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "there is no work \"%s\": choose one of %s"
                        .formatted(
                            name, String.join(", ", all().stream().map(Work::name).toList()))));
  }

  /** The names of the cases that contain a text. */
  public List<String> names(boolean quickly, String only) {
    return cases.keySet().stream()
        .filter(name -> (!quickly || quick.test(name)) && name.contains(only))
        .toList();
  }

  /**
   * Makes a case's problem.
   *
   * @param scratch where a model may be written
   * @throws IllegalArgumentException if there is no such case
   */
  public Problem problem(String name, Path scratch) {
    Function<Path, Problem> made = cases.get(name);
    if (made == null) {
      throw new IllegalArgumentException("%s has no case %s".formatted(this.name, name));
    }
    return made.apply(scratch);
  }

  /** Cases in the order in which they are added. */
  static Map<String, Function<Path, Problem>> ordered() {
    return new LinkedHashMap<>();
  }
}

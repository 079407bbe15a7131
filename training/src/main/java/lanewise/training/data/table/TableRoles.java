package lanewise.training.data.table;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of a table are for. All columns that are not named here are features, and what
 * they hold decides their types.
 *
 * @param labels the columns to predict, at least one
 * @param weights the column with the weight of each row; null if all rows count alike
 * @param ignored columns that are left out
 * @param categories columns whose texts name categories, even if they look like numbers
 * @param kept columns that are read, but not learnt from, such as those that divide the rows
 */
public record TableRoles(
    List<String> labels,
    @Nullable String weights,
    Set<String> ignored,
    Set<String> categories,
    Set<String> kept) {
  /**
   * Copies the collections and checks that no column has two roles.
   *
   * @throws IllegalArgumentException if there is no label, or a column has two roles
   */
  public TableRoles {
    labels = List.copyOf(labels);
    ignored = Set.copyOf(ignored);
    categories = Set.copyOf(categories);
    kept = Set.copyOf(kept);
    if (labels.isEmpty()) {
      throw new IllegalArgumentException("table: no column is named to be predicted");
    }
    Set<String> seen = new HashSet<>();
    for (String label : labels) {
      requireNew(seen, label);
    }
    if (weights != null) {
      requireNew(seen, weights);
    }
    for (String name : ignored) {
      requireNew(seen, name);
    }
    for (String name : categories) {
      requireNew(seen, name);
    }
    for (String name : kept) {
      requireNew(seen, name);
    }
  }

  private static void requireNew(Set<String> seen, String name) {
    if (!seen.add(name)) {
      throw new IllegalArgumentException(
          "table: the column \"%s\" is named for two purposes; name it for one".formatted(name));
    }
  }

  /**
   * Roles of labels alone.
   *
   * @param labels the columns to predict, at least one
   * @return the roles
   * @throws IllegalArgumentException if there is no label, or one is named twice
   */
  public static TableRoles of(String... labels) {
    return new TableRoles(List.of(labels), null, Set.of(), Set.of(), Set.of());
  }

  /**
   * These roles with a column of weights.
   *
   * @param column the column with the weight of each row
   * @return a changed copy
   */
  public TableRoles withWeights(String column) {
    return new TableRoles(labels, column, ignored, categories, kept);
  }

  /**
   * These roles with columns that are left out.
   *
   * @param columns their names
   * @return a changed copy
   */
  public TableRoles withIgnored(Set<String> columns) {
    return new TableRoles(labels, weights, columns, categories, kept);
  }

  /**
   * These roles with columns whose texts name categories.
   *
   * @param columns their names
   * @return a changed copy
   */
  public TableRoles withCategories(Set<String> columns) {
    return new TableRoles(labels, weights, ignored, columns, kept);
  }

  /**
   * These roles with columns that are read, but not learnt from.
   *
   * @param columns their names
   * @return a changed copy
   */
  public TableRoles withKept(Set<String> columns) {
    return new TableRoles(labels, weights, ignored, categories, columns);
  }
}

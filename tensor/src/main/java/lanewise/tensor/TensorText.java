package lanewise.tensor;

import java.util.ArrayList;
import java.util.List;

/**
 * Prints a tensor as NumPy prints a float32 array with its default options: lines of 75 characters,
 * a summary of 3 items at either end of an axis from 1001 elements on, numbers formatted alike by
 * {@link NumberColumn}.
 */
final class TensorText {
  private static final int LINE_WIDTH = 75;
  private static final int SUMMARIZED_ABOVE = 1000;
  private static final int EDGE_ITEMS = 3;
  private static final int DOTS = -1;

  private final Tensor tensor;
  private final boolean summarized;
  private final NumberColumn column;

  private TensorText(Tensor tensor) {
    this.tensor = tensor;
    this.summarized = tensor.size() > SUMMARIZED_ABOVE;
    this.column = NumberColumn.of(shown().toArray());
  }

  static String format(Tensor tensor) {
    if (tensor.size() == 0) {
      return tensor.rank() == 1 ? "[]" : "[] of shape " + tensor.shape();
    }
    return new TensorText(tensor).nested(tensor, "", LINE_WIDTH);
  }

  /** The elements that the text will contain, which decide how wide a number is. */
  private Tensor shown() {
    Tensor shown = tensor;
    for (int axis = 0; axis < tensor.rank(); axis++) {
      int dim = tensor.dim(axis);
      if (isCut(dim)) {
        Tensor head = shown.slice(axis, 0, EDGE_ITEMS);
        Tensor tail = shown.slice(axis, dim - EDGE_ITEMS, dim);
        shown = Joining.concat(axis, head, tail);
      }
    }
    return shown;
  }

  private boolean isCut(int dim) {
    return summarized && dim > 2 * EDGE_ITEMS;
  }

  private List<Integer> items(int dim) {
    List<Integer> items = new ArrayList<>();
    for (int i = 0; i < dim; i++) {
      if (isCut(dim) && i == EDGE_ITEMS) {
        items.add(DOTS);
        i = dim - EDGE_ITEMS;
      }
      items.add(i);
    }
    return items;
  }

  private String nested(Tensor part, String indent, int width) {
    if (part.rank() == 0) {
      return column.format(part.get());
    }
    StringBuilder text = new StringBuilder("[");
    if (part.rank() == 1) {
      appendNumbers(text, part, indent.length() + 1, width - 1);
    } else {
      String between = "\n".repeat(part.rank() - 1) + indent + " ";
      String separator = "";
      for (int item : items(part.dim(0))) {
        text.append(separator);
        text.append(item == DOTS ? "..." : nested(part.select(0, item), indent + " ", width - 1));
        separator = between;
      }
    }
    return text.append(']').toString();
  }

  private void appendNumbers(StringBuilder text, Tensor row, int indent, int width) {
    int used = indent;
    for (int item : items(row.dim(0))) {
      String word = item == DOTS ? "..." : column.format(row.get(item));
      boolean first = used == indent;
      if (!first && used + 1 + word.length() > width) {
        text.setLength(text.toString().stripTrailing().length());
        text.append('\n').append(" ".repeat(indent));
        used = indent;
        first = true;
      }
      text.append(first ? "" : " ").append(word);
      used += word.length() + (first ? 0 : 1);
    }
  }
}

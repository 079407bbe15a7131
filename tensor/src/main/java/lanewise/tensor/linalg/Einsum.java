package lanewise.tensor.linalg;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import lanewise.tensor.Shape;
import lanewise.tensor.ShapeException;
import lanewise.tensor.Tensor;
import lanewise.tensor.kernel.level1.Level1;

/**
 * One or two operands whose axes are named by letters. Two operands become a stack of matrix
 * products:
 *
 * <pre>
 *   letters of both and the output     of one and the output     of both only
 *   batch                              rows (columns)            inner
 *
 *   left [batch, rows, inner] x right [batch, inner, columns] = [batch, rows, columns]
 * </pre>
 *
 * Letters of one operand alone that the output leaves out are summed first. A letter that an
 * operand names twice reads its diagonal.
 */
final class Einsum {
  private final String equation;
  private final List<Term> terms;
  private final String output;
  private final int[] sizes;

  /** An operand: one letter an axis, none twice. */
  private record Term(String letters, Tensor tensor) {}

  private Einsum(String equation, List<Term> terms, String output, int[] sizes) {
    this.equation = equation;
    this.terms = terms;
    this.output = output;
    this.sizes = sizes;
  }

  /** Reads an equation and fits it to its operands. */
  static Einsum of(String equation, Tensor... operands) {
    String text = equation.replace(" ", "");
    if (text.contains("...")) {
      throw failure(equation, "an ellipsis is not supported; name every axis");
    }
    int arrow = text.indexOf("->");
    String left = arrow < 0 ? text : text.substring(0, arrow);
    String[] inputs = left.split(",", -1);
    if (inputs.length > 2) {
      throw failure(equation, inputs.length + " operands; multiply two at a time");
    }
    if (inputs.length != operands.length) {
      throw failure(
          equation, "names " + inputs.length + " operands, but " + operands.length + " are given");
    }
    for (String input : inputs) {
      requireLetters(equation, input);
    }
    String output = arrow < 0 ? implicitOutput(left) : text.substring(arrow + 2);
    requireLetters(equation, output);
    for (int i = 0; i < output.length(); i++) {
      char letter = output.charAt(i);
      if (output.indexOf(letter) != i) {
        throw failure(equation, "the output names " + letter + " twice");
      }
      if (left.indexOf(letter) < 0) {
        throw failure(equation, "no operand names the output's " + letter);
      }
    }
    int[] sizes = new int['z' + 1];
    Arrays.fill(sizes, -1);
    List<Term> terms = new ArrayList<>();
    for (int i = 0; i < inputs.length; i++) {
      terms.add(term(equation, inputs[i], operands[i]));
      measure(equation, terms.get(i), sizes, operands);
    }
    return new Einsum(equation, terms, output, sizes);
  }

  private static ShapeException failure(String equation, String why) {
    return new ShapeException("einsum: \"" + equation + "\": " + why);
  }

  private static void requireLetters(String equation, String letters) {
    for (int i = 0; i < letters.length(); i++) {
      char c = letters.charAt(i);
      if ((c < 'a' || c > 'z') && (c < 'A' || c > 'Z')) {
        throw failure(equation, "'" + c + "' is not the letter of an axis");
      }
    }
  }

  private static String implicitOutput(String inputs) {
    StringBuilder once = new StringBuilder();
    for (char c = 'A'; c <= 'z'; c++) {
      if (inputs.indexOf(c) >= 0 && inputs.indexOf(c) == inputs.lastIndexOf(c)) {
        once.append(c);
      }
    }
    return once.toString();
  }

  /** An operand with its repeated letters turned into diagonals. */
  private static Term term(String equation, String letters, Tensor operand) {
    if (letters.length() != operand.rank()) {
      throw failure(
          equation,
          "\""
              + letters
              + "\" names "
              + letters.length()
              + " axes, "
              + operand.shape()
              + " has "
              + operand.rank());
    }
    Tensor view = operand;
    StringBuilder axes = new StringBuilder(letters);
    StringBuilder distinct = new StringBuilder();
    for (int axis = 0; axis < letters.length(); axis++) {
      String letter = letters.substring(axis, axis + 1);
      if (distinct.indexOf(letter) < 0) {
        distinct.append(letter);
        continue;
      }
      int size = operand.dim(letters.indexOf(letter));
      if (size != operand.dim(axis)) {
        throw failure(
            equation,
            "%s is both %s and %s in %s"
                .formatted(letter, size, operand.dim(axis), operand.shape()));
      }
      int first = axes.indexOf(letter);
      int last = axes.lastIndexOf(letter);
      view = view.diagonal(0, first, last);
      axes.deleteCharAt(last).deleteCharAt(first).append(letter);
    }
    int[] order = new int[distinct.length()];
    for (int i = 0; i < order.length; i++) {
      order[i] = axes.indexOf(distinct.substring(i, i + 1));
    }
    return new Term(distinct.toString(), view.permute(order));
  }

  /** Notes the sizes of an operand's letters; 1 gives way to any other. */
  private static void measure(String equation, Term term, int[] sizes, Tensor[] operands) {
    for (int axis = 0; axis < term.letters.length(); axis++) {
      char letter = term.letters.charAt(axis);
      int size = term.tensor.dim(axis);
      if (sizes[letter] < 0 || sizes[letter] == 1) {
        sizes[letter] = size;
      } else if (size != 1 && size != sizes[letter]) {
        throw failure(
            equation,
            letter
                + " is both "
                + sizes[letter]
                + " and "
                + size
                + " in "
                + operands[0].shape()
                + " and "
                + operands[operands.length - 1].shape());
      }
    }
  }

  Tensor evaluate() {
    Term first = terms.get(0);
    if (terms.size() == 1) {
      return summed(first, output).tensor();
    }
    Term second = terms.get(1);
    return product(
        summed(first, kept(first.letters, second.letters + output)),
        summed(second, kept(second.letters, first.letters + output)));
  }

  /** The letters that also occur in others. */
  private static String kept(String letters, String others) {
    StringBuilder kept = new StringBuilder();
    letters.chars().filter(c -> others.indexOf(c) >= 0).forEach(c -> kept.append((char) c));
    return kept.toString();
  }

  /** The letters that do not occur in others. */
  private static String without(String letters, String others) {
    StringBuilder rest = new StringBuilder();
    letters.chars().filter(c -> others.indexOf(c) < 0).forEach(c -> rest.append((char) c));
    return rest.toString();
  }

  /**
   * An operand with these letters only, in this order: the rest is summed. Copies its elements
   * where it is the only operand or something is summed.
   */
  private Term summed(Term term, String letters) {
    String rest = without(term.letters, letters);
    Tensor ordered = ordered(term, letters + rest, false);
    if (rest.isEmpty()) {
      return new Term(letters, terms.size() == 1 ? ordered.copy() : ordered);
    }
    Tensor rows = ordered.contiguous();
    Tensor sums = Tensor.zeros(Arrays.copyOf(ordered.shape().toArray(), letters.length()));
    int n = count(rest);
    for (int i = 0; i < sums.size(); i++) {
      sums.storage()[i] = Level1.sum(n, rows.storage(), rows.storageOffset() + i * n, 1);
    }
    return new Term(letters, sums);
  }

  /** The operand with its axes in the order of these letters, of which it has all. */
  private Tensor ordered(Term term, String letters, boolean broadcast) {
    int[] order = new int[letters.length()];
    int[] dims = new int[letters.length()];
    for (int axis = 0; axis < order.length; axis++) {
      order[axis] = term.letters.indexOf(letters.charAt(axis));
      dims[axis] = sizes[letters.charAt(axis)];
    }
    Tensor permuted = term.tensor.permute(order);
    return broadcast ? permuted.broadcastTo(dims) : permuted;
  }

  private int count(String letters) {
    return letters.chars().map(c -> sizes[c]).reduce(1, (x, y) -> x * y);
  }

  private Tensor product(Term left, Term right) {
    String both = kept(left.letters, right.letters);
    String batch = kept(both, output);
    String inner = without(both, output);
    String rows = without(left.letters, both);
    String columns = without(right.letters, both);
    int[] sizesOfResult = (batch + rows + columns).chars().map(c -> sizes[c]).toArray();
    Shape shape = Shape.of(sizesOfResult); // refuses results that are too large
    Tensor a = ordered(left, batch + rows + inner, true);
    Tensor b = ordered(right, batch + inner + columns, true);
    int stack = count(batch);
    int m = count(rows);
    int n = count(columns);
    int k = count(inner);
    Tensor result;
    if (inner.isEmpty()) {
      result = outerProducts(a.contiguous(), b.contiguous(), stack, m, n);
    } else if (rows.isEmpty() && columns.isEmpty()) {
      result = dotProducts(a.contiguous(), b.contiguous(), stack, k);
    } else if (batch.isEmpty()) {
      result = LinearAlgebra.matmul(a.reshape(m, k), b.reshape(k, n));
    } else {
      result = LinearAlgebra.matmul(a.reshape(stack, m, k), b.reshape(stack, k, n));
    }
    Term term = new Term(batch + rows + columns, Tensor.wrap(result.storage(), shape));
    return ordered(term, output, false).contiguous();
  }

  private static Tensor outerProducts(Tensor a, Tensor b, int stack, int m, int n) {
    float[] products = new float[stack * m * n];
    for (int i = 0; i < stack * m; i++) {
      float factor = a.storage()[a.storageOffset() + i];
      int row = b.storageOffset() + i / m * n;
      Level1.scale(n, factor, b.storage(), row, 1, products, i * n, 1);
    }
    return Tensor.wrap(products, Shape.of(products.length));
  }

  private static Tensor dotProducts(Tensor a, Tensor b, int stack, int k) {
    float[] sums = new float[stack];
    for (int i = 0; i < stack; i++) {
      int x = a.storageOffset() + i * k;
      sums[i] = Level1.dot(k, a.storage(), x, 1, b.storage(), b.storageOffset() + i * k, 1);
    }
    return Tensor.wrap(sums, Shape.of(stack));
  }

  @Override
  public String toString() {
    return equation;
  }
}

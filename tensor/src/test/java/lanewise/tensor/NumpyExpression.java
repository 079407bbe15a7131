package lanewise.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Carries out the small NumPy programs of the reference cases on tensors: views by indexing and by
 * methods, and writes through them.
 */
public final class NumpyExpression {
  private static final Pattern WRITE = Pattern.compile("(.*?)\\s*([*+/-])?=\\s*(.*)");
  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");
  private static final Pattern METHOD =
      Pattern.compile("\\.(\\w+)(\\((?:[^()]|\\([^()]*\\))*\\))?");

  private final Map<String, Tensor> variables = new HashMap<>();

  public NumpyExpression(String name, Tensor value) {
    variables.put(name, value);
  }

  /** Statements such as {@code b = a.T; b[0, 1] = 100}. */
  public void run(String program) {
    for (String statement : program.split(";", -1)) {
      Matcher write = WRITE.matcher(statement.strip());
      if (!write.matches()) {
        throw new IllegalArgumentException("no statement: " + statement);
      }
      String target = write.group(1).strip();
      String operand = write.group(3).strip();
      if (write.group(2) == null && NAME.matcher(target).matches()) {
        variables.put(target, value(operand));
      } else {
        write(value(target), write.group(2), operand);
      }
    }
  }

  private void write(Tensor view, @Nullable String operator, String operand) {
    boolean named = NAME.matcher(operand).lookingAt();
    Tensor right = named ? value(operand) : Tensors.scalar(Float.parseFloat(operand));
    float[] left = view.toArray();
    float[] terms = right.broadcastTo(view.shape().toArray()).toArray();
    for (int i = 0; i < left.length; i++) {
      left[i] =
          switch (operator) {
            case "*" -> left[i] * terms[i];
            case "+" -> left[i] + terms[i];
            case "-" -> left[i] - terms[i];
            case "/" -> left[i] / terms[i];
            case null, default -> terms[i];
          };
    }
    view.copyFrom(Tensor.wrap(left, view.shape()));
  }

  public Tensor value(String expression) {
    Matcher name = NAME.matcher(expression);
    Tensor value = name.lookingAt() ? variables.get(name.group()) : null;
    if (value == null) {
      throw new IllegalArgumentException("no value: " + expression);
    }
    int at = name.end();
    while (at < expression.length()) {
      if (expression.charAt(at) == '[') {
        int end = expression.indexOf(']', at);
        value = index(value, expression.substring(at + 1, end));
        at = end + 1;
      } else {
        Matcher method = METHOD.matcher(expression).region(at, expression.length());
        if (!method.lookingAt()) {
          throw new IllegalArgumentException("no view: " + expression.substring(at));
        }
        value = call(value, method.group(1), integers(method.group(2)));
        at = method.end();
      }
    }
    return value;
  }

  private static Tensor call(Tensor value, String method, int[] arguments) {
    boolean bare = arguments.length == 0;
    return switch (method) {
      case "T" -> value.transpose();
      case "transpose", "permute" -> bare ? value.transpose() : value.permute(arguments);
      case "swapaxes" -> swapped(value, arguments[0], arguments[1]);
      case "reshape", "view" -> value.reshape(arguments);
      case "ravel" -> value.flatten();
      case "flatten", "copy" -> value.copy();
      case "squeeze" -> value.squeeze(arguments);
      case "diagonal" -> bare ? value.diagonal() : value.diagonal(arguments[0], 0, 1);
      default -> throw new IllegalArgumentException("no method " + method);
    };
  }

  private static Tensor swapped(Tensor value, int first, int second) {
    int[] order = new int[value.rank()];
    Arrays.setAll(order, i -> i);
    int a = Math.floorMod(first, order.length);
    int b = Math.floorMod(second, order.length);
    order[a] = b;
    order[b] = a;
    return value.permute(order);
  }

  private static int[] integers(@Nullable String text) {
    return Pattern.compile("-?\\d+")
        .matcher(text == null ? "" : text)
        .results()
        .mapToInt(number -> Integer.parseInt(number.group()))
        .toArray();
  }

  /** NumPy's basic indexing: numbers, slices, {@code ...} and {@code None}. */
  public static Tensor index(Tensor value, String text) {
    List<String> items = new ArrayList<>();
    for (String item : text.split(",", -1)) {
      items.add(item.strip());
    }
    items.removeIf(String::isEmpty);
    int dots = items.indexOf("...");
    if (dots >= 0) {
      items.remove(dots);
      long named = items.stream().filter(item -> !isNewAxis(item)).count();
      for (long i = named; i < value.rank(); i++) {
        items.add(dots, ":");
      }
    }
    Tensor view = value;
    int axis = 0;
    for (String item : items) {
      if (isNewAxis(item)) {
        view = newAxis(view, axis++);
      } else if (item.contains(":")) {
        view = view.slice(axis++, slice(item));
      } else {
        view = view.select(axis, Integer.parseInt(item));
      }
    }
    return view;
  }

  private static boolean isNewAxis(String item) {
    return item.equals("None") || item.endsWith("newaxis");
  }

  /** A new axis with stride 0, as NumPy makes it. */
  private static Tensor newAxis(Tensor value, int axis) {
    int[] dims = new int[value.rank() + 1];
    int[] order = new int[value.rank() + 1];
    dims[0] = 1;
    for (int i = 0; i < value.rank(); i++) {
      dims[i + 1] = value.dim(i);
      order[i < axis ? i : i + 1] = i + 1;
    }
    order[axis] = 0;
    return value.broadcastTo(dims).permute(order);
  }

  private static Slice slice(String text) {
    String[] parts = text.split(":", -1);
    Integer step = parts.length > 2 ? optional(parts[2]) : null;
    return new Slice(optional(parts[0]), optional(parts[1]), step == null ? 1 : step);
  }

  private static @Nullable Integer optional(String text) {
    return text.isBlank() ? null : Integer.valueOf(text.strip());
  }
}

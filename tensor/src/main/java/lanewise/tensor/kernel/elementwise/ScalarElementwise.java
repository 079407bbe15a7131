package lanewise.tensor.kernel.elementwise;

/**
 * The scalar variant, which runs everywhere: the same operations in the same order for each
 * element.
 */
public final class ScalarElementwise implements ElementwiseKernel {
  @Override
  public void unary(UnaryOp op, int n, float[] x, int xOffset, float[] out, int outOffset) {
    switch (op) {
      case NEG -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = -x[xOffset + i];
        }
      }
      case ABS -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = Math.abs(x[xOffset + i]);
        }
      }
      case SIGN -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = ScalarFunctions.sign(x[xOffset + i]);
        }
      }
      case SQUARE -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = x[xOffset + i] * x[xOffset + i];
        }
      }
      case SQRT -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = (float) Math.sqrt(x[xOffset + i]);
        }
      }
      case RSQRT -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = 1 / (float) Math.sqrt(x[xOffset + i]);
        }
      }
      case RECIPROCAL -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = 1 / x[xOffset + i];
        }
      }
      case FLOOR -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = ScalarFunctions.floor(x[xOffset + i]);
        }
      }
      case CEIL -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = ScalarFunctions.ceil(x[xOffset + i]);
        }
      }
      case ROUND -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = ScalarFunctions.round(x[xOffset + i]);
        }
      }
      case RELU -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = ScalarFunctions.relu(x[xOffset + i]);
        }
      }
      default -> function(op, n, x, xOffset, out, outOffset);
    }
  }

  /** What takes more than a few operations. */
  private static void function(
      UnaryOp op, int n, float[] x, int xOffset, float[] out, int outOffset) {
    switch (op) {
      case EXP -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = ScalarFunctions.exp(x[xOffset + i]);
        }
      }
      case EXPM1 -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = ScalarFunctions.expm1(x[xOffset + i]);
        }
      }
      case LOG -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = ScalarFunctions.log(x[xOffset + i]);
        }
      }
      case LOG1P -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = ScalarFunctions.log1p(x[xOffset + i]);
        }
      }
      case TANH -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = ScalarFunctions.tanh(x[xOffset + i]);
        }
      }
      case SIGMOID -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = ScalarFunctions.sigmoid(x[xOffset + i]);
        }
      }
      case ERF -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = ScalarFunctions.erf(x[xOffset + i]);
        }
      }
      case SIN -> sin(n, x, xOffset, out, outOffset);
      case COS -> cos(n, x, xOffset, out, outOffset);
      case GELU -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = (float) ScalarWideFunctions.gelu(x[xOffset + i]);
        }
      }
      case GELU_TANH -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = (float) ScalarWideFunctions.geluTanh(x[xOffset + i]);
        }
      }
      case SOFTPLUS -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = (float) ScalarWideFunctions.softplus(x[xOffset + i]);
        }
      }
      case SILU -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = (float) ScalarWideFunctions.silu(x[xOffset + i]);
        }
      }
      default -> throw new IllegalArgumentException(op.toString());
    }
  }

  @Override
  public void binary(
      BinaryOp op,
      int n,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] out,
      int outOffset) {
    switch (op) {
      case ADD -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = x[xOffset + i] + y[yOffset + i];
        }
      }
      case SUB -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = x[xOffset + i] - y[yOffset + i];
        }
      }
      case MUL -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = x[xOffset + i] * y[yOffset + i];
        }
      }
      case DIV -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = x[xOffset + i] / y[yOffset + i];
        }
      }
      case MIN -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = Math.min(x[xOffset + i], y[yOffset + i]);
        }
      }
      case MAX -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = Math.max(x[xOffset + i], y[yOffset + i]);
        }
      }
      case EQ -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = x[xOffset + i] == y[yOffset + i] ? 1 : 0;
        }
      }
      case NE -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = x[xOffset + i] != y[yOffset + i] ? 1 : 0;
        }
      }
      case LT -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = x[xOffset + i] < y[yOffset + i] ? 1 : 0;
        }
      }
      case LE -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = x[xOffset + i] <= y[yOffset + i] ? 1 : 0;
        }
      }
      case GT -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = x[xOffset + i] > y[yOffset + i] ? 1 : 0;
        }
      }
      case GE -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = x[xOffset + i] >= y[yOffset + i] ? 1 : 0;
        }
      }
      case POW -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = (float) ScalarWideFunctions.pow(x[xOffset + i], y[yOffset + i]);
        }
      }
    }
  }

  @Override
  public void binaryScalar(
      BinaryOp op, int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    switch (op) {
      case ADD -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = x[xOffset + i] + y;
        }
      }
      case SUB -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = x[xOffset + i] - y;
        }
      }
      case MUL -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = x[xOffset + i] * y;
        }
      }
      case DIV -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = x[xOffset + i] / y;
        }
      }
      case MIN -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = Math.min(x[xOffset + i], y);
        }
      }
      case MAX -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = Math.max(x[xOffset + i], y);
        }
      }
      case EQ -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = x[xOffset + i] == y ? 1 : 0;
        }
      }
      case NE -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = x[xOffset + i] != y ? 1 : 0;
        }
      }
      case LT -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = x[xOffset + i] < y ? 1 : 0;
        }
      }
      case LE -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = x[xOffset + i] <= y ? 1 : 0;
        }
      }
      case GT -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = x[xOffset + i] > y ? 1 : 0;
        }
      }
      case GE -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = x[xOffset + i] >= y ? 1 : 0;
        }
      }
      case POW -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = (float) ScalarWideFunctions.pow(x[xOffset + i], y);
        }
      }
    }
  }

  @Override
  public void scalarBinary(
      BinaryOp op, int n, float x, float[] y, int yOffset, float[] out, int outOffset) {
    switch (op) {
      case SUB -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = x - y[yOffset + i];
        }
      }
      case DIV -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = x / y[yOffset + i];
        }
      }
      case POW -> {
        for (int i = 0; i < n; i++) {
          out[outOffset + i] = (float) ScalarWideFunctions.pow(x, y[yOffset + i]);
        }
      }
      case ADD, MUL, MIN, MAX, EQ, NE -> binaryScalar(op, n, y, yOffset, x, out, outOffset);
      case LT -> binaryScalar(BinaryOp.GT, n, y, yOffset, x, out, outOffset);
      case LE -> binaryScalar(BinaryOp.GE, n, y, yOffset, x, out, outOffset);
      case GT -> binaryScalar(BinaryOp.LT, n, y, yOffset, x, out, outOffset);
      case GE -> binaryScalar(BinaryOp.LE, n, y, yOffset, x, out, outOffset);
    }
  }

  @Override
  public void fma(
      int n,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] z,
      int zOffset,
      float[] out,
      int outOffset) {
    for (int i = 0; i < n; i++) {
      out[outOffset + i] = Math.fma(x[xOffset + i], y[yOffset + i], z[zOffset + i]);
    }
  }

  @Override
  public void axpy(
      int n,
      float alpha,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] out,
      int outOffset) {
    for (int i = 0; i < n; i++) {
      out[outOffset + i] = Math.fma(alpha, x[xOffset + i], y[yOffset + i]);
    }
  }

  @Override
  public void where(
      int n,
      float[] mask,
      int maskOffset,
      float[] x,
      int xOffset,
      float[] y,
      int yOffset,
      float[] out,
      int outOffset) {
    for (int i = 0; i < n; i++) {
      out[outOffset + i] = mask[maskOffset + i] != 0 ? x[xOffset + i] : y[yOffset + i];
    }
  }

  @Override
  public void clip(
      int n, float[] x, int xOffset, float low, float high, float[] out, int outOffset) {
    for (int i = 0; i < n; i++) {
      out[outOffset + i] = Math.min(Math.max(x[xOffset + i], low), high);
    }
  }

  @Override
  public void expShifted(int n, float[] x, int xOffset, float shift, float[] out, int outOffset) {
    for (int i = 0; i < n; i++) {
      out[outOffset + i] = ScalarFunctions.exp(x[xOffset + i] - shift);
    }
  }

  @Override
  public void repeatEach(int n, int times, float[] x, int xOffset, float[] out, int outOffset) {
    repeat(0, 0, n, times, x, xOffset, out, outOffset);
  }

  /** Repeats the elements from one on, of which some repetitions are there; for both variants. */
  static void repeat(
      int first, int before, int n, int times, float[] x, int xOffset, float[] out, int outOffset) {
    int done = before;
    for (int i = first; i < n; i++) {
      float value = x[xOffset + i];
      for (int j = done; j < times; j++) {
        out[outOffset + i * times + j] = value;
      }
      done = 0;
    }
  }

  /** The loop of sine, shared with the vector variant. */
  static void sin(int n, float[] x, int xOffset, float[] out, int outOffset) {
    for (int i = 0; i < n; i++) {
      out[outOffset + i] = ScalarFunctions.sin(x[xOffset + i]);
    }
  }

  /** The loop of cosine, shared with the vector variant. */
  static void cos(int n, float[] x, int xOffset, float[] out, int outOffset) {
    for (int i = 0; i < n; i++) {
      out[outOffset + i] = ScalarFunctions.cos(x[xOffset + i]);
    }
  }

  @Override
  public void gather(int n, int step, float[] x, int xOffset, float[] out, int outOffset) {
    gatherRest(0, n, step, x, xOffset, out, outOffset);
  }

  /** From the element {@code start} of the result on, four at a time. */
  static void gatherRest(
      int start, int n, int step, float[] x, int xOffset, float[] out, int outOffset) {
    int from = xOffset + start * step;
    int i = start;
    for (; i <= n - 4; i += 4) {
      int to = outOffset + i;
      out[to] = x[from];
      out[to + 1] = x[from + step];
      out[to + 2] = x[from + 2 * step];
      out[to + 3] = x[from + 3 * step];
      from += 4 * step;
    }
    for (; i < n; i++) {
      out[outOffset + i] = x[from];
      from += step;
    }
  }
}

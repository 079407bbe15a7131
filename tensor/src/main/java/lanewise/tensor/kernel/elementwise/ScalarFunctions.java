package lanewise.tensor.kernel.elementwise;

import static java.lang.Float.floatToRawIntBits;
import static java.lang.Float.intBitsToFloat;
import static java.lang.Math.abs;
import static java.lang.Math.fma;

/**
 * Functions in single precision, each a fixed sequence of exactly rounded operations that {@link
 * VectorSteps} repeats lane by lane. All coefficients are minimax fits of this project.
 *
 * <p>Reductions: e^x = 2^n e^r with n the nearest whole number to x / log(2), found by adding and
 * subtracting {@code MAGIC} = 1.5 2^23, whose last bits then hold n; log(2) is split in two parts,
 * the first short enough for n times it to be exact (Cody and Waite, 1980). log x = e log(2) +
 * log(1 + f) with 1 + f in [2/3, 4/3). Sine and cosine take off multiples of pi/2 in three parts up
 * to {@code TRIG_MAX}, and beyond it by as many bits of 2 / pi as the argument calls for.
 */
final class ScalarFunctions {
  static final int SIGN_BIT = 0x80000000;
  static final float TWO_23 = 0x1p23f;
  static final float TINY = 1e-8f;

  static final float MAGIC = 0x1.8p23f;
  static final float LOG2E = 1.442695f;
  static final float LN2 = 0.6931472f;
  static final float LN2_HIGH = 0x1.63p-1f;
  static final float LN2_LOW = -2.1219444e-4f;
  static final int EXPONENT_64 = 64 << 23;
  static final float TWO_M64 = 0x1p-64f;
  static final int EXPONENT_OF_HALF = 126 << 23;
  static final int EXPONENT_OF_ONE = 127 << 23;

  /** The largest x with a finite e^x; e^x is normal from EXP_NORMAL on and 0 below EXP_MIN. */
  static final float EXP_MAX = 88.72283f;

  static final float EXP_NORMAL = -87.3f;
  static final float EXP_MIN = -104f;

  /** Up to this magnitude e^x is a normal number. */
  static final float EXP_INSIDE = 87;

  static final float EXPM1_MIN = -18;

  /** e^r = 1 + r + E2 r^2 + … */
  static final float E2 = 0.49999994f;

  static final float E3 = 0.16666521f;
  static final float E4 = 0.041668266f;
  static final float E5 = 0.008368675f;
  static final float E6 = 0.001382061f;

  /** e^r - 1 = r + M2 r^2 + … */
  static final float M2 = 0.49999997f;

  static final float M3 = 0.16666546f;
  static final float M4 = 0.041667435f;
  static final float M5 = 0.008366265f;
  static final float M6 = 0.0013870678f;

  /** log(1 + f) = f - f^2 / 2 + L2 f^3 + …, for |f| up to 1/3. */
  static final float L2 = 0.33333212f;

  static final float L3 = -0.249998f;
  static final float L4 = 0.2001063f;
  static final float L5 = -0.16680495f;
  static final float L6 = 0.14002001f;
  static final float L7 = -0.121828966f;
  static final float L8 = 0.14004755f;
  static final float L9 = -0.12901866f;
  static final int TWO_THIRDS = floatToRawIntBits(2f / 3);
  static final int FOUR = floatToRawIntBits(4);

  /** h coth(h) = 1 + H1 h^2 + …, for |h| up to 3/4 of TANH_STEP. */
  static final float H1 = 0.3333333f;

  static final float H2 = -0.02222116f;
  static final float H3 = 0.0020891794f;
  static final float TANH_STEP = LN2 / 2;
  static final float TANH_STEPS = 2 * LOG2E;
  static final float TANH_SHIFT = LN2 / 8;

  /** tanh is 1 from here on. */
  static final float TANH_MAX = 9.1f;

  /** erf(a) = a + R1 a + R3 a^3 + … below ERF_SPLIT. */
  static final float ERF_SPLIT = 0.93f;

  static final float R1 = 0.12837915f;
  static final float R3 = -0.3761249f;
  static final float R5 = 0.11281731f;
  static final float R7 = -0.026762966f;
  static final float R9 = 0.004987352f;
  static final float R11 = -0.00059595786f;

  /** -log(1 - erf(a)) = C1 a + C2 a^2 + … from ERF_SPLIT to ERF_MAX; erf is 1 beyond. */
  static final float ERF_MAX = 4;

  static final float C1 = 1.1285144f;
  static final float C2 = 0.63571817f;
  static final float C3 = 0.10526202f;
  static final float C4 = -0.022890063f;
  static final float C5 = 0.0032149816f;
  static final float C6 = -0.00021398744f;

  /** pi / 2 in three parts, the first two of 24 bits or less, and the range that they serve. */
  static final float PI_HALF_1 = 0x1.921fb4p0f;

  static final float PI_HALF_2 = 0x1.4442dp-24f;
  static final float PI_HALF_3 = 0x1.846988p-48f;
  static final float TWO_BY_PI = 0.63661975f;
  static final float TRIG_MAX = 65_536;

  /** 64 zeros, then 2 / pi in binary. */
  private static final long[] TWO_BY_PI_BITS = {
    0, 0xA2F9836E4E441529L, 0xFC2757D1F534DDC0L, 0xDB6295993C439041L, 0xFE5163ABDEBBC561L
  };

  /** sin(r) = r + S3 r^3 + …, cos(r) = 1 - r^2 / 2 + D4 r^4 + …, for |r| up to pi / 4. */
  static final float S3 = -0.16666655f;

  static final float S5 = 0.008332187f;
  static final float S7 = -0.00019517895f;
  static final float D4 = 0.041666646f;
  static final float D6 = -0.001388731f;
  static final float D8 = 2.443233e-05f;

  private ScalarFunctions() {}

  private static float withSignOf(float x, float magnitude) {
    int sign = floatToRawIntBits(x) & SIGN_BIT;
    return intBitsToFloat(floatToRawIntBits(magnitude) | sign);
  }

  /** -1, 0 or 1; 0 of both zeros. */
  static float sign(float x) {
    if (x > 0) {
      return 1;
    }
    if (x < 0) {
      return -1;
    }
    return x == 0 ? 0 : x;
  }

  /** The nearest whole number, the even one of two; keeps the sign of zero. */
  static float round(float x) {
    float a = abs(x);
    float whole = (a + TWO_23) - TWO_23;
    return withSignOf(x, a < TWO_23 ? whole : a);
  }

  static float floor(float x) {
    float near = round(x);
    return near > x ? near - 1 : near;
  }

  static float ceil(float x) {
    float near = round(x);
    return withSignOf(x, near < x ? near + 1 : near);
  }

  /** 0 up to and including -0, NaN at NaN. */
  static float relu(float x) {
    return x <= 0 ? 0 : x;
  }

  /** Denormal results are computed 2^64 times too large, then scaled: rounded once more. */
  static float exp(float x) {
    if (!(x <= EXP_MAX)) {
      return x + Float.POSITIVE_INFINITY;
    }
    if (x < EXP_MIN) {
      return 0;
    }
    float z = fma(x, LOG2E, MAGIC);
    float p = expOfRest(x, z);
    int bits = floatToRawIntBits(p) + (floatToRawIntBits(z) << 23);
    return x < EXP_NORMAL ? intBitsToFloat(bits + EXPONENT_64) * TWO_M64 : intBitsToFloat(bits);
  }

  private static float expOfRest(float x, float z) {
    float r = rest(x, z);
    float p = fma(r, E6, E5);
    p = fma(p, r, E4);
    p = fma(p, r, E3);
    p = fma(p, r, E2);
    p = fma(p, r, 1);
    return fma(p, r, 1);
  }

  private static float rest(float x, float z) {
    float n = z - MAGIC;
    float r = fma(n, -LN2_HIGH, x);
    return fma(n, -LN2_LOW, r);
  }

  private static float expInRange(float x) {
    float z = fma(x, LOG2E, MAGIC);
    float p = expOfRest(x, z);
    return intBitsToFloat(floatToRawIntBits(p) + (floatToRawIntBits(z) << 23));
  }

  /** 2^n (e^r - 1) + 2^n - 1, with 2^(n - 1), which is finite for n = 128, doubled at the end. */
  static float expm1(float x) {
    if (!(x <= EXP_MAX)) {
      return x + Float.POSITIVE_INFINITY;
    }
    if (abs(x) < TINY) {
      return x;
    }
    float c = x < EXPM1_MIN ? EXPM1_MIN : x;
    float z = fma(c, LOG2E, MAGIC);
    float r = rest(c, z);
    float q = fma(r, M6, M5);
    q = fma(q, r, M4);
    q = fma(q, r, M3);
    q = fma(q, r, M2);
    float p = fma(q, r * r, r);
    float s = intBitsToFloat((floatToRawIntBits(z) << 23) + EXPONENT_OF_HALF);
    float y = fma(s, p, s - 0.5f);
    return y + y;
  }

  static float log(float x) {
    if (x == 0) {
      return Float.NEGATIVE_INFINITY;
    }
    if (x < 0) {
      return Float.NaN;
    }
    if (!(x <= Float.MAX_VALUE)) {
      return x;
    }
    boolean denormal = x < Float.MIN_NORMAL;
    int bits = floatToRawIntBits(denormal ? x * TWO_23 : x);
    int e = (bits - TWO_THIRDS) >> 23;
    float f = intBitsToFloat(bits - (e << 23)) - 1;
    float exponent = e;
    return logOfRest(f, denormal ? exponent - 23 : exponent);
  }

  private static float logOfRest(float f, float exponent) {
    float p = fma(f, L9, L8);
    p = fma(p, f, L7);
    p = fma(p, f, L6);
    p = fma(p, f, L5);
    p = fma(p, f, L4);
    p = fma(p, f, L3);
    p = fma(p, f, L2);
    p = fma(p, f, -0.5f);
    float y = fma(p, f * f, f);
    return fma(exponent, LN2, y);
  }

  /** The exponent of 1 + x, then 1 + f = (1 + x) / 2^e with one rounding. */
  static float log1p(float x) {
    if (x == -1) {
      return Float.NEGATIVE_INFINITY;
    }
    if (x < -1) {
      return Float.NaN;
    }
    if (!(x <= Float.MAX_VALUE) || abs(x) < TINY) {
      return x;
    }
    int e = (floatToRawIntBits(x + 1) - TWO_THIRDS) >> 23;
    float t = intBitsToFloat(-(e << 23) + FOUR);
    float f = fma(x * 0.25f, t, fma(t, 0.25f, -1));
    return logOfRest(f, e);
  }

  /**
   * With a = n log(2) / 2 + h and D = h coth(h), e^2a is s (D + h) / (D - h), where s = 2^n, so
   * that tanh(a) is p / (p + D - h) for p = (s - 1) D / 2 + (s + 1) h / 2. With t = D - h - 1,
   * which is small, p is (s - 1) / 2 (1 + t) + s h. n goes up a quarter of a step later than
   * rounding would, so h lies between -1/4 and 3/4 of a step: with plain rounding, the error was
   * largest just below tanh(a) = 1/4 and 1/2.
   */
  static float tanh(float x) {
    float a = abs(x);
    float c = a > TANH_MAX ? TANH_MAX : a;
    float z = fma(c - TANH_SHIFT, TANH_STEPS, MAGIC);
    float h = fma(z - MAGIC, -TANH_STEP, c);
    float u = h * h;
    float t = fma(fma(fma(u, H3, H2), u, H1), u, -h);
    float s = intBitsToFloat((floatToRawIntBits(z) << 23) + EXPONENT_OF_ONE);
    float half = fma(s, 0.5f, -0.5f);
    float p = fma(half, t, fma(s, h, half));
    return withSignOf(x, p / ((p + t) + 1));
  }

  /**
   * 1 / (1 + e^-x) with e^-x = s (1 + q). What 1 + s loses of 1, where s is large, is added to s q.
   * Below -EXP_INSIDE the denominator would soon overflow and is e^-x to all digits.
   */
  static float sigmoid(float x) {
    if (x < -EXP_INSIDE) {
      return exp(x);
    }
    float v = x > EXP_INSIDE ? EXP_INSIDE : x;
    float z = fma(v, -LOG2E, MAGIC);
    float n = z - MAGIC;
    float r = fma(n, LN2_HIGH, v);
    r = fma(n, LN2_LOW, r);
    float q = fma(r, M6, -M5);
    q = fma(q, r, M4);
    q = fma(q, r, -M3);
    q = fma(q, r, M2);
    q = fma(q, r * r, -r);
    float s = intBitsToFloat((floatToRawIntBits(z) << 23) + EXPONENT_OF_ONE);
    float sum = s + 1;
    float lost = (s - sum) + 1;
    return 1 / (fma(s, q, lost) + sum);
  }

  static float erf(float x) {
    float a = abs(x);
    if (a >= ERF_SPLIT) {
      return withSignOf(x, erfLarge(a));
    }
    float u = a * a;
    float p = fma(u, R11, R9);
    p = fma(p, u, R7);
    p = fma(p, u, R5);
    p = fma(p, u, R3);
    p = fma(p, u, R1);
    return withSignOf(x, fma(p, a, a));
  }

  private static float erfLarge(float a) {
    float c = a > ERF_MAX ? ERF_MAX : a;
    float p = fma(c, C6, C5);
    p = fma(p, c, C4);
    p = fma(p, c, C3);
    p = fma(p, c, C2);
    p = fma(p, c, C1);
    return 1 - expInRange(-(p * c));
  }

  static float sin(float x) {
    float a = abs(x);
    float y;
    if (a > TRIG_MAX) {
      long turns = turnsOf(a);
      y = sinOfRest(restOf(turns), quadrantOf(turns), a);
    } else {
      float z = fma(a, TWO_BY_PI, MAGIC);
      y = sinOfRest(rest3(a, z), floatToRawIntBits(z), a);
    }
    return intBitsToFloat(floatToRawIntBits(y) ^ (floatToRawIntBits(x) & SIGN_BIT));
  }

  static float cos(float x) {
    float a = abs(x);
    if (a > TRIG_MAX) {
      long turns = turnsOf(a);
      return sinOfRest(restOf(turns), quadrantOf(turns) + 1, a);
    }
    float z = fma(a, TWO_BY_PI, MAGIC);
    return sinOfRest(rest3(a, z), floatToRawIntBits(z) + 1, a);
  }

  /** a - n pi / 2, where z = n + MAGIC. */
  private static float rest3(float a, float z) {
    float n = z - MAGIC;
    float r = fma(n, -PI_HALF_1, a);
    r = fma(n, -PI_HALF_2, r);
    return fma(n, -PI_HALF_3, r);
  }

  /**
   * Where on the circle a large number lies: a / (2 pi) modulo 1, in units of 2^-64. Multiplies the
   * significand by those bits of 2 / pi that can matter (Payne and Hanek, 1983).
   */
  private static long turnsOf(float a) {
    int bits = floatToRawIntBits(a);
    long significand = (bits & 0x7fffff) | 0x800000;
    int from = 64 - 2 + (bits >>> 23) - 150;
    int word = from >> 6;
    int shift = from & 63;
    long high = word(word, shift);
    long low = word(word + 1, shift);
    return significand * high + Math.unsignedMultiplyHigh(significand, low);
  }

  /** The 64 bits of 2 / pi from this place on. */
  private static long word(int word, int shift) {
    long bits = TWO_BY_PI_BITS[word] << shift;
    return shift == 0 ? bits : bits | (TWO_BY_PI_BITS[word + 1] >>> (64 - shift));
  }

  private static int quadrantOf(long turns) {
    return (int) ((turns + (1L << 61)) >>> 62);
  }

  private static float restOf(long turns) {
    long rest = (turns << 2) >> 2;
    return (float) (rest * (0x1p-62 * (Math.PI / 2)));
  }

  /** The sine of r + quadrant pi / 2, or NaN where a is not finite. */
  private static float sinOfRest(float r, int quadrant, float a) {
    float u = r * r;
    float y;
    if ((quadrant & 1) == 0) {
      float s = fma(u, S7, S5);
      s = fma(s, u, S3);
      y = fma(s, u * r, r);
    } else {
      float c = fma(u, D8, D6);
      c = fma(c, u, D4);
      c = fma(c, u, -0.5f);
      y = fma(c, u, 1);
    }
    return a <= Float.MAX_VALUE
        ? intBitsToFloat(floatToRawIntBits(y) ^ ((quadrant << 30) & SIGN_BIT))
        : Float.NaN;
  }
}

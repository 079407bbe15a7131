package lanewise.bench.compare;

/** How a way stores weights. */
public enum Rounding {
  /** As they are. */
  NONE,
  /** The upper 16 bits of a float: the nearest of those numbers, the even one of two. */
  BFLOAT16,
  /** Eight bits and a scale for every output, so that a weight is off by half a step. */
  INT8;

  /** The weight that is computed with; for INT8 the weight itself. */
  public float round(float weight) {
    if (this != BFLOAT16) {
      return weight;
    }
    int bits = Float.floatToRawIntBits(weight);
    int even = bits >>> 16 & 1;
    return Float.intBitsToFloat(bits + 0x7fff + even & 0xffff0000);
  }

  /** How far the stored weight may be from that, for weights of -1 to 1. */
  public double error() {
    return this == INT8 ? 0x1p-8 : 0;
  }
}

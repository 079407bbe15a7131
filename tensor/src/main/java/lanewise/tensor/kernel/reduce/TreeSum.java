package lanewise.tensor.kernel.reduce;

/** The fixed trees in which virtual lanes are added up. */
final class TreeSum {
  private TreeSum() {}

  /** From 64 lanes to one. */
  static float fold64(float[] lanes, int at) {
    for (int l = at; l < at + 16; l++) {
      lanes[l] = (lanes[l] + lanes[l + 16]) + (lanes[l + 32] + lanes[l + 48]);
    }
    return fold16(lanes, at);
  }

  /** From 16 lanes to one. */
  static float fold16(float[] t, int at) {
    float s0 = (t[at] + t[at + 8]) + (t[at + 4] + t[at + 12]);
    float s1 = (t[at + 1] + t[at + 9]) + (t[at + 5] + t[at + 13]);
    float s2 = (t[at + 2] + t[at + 10]) + (t[at + 6] + t[at + 14]);
    float s3 = (t[at + 3] + t[at + 11]) + (t[at + 7] + t[at + 15]);
    return (s0 + s2) + (s1 + s3);
  }
}

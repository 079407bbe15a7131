package lanewise.tensor.kernel.reduce;

/** The fixed trees in which virtual lanes are added up. */
final class Lanes {
  private Lanes() {}

  /** From 64 lanes to one. */
  static float fold64(float[] lanes) {
    for (int l = 0; l < 16; l++) {
      lanes[l] = (lanes[l] + lanes[l + 16]) + (lanes[l + 32] + lanes[l + 48]);
    }
    return fold16(lanes);
  }

  /** From 16 lanes to one. */
  static float fold16(float[] t) {
    float s0 = (t[0] + t[8]) + (t[4] + t[12]);
    float s1 = (t[1] + t[9]) + (t[5] + t[13]);
    float s2 = (t[2] + t[10]) + (t[6] + t[14]);
    float s3 = (t[3] + t[11]) + (t[7] + t[15]);
    return (s0 + s2) + (s1 + s3);
  }
}

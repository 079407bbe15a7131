package lanewise.tensor.kernel.elementwise;

import java.util.Arrays;
import lanewise.tensor.kernel.Pool;

/**
 * The functions in double precision, tile by tile through buffers of doubles: see {@link
 * VectorWideSteps}.
 */
final class VectorWide {
  /** Elements of a tile: its four buffers fill half of a first-level cache. */
  private static final int TILE = 512;

  private static final Pool<VectorWide> POOL = new Pool<>(VectorWide::new);

  private final double[] x = new double[TILE];
  private final double[] y = new double[TILE];
  private final double[] a = new double[TILE];
  private final double[] b = new double[TILE];

  private VectorWide() {}

  static void gelu(int n, float[] x, int xOffset, float[] out, int outOffset) {
    VectorWide tile = POOL.acquire();
    for (int i = 0; i < n; i += TILE) {
      int count = Math.min(TILE, n - i);
      load(count, x, xOffset + i, tile.x);
      VectorWideSteps.geluStart(count, tile.x, tile.a);
      VectorWideSteps.exp(count, tile.a);
      VectorWideSteps.phi(count, tile.x, tile.b);
      VectorWideSteps.geluEnd(count, tile.x, tile.a, tile.b);
      store(count, tile.x, out, outOffset + i);
    }
    POOL.release(tile);
  }

  static void geluTanh(int n, float[] x, int xOffset, float[] out, int outOffset) {
    VectorWide tile = POOL.acquire();
    for (int i = 0; i < n; i += TILE) {
      int count = Math.min(TILE, n - i);
      load(count, x, xOffset + i, tile.x);
      VectorWideSteps.geluTanhStart(count, tile.x, tile.a);
      VectorWideSteps.exp(count, tile.a);
      VectorWideSteps.overOnePlus(count, tile.x, tile.a);
      store(count, tile.x, out, outOffset + i);
    }
    POOL.release(tile);
  }

  static void silu(int n, float[] x, int xOffset, float[] out, int outOffset) {
    VectorWide tile = POOL.acquire();
    for (int i = 0; i < n; i += TILE) {
      int count = Math.min(TILE, n - i);
      load(count, x, xOffset + i, tile.x);
      VectorWideSteps.siluStart(count, tile.x, tile.a);
      VectorWideSteps.exp(count, tile.a);
      VectorWideSteps.overOnePlus(count, tile.x, tile.a);
      store(count, tile.x, out, outOffset + i);
    }
    POOL.release(tile);
  }

  static void softplus(int n, float[] x, int xOffset, float[] out, int outOffset) {
    VectorWide tile = POOL.acquire();
    for (int i = 0; i < n; i += TILE) {
      int count = Math.min(TILE, n - i);
      load(count, x, xOffset + i, tile.x);
      VectorWideSteps.negativeMagnitude(count, tile.x, tile.a);
      VectorWideSteps.exp(count, tile.a);
      VectorWideSteps.onePlus(count, tile.a, tile.b);
      VectorWideSteps.log(count, tile.b);
      VectorWideSteps.softplusEnd(count, tile.x, tile.a, tile.b);
      store(count, tile.x, out, outOffset + i);
    }
    POOL.release(tile);
  }

  static void pow(
      int n, float[] x, int xOffset, float[] y, int yOffset, float[] out, int outOffset) {
    VectorWide tile = POOL.acquire();
    for (int i = 0; i < n; i += TILE) {
      int count = Math.min(TILE, n - i);
      load(count, x, xOffset + i, tile.x);
      load(count, y, yOffset + i, tile.y);
      tile.pow(count);
      store(count, tile.a, out, outOffset + i);
    }
    POOL.release(tile);
  }

  static void powScalar(int n, float[] x, int xOffset, float y, float[] out, int outOffset) {
    VectorWide tile = POOL.acquire();
    Arrays.fill(tile.y, y);
    for (int i = 0; i < n; i += TILE) {
      int count = Math.min(TILE, n - i);
      load(count, x, xOffset + i, tile.x);
      tile.pow(count);
      store(count, tile.a, out, outOffset + i);
    }
    POOL.release(tile);
  }

  static void scalarPow(int n, float x, float[] y, int yOffset, float[] out, int outOffset) {
    VectorWide tile = POOL.acquire();
    Arrays.fill(tile.x, x);
    for (int i = 0; i < n; i += TILE) {
      int count = Math.min(TILE, n - i);
      load(count, y, yOffset + i, tile.y);
      tile.pow(count);
      store(count, tile.a, out, outOffset + i);
    }
    POOL.release(tile);
  }

  /** a = x^y. */
  private void pow(int count) {
    VectorWideSteps.magnitude(count, x, a);
    VectorWideSteps.log(count, a);
    VectorWideSteps.powExponent(count, x, y, a);
    VectorWideSteps.exp(count, a);
    VectorWideSteps.powExact(count, x, y, a);
    VectorWideSteps.powSign(count, x, y, a);
    VectorWideSteps.powSpecial(count, x, y, a);
  }

  private static void load(int n, float[] x, int xOffset, double[] to) {
    for (int i = 0; i < n; i++) {
      to[i] = x[xOffset + i];
    }
  }

  private static void store(int n, double[] from, float[] out, int outOffset) {
    for (int i = 0; i < n; i++) {
      out[outOffset + i] = (float) from[i];
    }
  }
}

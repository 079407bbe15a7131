package lanewise.tensor.kernel.level1;

/** The dot product of two arrays without gaps, in the order that the package states. */
public interface DotKernel {
  /** The sum of x[xOffset + i] * y[yOffset + i] over i from 0 to n - 1. Allocates nothing. */
  float dot(int n, float[] x, int xOffset, float[] y, int yOffset);
}

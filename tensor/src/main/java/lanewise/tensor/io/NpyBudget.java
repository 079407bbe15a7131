package lanewise.tensor.io;

/** The memory that the arrays of an archive may take together. */
final class NpyBudget {
  private final String source;
  private final ReadLimits limits;
  private final long storedBytes;
  private long taken;

  NpyBudget(String source, ReadLimits limits, long storedBytes) {
    this.source = source;
    this.limits = limits;
    this.storedBytes = storedBytes;
  }

  /** Takes an array, in Fortran order with the copy that turns it. */
  void take(NpyHeader header, int size) throws ReadLimitException {
    taken += (header.fortran() ? 2L : 1L) * Float.BYTES * size;
    limits.require(source, "what the arrays hold up to " + header.name(), taken, storedBytes);
  }
}

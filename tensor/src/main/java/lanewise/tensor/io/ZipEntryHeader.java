package lanewise.tensor.io;

/**
 * What the list of a zip file says of an entry.
 *
 * @param name of the entry
 * @param isEncrypted whether a password is needed
 * @param method how it is packed
 * @param checksum the CRC-32 of what is unpacked
 * @param packedBytes its length in the file
 * @param size its length unpacked
 * @param begin the place of its own header, which its name and its bytes follow
 * @param end the place by which its bytes must end
 */
record ZipEntryHeader(
    String name,
    boolean isEncrypted,
    int method,
    int checksum,
    long packedBytes,
    long size,
    long begin,
    long end) {
  private static final int STORED = 0;
  private static final int DEFLATED = 8;

  ZipEntryHeader endingBy(long limit) {
    return new ZipEntryHeader(name, isEncrypted, method, checksum, packedBytes, size, begin, limit);
  }

  boolean isStored() {
    return method == STORED;
  }

  boolean isDeflated() {
    return method == DEFLATED;
  }
}

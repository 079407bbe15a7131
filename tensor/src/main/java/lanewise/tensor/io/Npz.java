package lanewise.tensor.io;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;
import lanewise.tensor.Tensor;

/**
 * NumPy's archive of several arrays, {@code .npz}: a zip file with an npy file for each name, as
 * {@code numpy.savez} and {@code numpy.savez_compressed} write it. What {@link Npy} says of kinds
 * and checks holds for each array; besides, each array's checksum is verified, and an archive is
 * refused in which entries share bytes or the two headers of an entry disagree in what both state.
 *
 * <p>Safe for concurrent use.
 */
public final class Npz {
  private static final String SUFFIX = ".npy";
  private static final long MOST_BYTES_OF_ONE = 1100; // deflate stops at 1032 bytes from one
  private static final LocalDateTime NO_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Npz() {}

  /**
   * Reads all arrays of a file.
   *
   * @param file an npz file, its entries stored or deflated
   * @return new row-major tensors by name, in the order of the file; unmodifiable
   * @throws NpyFormatException if the file is no whole zip file, or an entry is not a whole npy
   *     file of a kind that is read, or two have the same name; the message names the entry
   * @throws ReadLimitException if the arrays take more memory than {@link ReadLimits#defaults}
   *     grant
   * @throws IOException if reading fails
   */
  public static Map<String, Tensor> read(Path file) throws IOException {
    return read(file, ReadLimits.defaults());
  }

  /**
   * Reads all arrays of a file with other limits.
   *
   * @param file an npz file, its entries stored or deflated
   * @param limits the memory that all its arrays together may take
   * @return new row-major tensors by name, in the order of the file; unmodifiable
   * @throws NpyFormatException as {@link #read(Path)}
   * @throws ReadLimitException if the arrays take more memory than the limits grant
   * @throws IOException if reading fails
   */
  public static Map<String, Tensor> read(Path file, ReadLimits limits) throws IOException {
    Map<String, Tensor> tensors = new LinkedHashMap<>();
    try (ZipArchive zip = new ZipArchive(Files.newByteChannel(file))) {
      NpyBudget budget = new NpyBudget(file.toString(), limits, zip.size());
      for (ZipEntryHeader entry : entries(file, zip)) {
        String name = nameOf(entry);
        if (tensors.containsKey(name)) {
          throw twice(file, name);
        }
        tensors.put(name, read(file, zip, entry, budget));
      }
    } catch (IOException failure) {
      throw Npy.named(file, failure);
    }
    return Collections.unmodifiableMap(tensors);
  }

  private static NpyFormatException twice(Path file, String name) {
    return new NpyFormatException(
        file.toString(), "has two arrays named " + name + ", with and without " + SUFFIX);
  }

  /**
   * Reads one array of a file.
   *
   * @param file an npz file
   * @param name of the array, without {@code .npy}
   * @return a new row-major tensor
   * @throws NpyFormatException if the file has no such array or two of that name, or is damaged
   * @throws ReadLimitException if the array takes more memory than {@link ReadLimits#defaults}
   *     grant
   * @throws IOException if reading fails
   */
  public static Tensor read(Path file, String name) throws IOException {
    try (ZipArchive zip = new ZipArchive(Files.newByteChannel(file))) {
      ZipEntryHeader found = null;
      for (ZipEntryHeader entry : entries(file, zip)) {
        if (nameOf(entry).equals(name)) {
          if (found != null) {
            throw twice(file, name);
          }
          found = entry;
        }
      }
      if (found == null) {
        throw new NpyFormatException(file.toString(), "has no array " + name);
      }
      NpyBudget budget = new NpyBudget(file.toString(), ReadLimits.defaults(), zip.size());
      return read(file, zip, found, budget);
    } catch (IOException failure) {
      throw Npy.named(file, failure);
    }
  }

  private static List<ZipEntryHeader> entries(Path file, ZipArchive zip) throws IOException {
    try {
      return zip.entries();
    } catch (ZipException | EOFException e) {
      throw damaged(file, e);
    }
  }

  private static NpyFormatException damaged(Path file, Exception cause) {
    String why = cause.getMessage() == null ? "" : " (" + cause.getMessage() + ")";
    NpyFormatException damaged =
        new NpyFormatException(file.toString(), "is no npz file or damaged" + why);
    damaged.initCause(cause);
    return damaged;
  }

  private static String nameOf(ZipEntryHeader entry) {
    String name = entry.name();
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }

  private static Tensor read(Path file, ZipArchive zip, ZipEntryHeader entry, NpyBudget budget)
      throws IOException {
    String name = file + "(" + entry.name() + ")";
    requireReadable(entry, name);
    requirePlausibleSize(zip, entry, name);
    CRC32 checksum = new CRC32();
    try (InputStream in = new CheckedInputStream(zip.open(entry), checksum)) {
      Tensor tensor = NpyStream.read(in, entry.size(), name, budget);
      if (in.read() >= 0 || (int) checksum.getValue() != entry.checksum()) {
        throw new NpyFormatException(name, "is damaged: its checksum differs");
      }
      return tensor;
    } catch (ZipException | EOFException e) {
      NpyFormatException damaged =
          new NpyFormatException(name, "is damaged (" + e.getMessage() + ")");
      damaged.initCause(e);
      throw damaged;
    }
  }

  private static void requireReadable(ZipEntryHeader entry, String name) throws IOException {
    if (entry.isEncrypted()) {
      throw new NpyFormatException(name, "is encrypted; write the archive without a password");
    }
    if (!entry.isStored() && !entry.isDeflated()) {
      throw new NpyFormatException(
          name,
          "is packed by method %s of zip; stored and deflated entries are read, as numpy.savez and numpy.savez_compressed write them"
              .formatted(entry.method()));
    }
  }

  /** So that an entry that lies about its size makes nobody allocate it. */
  private static void requirePlausibleSize(ZipArchive zip, ZipEntryHeader entry, String name)
      throws IOException {
    long packed = entry.packedBytes();
    long size = entry.size();
    boolean fits = entry.isStored() ? size == packed : size / MOST_BYTES_OF_ONE <= packed;
    if (size < 0 || packed < 0 || packed > zip.size() || !fits) {
      throw new NpyFormatException(name, "is damaged: its size cannot be true");
    }
  }

  /**
   * Writes arrays to a file, not compressed, as {@code numpy.savez} does. An existing file is
   * replaced as a whole; the same tensors give the same bytes.
   *
   * @param file where to; missing folders are created
   * @param tensors by name, in the order to write
   * @throws IOException if writing fails; the file is then as before
   */
  public static void write(Path file, Map<String, Tensor> tensors) throws IOException {
    AtomicFiles.writeStream(file, out -> write(out, tensors, false));
  }

  /**
   * Writes arrays to a file, deflated, as {@code numpy.savez_compressed} does.
   *
   * @param file where to; missing folders are created
   * @param tensors by name, in the order to write
   * @throws IOException if writing fails; the file is then as before
   */
  public static void writeCompressed(Path file, Map<String, Tensor> tensors) throws IOException {
    AtomicFiles.writeStream(file, out -> write(out, tensors, true));
  }

  private static void write(OutputStream out, Map<String, Tensor> tensors, boolean deflated)
      throws IOException {
    ZipOutputStream zip = new ZipOutputStream(out);
    for (Map.Entry<String, Tensor> named : tensors.entrySet()) {
      ZipEntry entry = new ZipEntry(named.getKey() + SUFFIX);
      entry.setTimeLocal(NO_TIME);
      if (!deflated) {
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(NpyStream.size(named.getValue()));
        entry.setCrc(checksum(named.getValue()));
      }
      zip.putNextEntry(entry);
      NpyStream.write(zip, named.getValue());
      zip.closeEntry();
    }
    zip.finish();
  }

  private static long checksum(Tensor tensor) throws IOException {
    CheckedOutputStream out = new CheckedOutputStream(OutputStream.nullOutputStream(), new CRC32());
    NpyStream.write(out, tensor);
    return out.getChecksum().getValue();
  }
}

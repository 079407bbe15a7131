package lanewise.faults;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.StandardOpenOption;
import java.nio.file.WatchService;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.spi.FileSystemProvider;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The files of the disk, seen through a file system in which one call fails. Code under test gets a
 * {@link #path}; each of its calls that reads or changes a file or folder is counted, and the
 * planned one goes wrong in the planned way.
 *
 * <p>The model also knows what a disk may forget. After {@link Fault#CRASH} no call succeeds any
 * more, as in a process that was killed; {@link #powerCut} then takes from the disk what was not
 * forced to it: the content of a file since its last force becomes any prefix of it, zeros or
 * garbage, and a move or a removal whose folder was not forced may not have happened. Whether the
 * disk itself forgets plays no part, so no force reaches it.
 */
public final class FaultyFiles {
  /** What happens in the planned call. */
  public enum Fault {
    /** The disk is full. */
    NO_SPACE,
    /** The device does not work. */
    IO_ERROR,
    /** The thread is interrupted just before the call. */
    INTERRUPT,
    /** A write takes only the first byte; other calls work. */
    SHORT_WRITE,
    /** A read gives only the first byte; other calls work. */
    SHORT_READ,
    /** The process ends before the call. */
    CRASH
  }

  /** The process has ended: no code may catch this and go on to change files. */
  public static final class Crash extends Error {
    private static final long serialVersionUID = 1L;

    Crash() {}
  }

  private final FileSystem real = FileSystems.getDefault();
  private final Fault fault;
  private final int failing;
  private final List<String> calls = new ArrayList<>();
  private boolean crashed;
  private int open;

  /** What another process does before a lock is taken. */
  private @Nullable Interference beforeLock;

  /** The files that were written and not forced since. */
  private final Set<Path> unforced = new LinkedHashSet<>();

  /** How to undo the moves and removals in a folder that was not forced since. */
  private final Map<Path, List<Undo>> entries = new HashMap<>();

  /** Undoes the change of a folder. */
  private interface Undo {
    void run() throws IOException;
  }

  /**
   * Plans a fault.
   *
   * @param failing the number of the call, from 0; a large one plans nothing
   */
  public FaultyFiles(Fault fault, int failing) {
    this.fault = fault;
    this.failing = failing;
  }

  /** Returns the same file in this file system. */
  public Path path(Path file) {
    return (Path)
        Proxy.newProxyInstance(
            FaultyFiles.class.getClassLoader(), new Class<?>[] {Path.class}, new PathHandler(file));
  }

  /** What another process does to a file. */
  @FunctionalInterface
  public interface Interference {
    /**
     * Does it.
     *
     * @return whether the other process has the lock now
     */
    boolean on(Path file) throws IOException;
  }

  /** Lets another process interfere each time before a lock is taken. */
  public void beforeLock(Interference interference) {
    beforeLock = interference;
  }

  /** Returns the calls so far, by name. */
  public List<String> calls() {
    return List.copyOf(calls);
  }

  /** Returns the number of files that are open. */
  public int open() {
    return open;
  }

  /** Returns whether the planned call has come. */
  public boolean happened() {
    return calls.size() > failing;
  }

  /** Takes from the disk what was not forced to it. */
  public void powerCut(long seed) throws IOException {
    Random random = new Random(seed);
    for (List<Undo> changes : entries.values()) {
      // What a folder forgets is forgotten from the end: file systems keep the order of a folder.
      int kept = random.nextInt(changes.size() + 1);
      for (int i = changes.size() - 1; i >= kept; i--) {
        changes.get(i).run();
      }
    }
    for (Path file : unforced) {
      if (Files.exists(file)) {
        byte[] now = Files.readAllBytes(file);
        byte[] left = new byte[random.nextInt(now.length + 1)];
        if (random.nextBoolean()) {
          System.arraycopy(now, 0, left, 0, left.length);
        } else if (random.nextBoolean()) {
          random.nextBytes(left);
        }
        Files.write(file, left);
      }
    }
  }

  /**
   * Counts a call on an open file, and lets it fail if it is the planned one. As in the JDK, the
   * failure does not know the file.
   */
  private void call(String name) throws IOException {
    call(name, null);
  }

  /** Counts a call on a path, whose failure names the path as it does in the JDK. */
  private void call(String name, @Nullable Path path) throws IOException {
    if (crashed) {
      throw new Crash();
    }
    calls.add(name);
    if (calls.size() - 1 != failing) {
      return;
    }
    switch (fault) {
      case NO_SPACE -> throw failure(path, "No space left on device");
      case IO_ERROR -> throw failure(path, "Input/output error");
      case INTERRUPT -> Thread.currentThread().interrupt();
      case SHORT_WRITE, SHORT_READ -> {}
      case CRASH -> {
        crashed = true;
        throw new Crash();
      }
    }
  }

  private static IOException failure(@Nullable Path path, String reason) {
    return path == null
        ? new IOException(reason)
        : new FileSystemException(real(path).toString(), null, reason);
  }

  private boolean isShort(Fault kind) {
    return fault == kind && calls.size() - 1 == failing;
  }

  private static Path real(Path path) {
    return Proxy.isProxyClass(path.getClass())
        ? ((PathHandler) Proxy.getInvocationHandler(path)).path
        : path;
  }

  /** Passes every call to the real path, and wraps the paths that it returns. */
  private final class PathHandler implements java.lang.reflect.InvocationHandler {
    private final Path path;

    PathHandler(Path path) {
      this.path = path;
    }

    @Override
    public @Nullable Object invoke(
        Object proxy, java.lang.reflect.Method method, Object @Nullable [] arguments)
        throws Throwable {
      if (method.getName().equals("getFileSystem")) {
        return system;
      }
      if (method.getName().equals("toRealPath")) {
        call("realPath", path);
      }
      Object[] unwrapped = arguments == null ? new Object[0] : arguments.clone();
      for (int i = 0; i < unwrapped.length; i++) {
        unwrapped[i] = unwrapped[i] instanceof Path other ? real(other) : unwrapped[i];
      }
      try {
        Object result = method.invoke(path, unwrapped);
        return result instanceof Path other ? path(other) : result;
      } catch (InvocationTargetException thrown) {
        throw thrown.getCause();
      }
    }
  }

  private final FileSystem system =
      new FileSystem() {
        @Override
        public FileSystemProvider provider() {
          return provider;
        }

        @Override
        public void close() {}

        @Override
        public boolean isOpen() {
          return true;
        }

        @Override
        public boolean isReadOnly() {
          return false;
        }

        @Override
        public String getSeparator() {
          return real.getSeparator();
        }

        @Override
        public Iterable<Path> getRootDirectories() {
          return real.getRootDirectories();
        }

        @Override
        public Iterable<FileStore> getFileStores() {
          return real.getFileStores();
        }

        @Override
        public Set<String> supportedFileAttributeViews() {
          return real.supportedFileAttributeViews();
        }

        @Override
        public Path getPath(String first, String... more) {
          return path(real.getPath(first, more));
        }

        @Override
        public PathMatcher getPathMatcher(String pattern) {
          PathMatcher matcher = real.getPathMatcher(pattern);
          return path -> matcher.matches(real(path));
        }

        @Override
        public UserPrincipalLookupService getUserPrincipalLookupService() {
          return real.getUserPrincipalLookupService();
        }

        @Override
        public WatchService newWatchService() throws IOException {
          return real.newWatchService();
        }
      };

  private final FileSystemProvider provider = new Provider();

  private final class Provider extends FileSystemProvider {
    private final FileSystemProvider disk = real.provider();

    @Override
    public String getScheme() {
      return "faulty";
    }

    @Override
    public FileSystem newFileSystem(URI uri, Map<String, ?> env) {
      throw new UnsupportedOperationException();
    }

    @Override
    public FileSystem getFileSystem(URI uri) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Path getPath(URI uri) {
      throw new UnsupportedOperationException();
    }

    @Override
    public SeekableByteChannel newByteChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
        throws IOException {
      return newFileChannel(path, options, attributes);
    }

    @Override
    public FileChannel newFileChannel(
        Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
        throws IOException {
      call("open", path);
      Path file = real(path);
      if (options.contains(StandardOpenOption.CREATE_NEW)) {
        FileChannel channel = disk.newFileChannel(file, options, attributes);
        unforced.add(file);
        changed(file, () -> Files.deleteIfExists(file));
        return new Channel(file, channel);
      }
      return new Channel(file, disk.newFileChannel(file, options, attributes));
    }

    /** Notes how to undo a change of the file's folder. */
    private void changed(Path file, Undo undo) {
      entries.computeIfAbsent(file.getParent(), _ -> new ArrayList<>()).add(undo);
    }

    @Override
    public DirectoryStream<Path> newDirectoryStream(
        Path folder, DirectoryStream.Filter<? super Path> filter) throws IOException {
      call("list", folder);
      DirectoryStream<Path> all =
          disk.newDirectoryStream(real(folder), path -> filter.accept(path(path)));
      return new DirectoryStream<>() {
        @Override
        public Iterator<Path> iterator() {
          Iterator<Path> paths = all.iterator();
          return new Iterator<>() {
            private int given;

            // Counts one call, behind the first entry: a listing may fail after it began.
            @Override
            public boolean hasNext() {
              if (given == 1) {
                given++;
                try {
                  call("listMore", folder);
                } catch (IOException failure) {
                  throw new DirectoryIteratorException(failure);
                }
              }
              return paths.hasNext();
            }

            @Override
            public Path next() {
              Path next = path(paths.next());
              given += given == 0 ? 1 : 0;
              return next;
            }
          };
        }

        @Override
        public void close() throws IOException {
          all.close();
        }
      };
    }

    @Override
    public void createDirectory(Path folder, FileAttribute<?>... attributes) throws IOException {
      call("createFolder", folder);
      disk.createDirectory(real(folder), attributes);
    }

    @Override
    public void delete(Path path) throws IOException {
      call("delete", path);
      Path file = real(path);
      byte[] content = Files.isRegularFile(file) ? Files.readAllBytes(file) : null;
      disk.delete(file);
      changed(
          file,
          () -> {
            if (content != null && !Files.exists(file)) {
              Files.write(file, content);
            }
          });
    }

    @Override
    public void copy(Path source, Path target, CopyOption... options) throws IOException {
      call("copy", target);
      disk.copy(real(source), real(target), options);
    }

    @Override
    public void move(Path source, Path target, CopyOption... options) throws IOException {
      call("move", target);
      Path from = real(source);
      Path to = real(target);
      byte[] content = Files.readAllBytes(from);
      byte[] old = Files.exists(to) ? Files.readAllBytes(to) : null;
      disk.move(from, to, options);
      if (unforced.remove(from)) {
        unforced.add(to);
      } else {
        unforced.remove(to);
      }
      changed(
          to,
          () -> {
            Files.write(from, content);
            if (old == null) {
              Files.deleteIfExists(to);
            } else {
              Files.write(to, old);
            }
          });
    }

    @Override
    public boolean isSameFile(Path path, Path other) throws IOException {
      return disk.isSameFile(real(path), real(other));
    }

    @Override
    public boolean isHidden(Path path) throws IOException {
      return disk.isHidden(real(path));
    }

    @Override
    public FileStore getFileStore(Path path) throws IOException {
      return disk.getFileStore(real(path));
    }

    @Override
    public void checkAccess(Path path, AccessMode... modes) throws IOException {
      disk.checkAccess(real(path), modes);
    }

    @Override
    public <V extends FileAttributeView> V getFileAttributeView(
        Path path, Class<V> type, LinkOption... options) {
      return disk.getFileAttributeView(real(path), type, options);
    }

    @Override
    public <A extends BasicFileAttributes> A readAttributes(
        Path path, Class<A> type, LinkOption... options) throws IOException {
      return disk.readAttributes(real(path), type, options);
    }

    @Override
    public Map<String, Object> readAttributes(Path path, String names, LinkOption... options)
        throws IOException {
      return disk.readAttributes(real(path), names, options);
    }

    @Override
    public void setAttribute(Path path, String name, Object value, LinkOption... options)
        throws IOException {
      call("setAttribute", path);
      disk.setAttribute(real(path), name, value, options);
    }

    @Override
    public Path readSymbolicLink(Path link) throws IOException {
      call("readLink", link);
      return path(disk.readSymbolicLink(real(link)));
    }
  }

  /** An open file or folder. */
  private final class Channel extends FileChannel {
    private final Path file;
    private final FileChannel channel;

    Channel(Path file, FileChannel channel) {
      this.file = file;
      this.channel = channel;
      open++;
    }

    private void written() {
      unforced.add(file);
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      call("write");
      written();
      if (!isShort(Fault.SHORT_WRITE) || !bytes.hasRemaining()) {
        return channel.write(bytes);
      }
      int count = channel.write(bytes.slice(bytes.position(), 1));
      bytes.position(bytes.position() + count);
      return count;
    }

    @Override
    public int write(ByteBuffer bytes, long position) throws IOException {
      call("write");
      written();
      if (!isShort(Fault.SHORT_WRITE) || !bytes.hasRemaining()) {
        return channel.write(bytes, position);
      }
      int count = channel.write(bytes.slice(bytes.position(), 1), position);
      bytes.position(bytes.position() + count);
      return count;
    }

    @Override
    public long write(ByteBuffer[] all, int offset, int length) throws IOException {
      call("write");
      written();
      return channel.write(all, offset, isShort(Fault.SHORT_WRITE) ? Math.min(1, length) : length);
    }

    @Override
    public void force(boolean metadata) throws IOException {
      call("force");
      if (!channel.isOpen() || Thread.currentThread().isInterrupted()) {
        channel.force(metadata); // which says so before it turns to the disk
      }
      if (Files.isDirectory(file)) {
        entries.remove(file);
      } else {
        unforced.remove(file);
      }
    }

    @Override
    protected void implCloseChannel() throws IOException {
      open--;
      if (channel.isOpen()) {
        channel.close();
        call("close");
      }
    }

    @Override
    public int read(ByteBuffer bytes) throws IOException {
      call("read");
      if (!isShort(Fault.SHORT_READ) || !bytes.hasRemaining()) {
        return channel.read(bytes);
      }
      int count = channel.read(bytes.slice(bytes.position(), 1));
      bytes.position(bytes.position() + Math.max(0, count));
      return count;
    }

    @Override
    public int read(ByteBuffer bytes, long position) throws IOException {
      call("read");
      if (!isShort(Fault.SHORT_READ) || !bytes.hasRemaining()) {
        return channel.read(bytes, position);
      }
      int count = channel.read(bytes.slice(bytes.position(), 1), position);
      bytes.position(bytes.position() + Math.max(0, count));
      return count;
    }

    @Override
    public long read(ByteBuffer[] all, int offset, int length) throws IOException {
      call("read");
      return channel.read(all, offset, length);
    }

    @Override
    public long position() throws IOException {
      return channel.position();
    }

    @Override
    public FileChannel position(long position) throws IOException {
      channel.position(position);
      return this;
    }

    @Override
    public long size() throws IOException {
      return channel.size();
    }

    @Override
    public FileChannel truncate(long size) throws IOException {
      call("truncate");
      channel.truncate(size);
      return this;
    }

    @Override
    public long transferTo(long position, long count, WritableByteChannel target)
        throws IOException {
      call("transfer");
      return channel.transferTo(position, count, target);
    }

    @Override
    public long transferFrom(ReadableByteChannel source, long position, long count)
        throws IOException {
      call("transfer");
      written();
      return channel.transferFrom(source, position, count);
    }

    @Override
    public FileLock lock(long position, long size, boolean shared) throws IOException {
      call("lock");
      return channel.lock(position, size, shared);
    }

    @Override
    public @Nullable FileLock tryLock(long position, long size, boolean shared) throws IOException {
      call("lock");
      boolean taken = beforeLock != null && beforeLock.on(file);
      return taken ? null : channel.tryLock(position, size, shared);
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long position, long size) throws IOException {
      call("map");
      return channel.map(mode, position, size);
    }

    @Override
    public MemorySegment map(MapMode mode, long position, long size, Arena arena)
        throws IOException {
      call("map");
      return channel.map(mode, position, size, arena);
    }
  }
}

package lanewise.faults;

import java.io.IOException;
import java.io.InputStream;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassHierarchyResolver;

/**
 * Defines the classes of this project again, some of them changed, beside those that other tests
 * use.
 */
abstract class WeavingLoader extends ClassLoader {
  private final ClassFile classFile;

  WeavingLoader(ClassLoader parent) {
    super(parent);
    this.classFile =
        ClassFile.of(
            ClassFile.ClassHierarchyResolverOption.of(
                ClassHierarchyResolver.ofResourceParsing(parent)
                    .orElse(ClassHierarchyResolver.defaultResolver())));
  }

  /** Whether a class is changed. */
  abstract boolean changes(String name);

  /** Returns the changed class. */
  abstract byte[] changed(ClassFile classFile, byte[] bytes);

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (!name.startsWith("lanewise.")) {
      return super.loadClass(name, resolve);
    }
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      return loaded == null ? define(name) : loaded;
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      byte[] bytes = in.readAllBytes();
      byte[] defined = changes(name) ? changed(classFile, bytes) : bytes;
      return defineClass(name, defined, 0, defined.length);
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
  }
}

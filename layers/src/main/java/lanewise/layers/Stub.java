package lanewise.layers;

/** Holds the place until the module has its own classes. */
public final class Stub {
  private Stub() {}

  /**
   * Returns the name of this module.
   *
   * @return the name
   */
  public static String module() {
    return "lanewise.layers";
  }
}

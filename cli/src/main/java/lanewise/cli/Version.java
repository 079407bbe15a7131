package lanewise.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the module was built with. */
final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"lanewise " + text()};
  }

  static String text() {
    java.lang.module.ModuleDescriptor module = Version.class.getModule().getDescriptor();
    return module == null ? "unknown" : module.rawVersion().orElse("unknown");
  }
}

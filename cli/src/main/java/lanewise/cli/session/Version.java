package lanewise.cli.session;

import picocli.CommandLine.IVersionProvider;

/** The version that the module was built with. */
public final class Version implements IVersionProvider {
  @Override
  public String[] getVersion() {
    return new String[] {"lanewise " + text()};
  }

  public static String text() {
    java.lang.module.ModuleDescriptor module = Version.class.getModule().getDescriptor();
    return module == null ? "unknown" : module.rawVersion().orElse("unknown");
  }
}

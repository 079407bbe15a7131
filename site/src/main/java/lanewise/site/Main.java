package lanewise.site;

import java.io.IOException;
import java.nio.file.Path;

/** Makes the site. */
public final class Main {
  private Main() {}

  /**
   * Writes all pages.
   *
   * @param args the root of the repository, and the folder of the site, which has the Javadoc in
   *     {@code api} already
   */
  public static void main(String[] args) throws IOException, InterruptedException {
    Path out = Path.of(args[1]);
    int pages = Site.of(Path.of(args[0]), CommandReference.text(), out).write();
    System.out.println("site: " + pages + " pages in " + out);
  }
}

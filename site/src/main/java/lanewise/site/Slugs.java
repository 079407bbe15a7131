package lanewise.site;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** Anchors of headings, as GitHub makes them, so that links work in both places. */
final class Slugs {
  private final Map<String, Integer> used = new HashMap<>();

  /** The anchor of the next heading of a page. */
  String next(String heading) {
    String slug =
        heading
            .toLowerCase(Locale.ROOT)
            .strip()
            .replaceAll("[^\\p{L}\\p{N}\\- _]", "")
            .replace(' ', '-');
    int times = used.merge(slug, 1, Integer::sum);
    return times == 1 ? slug : slug + "-" + (times - 1);
  }
}

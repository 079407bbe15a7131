package lanewise.cli.data;

import java.nio.file.Path;
import lanewise.cli.data.PreparedData.Remark;
import lanewise.cli.job.DataSettings;
import lanewise.cli.output.Phrases;

/** What people are told of rows that stay on the disk: where, and how much room that takes. */
final class Streaming {
  private Streaming() {}

  /** Of files that are read where they are. */
  static Remark mapped(DataSettings settings) {
    return remark(settings, "in their files, which must stay as they are until the end");
  }

  /** Of files that are copied. */
  static Remark copied(DataSettings settings, long bytes, Path folder) {
    return remark(
        settings,
        "in a copy of %s in %s, which has no name and is gone with the process"
            .formatted(Phrases.bytes(bytes), folder));
  }

  private static Remark remark(DataSettings settings, String where) {
    String why = settings.stream() == null ? ", as they would fill half of the memory" : "";
    return new Remark("Streaming", "the rows stay on the disk" + why + ", " + where);
  }
}

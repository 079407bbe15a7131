package lanewise.cli.data;

import java.util.ArrayList;
import java.util.List;
import lanewise.cli.data.PreparedData.Remark;
import lanewise.cli.output.Phrases;

/** Names the classes of which a part of the rows has none. */
final class SmallClasses {
  /** More classes than these are counted, but not named. */
  private static final int SHOWN = 20;

  private SmallClasses() {}

  /**
   * Returns a sentence for each class that some part lacks. A class that no part has is none of the
   * data's.
   *
   * @param names of the classes
   * @param train the number of training rows of each class
   * @param validation the number of its rows that validate
   * @param test the number of its rows that test
   */
  static List<Remark> remarks(List<String> names, int[] train, int[] validation, int[] test) {
    List<Remark> remarks = new ArrayList<>();
    for (int c = 0; c < names.size(); c++) {
      String what = lacking(train[c] > 0, validation[c] > 0, test[c] > 0);
      if (!what.isEmpty()) {
        remarks.add(
            new Remark(
                "Note", "the class \"%s\" %s".formatted(Phrases.excerpt(names.get(c)), what)));
      }
    }
    int more = remarks.size() - SHOWN;
    if (more > 0) {
      remarks.subList(SHOWN, remarks.size()).clear();
      remarks.add(new Remark("Note", "so it is with %s more classes".formatted(more)));
    }
    return remarks;
  }

  private static String lacking(boolean trained, boolean validated, boolean tested) {
    if (!trained) {
      return validated || tested ? "has no row to train on" : "";
    }
    if (validated && tested) {
      return "";
    }
    return "is too small to be "
        + (validated ? "tested" : tested ? "validated" : "validated or tested");
  }
}

package lanewise.cli.output;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** The two losses of a training as a small picture of characters. */
public final class LossPlot {
  private static final int ROWS = 9;
  private static final int LABEL = 8;
  private static final int NARROWEST = 20;
  private static final int WIDEST = 72;

  /** From that ratio on, the losses are spread by their logarithms. */
  private static final double LOGARITHMIC_FROM = 10;

  private static final char TRAIN = '.';
  private static final char VALIDATION = 'o';
  private static final String TRAIN_COLOR = "\u001b[36m";
  private static final String VALIDATION_COLOR = "\u001b[33m";
  private static final String PLAIN = "\u001b[0m";

  private LossPlot() {}

  /**
   * Draws two losses over the epochs.
   *
   * @param train the training loss of each epoch; what is not finite is left out
   * @param validation the validation loss of each epoch
   * @param bestEpoch the epoch that a star marks, from 1; 0 for none
   * @param columns the length of a line
   * @param colors whether to color the two
   * @return the lines; none where there are fewer than two epochs, or no finite losses
   */
  public static List<String> lines(
      double[] train, double[] validation, int bestEpoch, int columns, boolean colors) {
    int epochs = train.length;
    int width = Math.clamp(columns - LABEL - 3L, NARROWEST, WIDEST);
    double[] trainLine = spread(train, width);
    double[] validationLine = spread(validation, width);
    double[] all =
        DoubleStream.concat(Arrays.stream(trainLine), Arrays.stream(validationLine))
            .filter(Double::isFinite)
            .toArray();
    if (epochs < 2 || all.length == 0) {
      return List.of();
    }
    double least = Arrays.stream(all).min().orElseThrow();
    double most = Arrays.stream(all).max().orElseThrow();
    boolean logarithmic = least > 0 && most > LOGARITHMIC_FROM * least;
    char[][] cells = new char[ROWS][width];
    for (char[] row : cells) {
      Arrays.fill(row, ' ');
    }
    Scale scale = new Scale(least, most, logarithmic);
    draw(cells, trainLine, TRAIN, scale);
    draw(cells, validationLine, VALIDATION, scale);

    List<String> lines = new ArrayList<>();
    lines.add(
        " ".repeat(LABEL + 2)
            + colored(TRAIN + " training", TRAIN_COLOR, colors)
            + "  "
            + colored(VALIDATION + " validation", VALIDATION_COLOR, colors)
            + " loss");
    for (int r = 0; r < ROWS; r++) {
      String label = r % (ROWS / 2) == 0 ? format(scale.valueOf(r)) : "";
      lines.add("%8s |%s".formatted(label, row(cells[r], colors)));
    }
    char[] axis = "-".repeat(width).toCharArray();
    if (bestEpoch > 0) {
      axis[column(bestEpoch - 1, epochs, width)] = '*';
    }
    lines.add(" ".repeat(LABEL + 1) + "+" + new String(axis));
    String last = "epoch " + epochs;
    int room = width - last.length() - 1;
    String named = bestEpoch > 0 ? "* best " + bestEpoch : "";
    String best = named.length() + 2 <= room ? named : "";
    int gap = Math.max(0, room - best.length());
    lines.add(" ".repeat(LABEL + 2) + "1" + middle(best, gap) + last);
    return lines.stream().map(String::stripTrailing).toList();
  }

  /** Puts a text into the middle of a gap that is left beside it. */
  private static String middle(String text, int gap) {
    return " ".repeat(gap / 2) + text + " ".repeat(gap - gap / 2);
  }

  /** How losses become rows, of which the first is the highest. */
  private record Scale(double least, double most, boolean logarithmic) {
    int row(double value) {
      double range = map(most) - map(least);
      double share = range == 0 ? 0.5 : (map(value) - map(least)) / range;
      return (int) Math.round((1 - share) * (ROWS - 1));
    }

    double valueOf(int row) {
      double at = map(most) + (map(least) - map(most)) * row / (ROWS - 1);
      return logarithmic ? Math.exp(at) : at;
    }

    private double map(double value) {
      return logarithmic ? Math.log(value) : value;
    }
  }

  private static int column(int epoch, int epochs, int width) {
    return (int) Math.round((double) epoch * (width - 1) / (epochs - 1));
  }

  private static void draw(char[][] cells, double[] line, char mark, Scale scale) {
    for (int x = 0; x < line.length; x++) {
      if (Double.isFinite(line[x])) {
        cells[scale.row(line[x])][x] = mark;
      }
    }
  }

  /**
   * A loss for each column: between two epochs on a straight line, and of several epochs their
   * mean.
   */
  private static double[] spread(double[] losses, int width) {
    double[] line = new double[width];
    for (int x = 0; x < width && losses.length > 1; x++) {
      if (losses.length > width) {
        int from = (int) ((long) x * losses.length / width);
        int to = (int) ((x + 1L) * losses.length / width);
        line[x] =
            Arrays.stream(losses, from, to).filter(Double::isFinite).average().orElse(Double.NaN);
      } else {
        double place = (double) x * (losses.length - 1) / (width - 1);
        int left = Math.min((int) place, losses.length - 2);
        double share = place - left;
        line[x] =
            share == 0 ? losses[left] : losses[left] + share * (losses[left + 1] - losses[left]);
      }
    }
    return line;
  }

  private static String row(char[] cells, boolean colors) {
    StringBuilder row = new StringBuilder();
    for (char cell : cells) {
      String color = cell == TRAIN ? TRAIN_COLOR : VALIDATION_COLOR;
      row.append(cell == ' ' ? " " : colored(String.valueOf(cell), color, colors));
    }
    return row.toString();
  }

  private static String colored(String text, String color, boolean colors) {
    return colors ? color + text + PLAIN : text;
  }

  private static String format(double value) {
    return String.format(Locale.ROOT, Math.abs(value) >= 1e4 ? "%.1e" : "%.4f", value);
  }
}

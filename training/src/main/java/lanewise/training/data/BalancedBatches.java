package lanewise.training.data;

import java.util.Arrays;
import lanewise.layers.internal.Room;
import lanewise.layers.loss.Targets;
import lanewise.tensor.RandomStream;
import lanewise.training.internal.BatchSizes;

/**
 * Hands out batches in which every class occurs equally often, however rare it is: the rows of a
 * rare class come several times in an epoch, and those of a frequent class are spread over several
 * epochs.
 *
 * <p>An epoch has m = max(1, N / k) draws of each of the k classes that have rows, N rows in all,
 * with halves rounded up. Each run of k rows has every class once, in random order. A class hands
 * out its rows in rounds: each round is a permutation of them (Fisher-Yates), and the next round
 * begins when it is used up, also in the middle of an epoch. So over the epochs every row of a
 * class is drawn equally often. {@link ClassLabels#balanced} weights the rows instead, which
 * changes no frequency but the loss.
 *
 * <p>The order depends only on the seed and the {@link BatchSource.Position position}; batches are
 * divided as {@link Minibatches} describes. {@link #next} allocates nothing. An instance is not
 * safe for concurrent use.
 */
public final class BalancedBatches implements BatchSource {
  private static final long STREAM = 0x62616C616E6365L; // the letters of "balance"

  private final Samples samples;
  private final RowFormat format;
  private final BatchSizes sizes;
  private final RandomStream runs;
  private final Round[] rounds;
  private final int drawsPerClass;

  /** The classes in the order of the current run of k rows. */
  private final int[] run;

  private long runOf = -1;

  /** The stream of the shuffle at hand. */
  private final RandomStream draws = RandomStream.of(0);

  private final int[] rows;
  private long epoch;
  private int cursor;

  private BalancedBatches(Samples samples, int[][] rowsOfClass, int batchSize, long seed) {
    RandomStream stream = RandomStream.of(seed).split(STREAM);
    int classes = rowsOfClass.length;
    this.samples = samples;
    this.format = samples.format();
    this.drawsPerClass = (int) Math.max(1, (samples.rows() + classes / 2L) / classes);
    this.sizes =
        new BatchSizes(
            "balanced batches", Room.values("balanced batches", classes, drawsPerClass), batchSize);
    this.runs = stream.split(-1);
    this.rounds = new Round[classes];
    Arrays.setAll(rounds, c -> new Round(rowsOfClass[c], stream.split(c)));
    this.run = new int[classes];
    this.rows = new int[sizes.largest()];
  }

  /**
   * Returns balanced batches, at the start of epoch 0.
   *
   * @param samples rows that have classes
   * @param batchSize the number of rows in a batch, at least 1; the last batch of an epoch may have
   *     fewer rows, or one more
   * @param seed the seed of the draws; any number
   * @return a new source of batches
   * @throws IllegalArgumentException if the batch size is not positive
   * @throws InvalidDatasetException if the rows have values instead of classes
   */
  public static BalancedBatches of(Samples samples, int batchSize, long seed) {
    int[] labels = ClassLabels.of(samples);
    int[] counts = ClassLabels.counts(labels, samples.format().outputs());
    int[] places = new int[counts.length];
    int[][] rowsOfClass = new int[counts.length][];
    int present = 0;
    for (int c = 0; c < counts.length; c++) {
      if (counts[c] > 0) {
        places[c] = present;
        rowsOfClass[present++] = new int[counts[c]];
      }
    }
    int[] filled = new int[present];
    for (int row = 0; row < labels.length; row++) {
      int place = places[labels[row]];
      rowsOfClass[place][filled[place]++] = row;
    }
    return new BalancedBatches(samples, Arrays.copyOf(rowsOfClass, present), batchSize, seed);
  }

  /** The rows of a class in the order of one round. */
  private static final class Round {
    private final int[] sorted;
    private final int[] order;
    private final RandomStream rounds;
    private long number = -1;

    Round(int[] sorted, RandomStream rounds) {
      this.sorted = sorted;
      this.order = new int[sorted.length];
      this.rounds = rounds;
    }

    int draw(long count, RandomStream draws) {
      long wanted = count / order.length;
      if (wanted != number) {
        System.arraycopy(sorted, 0, order, 0, order.length);
        rounds.splitInto(wanted, draws);
        draws.shuffle(order);
        number = wanted;
      }
      return order[(int) (count % order.length)];
    }
  }

  @Override
  public RowFormat format() {
    return format;
  }

  @Override
  public int maxRows() {
    return sizes.largest();
  }

  @Override
  public int batchesPerEpoch() {
    return sizes.count();
  }

  @Override
  public int next(float[] features, Targets targets) {
    int count = sizes.at(cursor);
    format.requireRoom("balanced batches", count, features, targets);
    for (int i = 0; i < count; i++) {
      int at = cursor + i;
      long draw = epoch * drawsPerClass + at / run.length;
      if (draw != runOf) {
        for (int c = 0; c < run.length; c++) {
          run[c] = c;
        }
        runs.splitInto(draw, draws);
        draws.shuffle(run);
        runOf = draw;
      }
      rows[i] = rounds[run[at % run.length]].draw(draw, draws);
    }
    samples.gather(rows, 0, count, features, targets);
    cursor += count;
    return count;
  }

  @Override
  public void nextEpoch() {
    epoch++;
    cursor = 0;
  }

  @Override
  public Position position() {
    return new Position(epoch, cursor);
  }

  @Override
  public void moveTo(Position position) {
    cursor = sizes.requireRow(position.row());
    epoch = position.epoch();
  }
}

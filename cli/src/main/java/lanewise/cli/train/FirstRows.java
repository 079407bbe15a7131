package lanewise.cli.train;

import lanewise.layers.loss.Targets;
import lanewise.training.data.RowFormat;
import lanewise.training.data.Samples;

/**
 * The first of some rows.
 *
 * @param all the rows
 * @param rows how many are taken
 */
record FirstRows(Samples all, int rows) implements Samples {
  @Override
  public RowFormat format() {
    return all.format();
  }

  @Override
  public void gather(int[] order, int from, int count, float[] features, Targets targets) {
    all.gather(order, from, count, features, targets);
  }
}

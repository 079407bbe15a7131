package lanewise.training.data.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import lanewise.layers.loss.SoftmaxCrossEntropy;
import lanewise.layers.loss.Targets;
import lanewise.tensor.Shape;
import lanewise.tensor.Tensor;
import lanewise.training.data.BatchSource;
import lanewise.training.data.LabelledRows;
import lanewise.training.data.Minibatches;
import lanewise.training.data.RowFormat;
import lanewise.training.data.Samples;
import lanewise.training.data.ValueRows;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What each augmentation does to its rows. */
@Tag("once")
final class AugmentationTest {
  private static final Shape IMAGE = Shape.of(3, 4);
  private static final float[] PIXELS = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};

  /** Many copies of one image, changed. */
  private static float[][] changed(int rows, Augmentation augmentation, float... image) {
    float[] values = new float[rows * image.length];
    for (int i = 0; i < values.length; i++) {
      values[i] = image[i % image.length];
    }
    Tensor features = Tensor.of(Shape.of(rows, image.length), values);
    LabelledRows data = LabelledRows.of("copies", features, new int[rows], List.of("one"));
    BatchSource batches = AugmentedBatches.of(Minibatches.of(data, rows, 1), 2, augmentation);
    float[] x = new float[values.length];
    batches.next(x, batches.format().newTargets(rows));
    float[][] images = new float[rows][image.length];
    for (int row = 0; row < rows; row++) {
      System.arraycopy(x, row * image.length, images[row], 0, image.length);
    }
    return images;
  }

  @Test
  void noiseHasItsDeviation() {
    double sum = 0;
    double squares = 0;
    float[][] images = changed(5000, new RandomNoise(0.5f), PIXELS);
    for (float[] image : images) {
      for (int i = 0; i < image.length; i++) {
        double noise = image[i] - PIXELS[i];
        sum += noise;
        squares += noise * noise;
      }
    }
    int n = 5000 * PIXELS.length;
    assertThat(sum / n).isCloseTo(0, within(5 * 0.5 / Math.sqrt(n)));
    assertThat(squares / n).isCloseTo(0.25, within(5 * 0.25 * Math.sqrt(2.0 / n)));
  }

  @Test
  void noiseChangesTheFeaturesThatAreNamedAlone() {
    RandomNoise noise = new RandomNoise(0.5f).withFeatures(List.of(1, 3));
    for (float[] row : changed(50, noise, 7, 7, 7, 7)) {
      assertThat(row[0]).isEqualTo(7);
      assertThat(row[1]).isNotEqualTo(7);
      assertThat(row[2]).isEqualTo(7);
      assertThat(row[3]).isNotEqualTo(7);
    }
    assertThat(changed(9, new RandomNoise(0.5f).withFeatures(List.of(0, 1)), 7, 7))
        .as("all by name are all")
        .isDeepEqualTo(changed(9, new RandomNoise(0.5f), 7, 7));
    assertThatThrownBy(() -> noise.withFeatures(List.of()))
        .hasMessage("noise: there is no feature to change");
    assertThatThrownBy(() -> changed(1, noise, 7, 7))
        .hasMessage("noise: a row has 2 features, but no feature 3");
  }

  @Test
  void shiftsMoveWholePixelsAllEquallyOften() {
    int rows = 2500;
    int[][] counts = new int[3][3];
    for (float[] image : changed(rows, RandomShift.of(IMAGE, 1).withFill(-1), PIXELS)) {
      // The middle pixel 6 at row 1, column 1 stays within the image.
      int place = -1;
      for (int i = 0; i < image.length; i++) {
        place = image[i] == 6 ? i : place;
      }
      int down = place / 4 - 1;
      int right = place % 4 - 1;
      counts[down + 1][right + 1]++;
      for (int y = 0; y < 3; y++) {
        for (int x = 0; x < 4; x++) {
          int fromY = y - down;
          int fromX = x - right;
          boolean inside = fromY >= 0 && fromY < 3 && fromX >= 0 && fromX < 4;
          assertThat(image[4 * y + x]).isEqualTo(inside ? PIXELS[4 * fromY + fromX] : -1);
        }
      }
    }
    double chiSquare = 0;
    for (int[] line : counts) {
      for (int count : line) {
        double difference = count - rows / 9.0;
        chiSquare += difference * difference / (rows / 9.0);
      }
    }
    assertThat(chiSquare).isLessThan(26.1); // 8 degrees of freedom, probability 0.001
  }

  @Test
  void flipsExchangeSidesInHalfOfTheImages() {
    float[] leftRight = {4, 3, 2, 1, 8, 7, 6, 5, 12, 11, 10, 9};
    float[] topBottom = {9, 10, 11, 12, 5, 6, 7, 8, 1, 2, 3, 4};
    assertFlips(RandomFlip.horizontal(IMAGE), leftRight);
    assertFlips(RandomFlip.vertical(IMAGE), topBottom);
  }

  private static void assertFlips(RandomFlip flip, float[] flipped) {
    int count = 0;
    for (float[] image : changed(1000, flip, PIXELS)) {
      count += image[0] == flipped[0] ? 1 : 0;
      assertThat(image).isEqualTo(image[0] == flipped[0] ? flipped : PIXELS);
    }
    assertThat(count).isCloseTo(500, within((int) (5 * Math.sqrt(250))));
    RandomFlip always = new RandomFlip(flip.image(), flip.direction(), 1);
    assertThat(changed(2, always, PIXELS)).isDeepEqualTo(new float[][] {flipped, flipped});
    RandomFlip never = new RandomFlip(flip.image(), flip.direction(), 0);
    assertThat(changed(2, never, PIXELS)).isDeepEqualTo(new float[][] {PIXELS, PIXELS});
  }

  private static float[] rotated(Image layout, double degrees, float... from) {
    float[] to = new float[from.length];
    RandomRotation.rotate(layout, from, degrees / 180.0, -1, to, 0);
    return to;
  }

  @Test
  void rotatesCounterClockwiseAboutTheCentre() {
    Image square = new Image(2, 3, 3);
    float[] x = {1, 2, 3, 4, 5, 6, 7, 8, 9, 11, 12, 13, 14, 15, 16, 17, 18, 19};
    float[] quarter = {3, 6, 9, 2, 5, 8, 1, 4, 7, 13, 16, 19, 12, 15, 18, 11, 14, 17};
    float[] half = {9, 8, 7, 6, 5, 4, 3, 2, 1, 19, 18, 17, 16, 15, 14, 13, 12, 11};
    assertThat(rotated(square, 0, x)).containsExactly(x);
    float[] byQuarter = rotated(square, 90, x);
    float[] byHalf = rotated(square, 180, x);
    for (int i = 0; i < x.length; i++) {
      // The cosine of 90 degrees is not quite 0: a pixel may take that share of its neighbour.
      assertThat(byQuarter[i]).isCloseTo(quarter[i], within(1e-5f));
      assertThat(byHalf[i]).isCloseTo(half[i], within(1e-5f));
    }
  }

  @Test
  void interpolatesBetweenPixelsAndFillsFromOutside() {
    // By 45 degrees the corner of a 3 x 3 image comes from outside, the middle of an edge lies
    // between the corner and the fill, at 1 - 1/sqrt(2) of the way from the middle edges.
    float[] ones = {1, 1, 1, 1, 1, 1, 1, 1, 1};
    float[] turned = rotated(new Image(1, 3, 3), 45, ones);
    assertThat(turned[4]).isEqualTo(1);
    double outside = Math.sqrt(2) - 1; // the corner comes from (sqrt 2) away on an axis
    assertThat(turned[0]).isCloseTo((float) (1 - 2 * outside), within(1e-6f));
    assertThat(turned[1]).isCloseTo(1, within(1e-6f)); // from (0.707, 0.707): all four inside
  }

  @Test
  void anglesAreUniform() {
    // A horizontal ramp: the value right of the centre tells the cosine, below it the sine.
    float[] ramp = new float[25];
    for (int i = 0; i < 25; i++) {
      ramp[i] = i % 5;
    }
    int[] counts = new int[10];
    int rows = 2000;
    for (float[] image : changed(rows, RandomRotation.of(Shape.of(5, 5), 20), ramp)) {
      double angle = Math.toDegrees(Math.asin(image[7] - 2)); // one above the centre
      counts[(int) Math.floor((angle + 20) / 4)]++;
    }
    double chiSquare = 0;
    for (int count : counts) {
      chiSquare += Math.pow(count - rows / 10.0, 2) / (rows / 10.0);
    }
    assertThat(chiSquare).isLessThan(27.9); // 9 degrees of freedom, probability 0.001
  }

  @Test
  void erasesRectangles() {
    Shape shape = Shape.of(2, 20, 20);
    float[] ones = new float[shape.size()];
    Arrays.fill(ones, 1);
    int erased = 0;
    Set<Integer> areas = new HashSet<>();
    for (float[] image : changed(400, new RandomErasing(shape, 0.5, -1), ones)) {
      int top = 20;
      int bottom = -1;
      int left = 20;
      int right = -1;
      int count = 0;
      for (int i = 0; i < 400; i++) {
        assertThat(image[400 + i]).isEqualTo(image[i]);
        if (image[i] == -1) {
          count++;
          top = Math.min(top, i / 20);
          bottom = Math.max(bottom, i / 20);
          left = Math.min(left, i % 20);
          right = Math.max(right, i % 20);
        }
      }
      if (count > 0) {
        erased++;
        areas.add(count);
        assertThat(count).isEqualTo((bottom - top + 1) * (right - left + 1));
        assertThat(count / 400.0).isBetween(0.01, 0.4); // rounded to whole pixels
      }
    }
    assertThat(erased).isCloseTo(200, within(50));
    assertThat(areas).hasSizeGreaterThan(30);
  }

  private static final Samples THREE_CLASSES =
      LabelledRows.of(
          "three",
          Tensor.of(Shape.of(4, 2), 1, 10, 2, 20, 4, 40, 8, 80),
          new int[] {0, 1, 2, 0},
          List.of("a", "b", "c"));

  @Test
  void mixupMixesRowsAndTargetsInTheSameProportion() {
    BatchSource batches = AugmentedBatches.of(Minibatches.of(THREE_CLASSES, 4, 1), 2, new Mixup(1));
    assertThat(batches.format()).isEqualTo(RowFormat.ofValues(Shape.of(2), 3));
    float[] before = new float[8];
    Targets classes = Targets.ofClasses(new int[4]);
    Minibatches.of(THREE_CLASSES, 4, 1).next(before, classes);
    float[] x = new float[8];
    Targets y = batches.format().newTargets(4);
    assertThat(batches.next(x, y)).isEqualTo(4);
    Set<Float> shares = new HashSet<>();
    for (int row = 0; row < 4; row++) {
      int partner = (row + 1) % 4;
      float share = (x[2 * row] - before[2 * partner]) / (before[2 * row] - before[2 * partner]);
      shares.add(share);
      assertThat(share).isBetween(0f, 1f);
      float second = share * before[2 * row + 1] + (1 - share) * before[2 * partner + 1];
      assertThat(x[2 * row + 1]).isCloseTo(second, within(1e-4f));
      float[] expected = new float[3];
      expected[classes.classes()[row]] += share;
      expected[classes.classes()[partner]] += 1 - share;
      for (int c = 0; c < 3; c++) {
        assertThat(y.values()[3 * row + c]).isCloseTo(expected[c], within(1e-5f));
      }
    }
    assertThat(shares).hasSize(4);
    float[] logits = new float[12];
    double loss = SoftmaxCrossEntropy.of().evaluate(4, 3, logits, y, new float[12]);
    assertThat(loss).isCloseTo(Math.log(3), within(1e-6));
  }

  @Test
  void mixupMixesValuesAndWeights() {
    Samples rows =
        ValueRows.of(
                "two", Tensor.of(Shape.of(2, 1), 0, 100), Tensor.of(Shape.of(2, 2), 0, 1, 1, 0))
            .weighted(2, 4);
    BatchSource batches = AugmentedBatches.of(Minibatches.of(rows, 2, 1), 2, new Mixup(0.3));
    assertThat(batches.format()).isEqualTo(rows.format());
    float[] x = new float[2];
    Targets y = batches.format().newTargets(2);
    batches.next(x, y);
    for (int row = 0; row < 2; row++) {
      float share = x[row] / 100; // of the second row
      assertThat(y.values()[2 * row]).isCloseTo(share, within(1e-6f));
      assertThat(y.values()[2 * row + 1]).isCloseTo(1 - share, within(1e-6f));
      assertThat(y.weights()[row]).isCloseTo(2 + 2 * share, within(1e-5f));
    }
  }

  @Test
  void mixupTakesIndicesFromTheRowWithTheLargerShare() {
    int rows = 60;
    float[] values = new float[3 * rows];
    for (int row = 0; row < rows; row++) {
      values[3 * row] = row; // an index
      values[3 * row + 1] = row;
      values[3 * row + 2] = row; // an index
    }
    Samples data =
        ValueRows.of(
            "indices",
            Tensor.of(Shape.of(rows, 3), values),
            Tensor.of(Shape.of(rows, 1), new float[rows]));
    float[] before = new float[3 * rows];
    Targets y = data.format().newTargets(rows);
    Minibatches.of(data, rows, 1).next(before, y);
    float[] x = new float[3 * rows];
    Mixup mixup = new Mixup(1).withIndices(List.of(0, 2));
    AugmentedBatches.of(Minibatches.of(data, rows, 1), 5, mixup).next(x, y);
    int own = 0;
    for (int row = 0; row < rows; row++) {
      float mine = before[3 * row];
      float partners = before[3 * ((row + 1) % rows)];
      float share = (x[3 * row + 1] - partners) / (mine - partners);
      float expected = share >= 0.5f ? mine : partners;
      own += share >= 0.5f ? 1 : 0;
      assertThat(x[3 * row]).isEqualTo(expected);
      assertThat(x[3 * row + 2]).isEqualTo(expected);
    }
    assertThat(own).isBetween(5, rows - 5);
    assertThatThrownBy(() -> AugmentedBatches.of(Minibatches.of(THREE_CLASSES, 2, 1), 1, mixup))
        .hasMessage("mixup: a row has 2 features, but no feature 2");
  }

  @Test
  void mixupDrawsFromItsDistribution() {
    // Beta(a, a) has mean 1/2 and variance 1 / (4 (2 a + 1)).
    for (double alpha : new double[] {0.1, 0.4, 1, 3}) {
      int rows = 20_000;
      float[] values = new float[rows];
      for (int i = 0; i < rows; i++) {
        values[i] = i;
      }
      Samples data =
          ValueRows.of(
              "ramp", Tensor.of(Shape.of(rows, 1), values), Tensor.of(Shape.of(rows, 1), values));
      float[] order = new float[rows];
      Targets y = data.format().newTargets(rows);
      Minibatches.of(data, rows, 1).next(order, y);
      float[] x = new float[rows];
      AugmentedBatches.of(Minibatches.of(data, rows, 1), 5, new Mixup(alpha)).next(x, y);
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < rows; i++) {
        double partner = order[(i + 1) % rows];
        double share = (x[i] - partner) / (order[i] - partner);
        sum += share;
        squares += (share - 0.5) * (share - 0.5);
      }
      double variance = 1 / (4 * (2 * alpha + 1));
      assertThat(sum / rows).isCloseTo(0.5, within(5 * Math.sqrt(variance / rows)));
      assertThat(squares / rows).isCloseTo(variance, within(0.02 * variance + 1e-3));
    }
  }

  @Test
  void refusesSettingsThatAreNone() {
    assertThatThrownBy(() -> new RandomNoise(0))
        .hasMessage("noise: the deviation 0.0 is not finite and above 0");
    assertThatThrownBy(() -> new RandomNoise(Float.NaN))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> RandomShift.of(IMAGE, 3))
        .hasMessage("shift: 3 pixels is not from 1 to below the size of an image of 3 x 4");
    assertThatThrownBy(() -> RandomShift.of(IMAGE, 0)).hasMessageContaining("0 pixels");
    assertThatThrownBy(() -> RandomShift.of(IMAGE, 1).withFill(Float.NaN))
        .hasMessage("shift: the fill NaN is not a finite number");
    assertThatThrownBy(() -> RandomRotation.of(IMAGE, 181))
        .hasMessage("rotation: 181.0 degrees is not above 0 and at most 180");
    assertThatThrownBy(() -> RandomFlip.vertical(Shape.of(4)))
        .hasMessage(
            "flip: an image has shape [height, width] or [channels, height, width], not [4]");
    assertThatThrownBy(() -> new RandomErasing(IMAGE, 1.5, 0))
        .hasMessage("erasing: the probability 1.5 is not from 0 to 1");
    assertThatThrownBy(() -> new Mixup(0)).hasMessage("mixup: alpha 0.0 is not finite and above 0");
    assertThatThrownBy(() -> AugmentedBatches.of(Minibatches.of(THREE_CLASSES, 2, 1), 1))
        .hasMessage("augment: name at least one augmentation");
  }
}

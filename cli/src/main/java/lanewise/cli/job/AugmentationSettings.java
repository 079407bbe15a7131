package lanewise.cli.job;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import lanewise.cli.settings.Choice;
import lanewise.cli.settings.Choice.Alternative;
import lanewise.cli.settings.Key;
import lanewise.cli.settings.Range;
import lanewise.cli.settings.Section;
import lanewise.cli.settings.Types;
import lanewise.layers.preprocessing.ColumnTransformer;
import lanewise.layers.preprocessing.FeatureTransform;
import lanewise.tensor.Shape;
import lanewise.training.data.augment.Augmentation;
import lanewise.training.data.augment.Mixup;
import lanewise.training.data.augment.RandomErasing;
import lanewise.training.data.augment.RandomFlip;
import lanewise.training.data.augment.RandomNoise;
import lanewise.training.data.augment.RandomRotation;
import lanewise.training.data.augment.RandomShift;
import org.jspecify.annotations.Nullable;

/**
 * The random changes of the training rows.
 *
 * @param image the shape of an image, [height, width] or [channels, height, width]; null for a
 *     square
 * @param changes the changes, those of pixels in the order in which they are applied
 */
public record AugmentationSettings(@Nullable List<Integer> image, List<Change> changes) {
  /** One random change. */
  public sealed interface Change {}

  /** A change of pixels, before the rows are scaled. */
  public sealed interface PixelChange extends Change {
    /** The change of images of a shape, as the library has it. */
    Augmentation of(Shape image);
  }

  /** A change of the features that the network sees. */
  public sealed interface FeatureChange extends Change {
    /**
     * The change as the library has it.
     *
     * @param transform what has made the features; it knows which of them are numbers
     * @throws IllegalArgumentException if such features cannot be changed in this way
     */
    Augmentation of(FeatureTransform transform);
  }

  /** Copies the lists. */
  public AugmentationSettings {
    image = image == null ? null : List.copyOf(image);
    changes = List.copyOf(changes);
    if (image != null && (image.size() < 2 || image.size() > 3)) {
      throw new IllegalArgumentException(
          "image: use [height, width] or [channels, height, width], such as [28, 28]");
    }
  }

  /** Whether targets are mixed, so that a row may be of several classes. */
  public boolean mixesTargets() {
    return changes.stream().anyMatch(Mix.class::isInstance);
  }

  /**
   * The shape of an image: as set, as the data says, or a square.
   *
   * @param known the shape that the data has; null if it says nothing
   * @param features the number of features of a row
   * @throws IllegalArgumentException if the shape is not known and the features are no square
   */
  public Shape imageOf(@Nullable Shape known, int features) {
    if (image != null) {
      return Shape.of(image.stream().mapToInt(Integer::intValue).toArray());
    }
    if (known != null) {
      return known;
    }
    int side = (int) Math.round(Math.sqrt(features));
    if (side * side != features) {
      throw new IllegalArgumentException(
          "a row has %s features, which are no square image; set augmentation.image"
              .formatted(features));
    }
    return Shape.of(side, side);
  }

  record Noise(double deviation) implements FeatureChange {
    @Override
    public Augmentation of(FeatureTransform transform) {
      RandomNoise noise = new RandomNoise((float) deviation);
      if (!(transform instanceof ColumnTransformer table)) {
        return noise;
      }
      List<Integer> numbers = table.numericFeatures();
      if (numbers.isEmpty()) {
        throw new IllegalArgumentException(
            "noise: no column of the table is one of numbers; leave the change out");
      }
      return noise.withFeatures(numbers);
    }
  }

  record Shift(int most, double fill) implements PixelChange {
    @Override
    public Augmentation of(Shape image) {
      return new RandomShift(image, most, (float) fill);
    }
  }

  record Rotation(double degrees, double fill) implements PixelChange {
    @Override
    public Augmentation of(Shape image) {
      return new RandomRotation(image, degrees, (float) fill);
    }
  }

  record Flip(Direction direction, double probability) implements PixelChange {
    @Override
    public Augmentation of(Shape image) {
      return new RandomFlip(image, RandomFlip.Direction.valueOf(direction.name()), probability);
    }
  }

  record Erasing(double probability, double fill) implements PixelChange {
    @Override
    public Augmentation of(Shape image) {
      return new RandomErasing(image, probability, (float) fill);
    }
  }

  record Mix(double alpha) implements FeatureChange {
    @Override
    public Augmentation of(FeatureTransform transform) {
      Mixup mixup = new Mixup(alpha);
      return transform instanceof ColumnTransformer table
          ? mixup.withIndices(table.indexFeatures())
          : mixup;
    }
  }

  /** The directions of {@link RandomFlip}, as job files call them. */
  enum Direction {
    HORIZONTAL,
    VERTICAL;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static Section<AugmentationSettings> section() {
    Key<AugmentationSettings, Optional<List<Integer>>> image =
        Key.optional(
            "image",
            Types.orWord("auto", Types.itemsOf(Types.count())),
            AugmentationSettings::image,
            "The shape of an image, as [28, 28] or [3, 32, 32]; auto is the shape that the data"
                + " has, or a square of one channel.");
    Key<AugmentationSettings, List<Change>> changes =
        Key.<AugmentationSettings, List<Change>>of(
                "changes",
                Types.itemsOf(Types.lazily(AugmentationSettings::choice)),
                AugmentationSettings::changes,
                "The random changes of training rows, made anew in every epoch.")
            .withDefault(List.of());
    return Section.of(
        "The random changes of the training rows.",
        List.of(image, changes),
        values -> new AugmentationSettings(values.get(image).orElse(null), values.get(changes)));
  }

  /** The word for the kind of a change. */
  public static String word(Change change) {
    return choice().kindOf(change);
  }

  /** The kinds of changes and their keys. */
  static Choice<Change> choice() {
    return Choice.ofRequired(
        "change",
        List.of(
            new Alternative<>("shift", Shift.class, shift()),
            new Alternative<>("rotation", Rotation.class, rotation()),
            new Alternative<>("flip", Flip.class, flip()),
            new Alternative<>("erasing", Erasing.class, erasing()),
            new Alternative<>("noise", Noise.class, noise()),
            new Alternative<>("mixup", Mix.class, mixup())));
  }

  private static Section<Shift> shift() {
    var most =
        Key.of("most", Types.count(), Shift::most, "The largest shift in pixels.").withDefault(2);
    var fill = fill(Shift::fill);
    return Section.of(
        "Shifts images by whole pixels.",
        List.of(most, fill),
        values -> new Shift(values.get(most), values.get(fill)));
  }

  private static Section<Rotation> rotation() {
    var degrees =
        Key.of(
                "degrees",
                Types.real(Range.above(0).upTo(180), 10),
                Rotation::degrees,
                "The largest angle to either side.")
            .withDefault(10.0);
    var fill = fill(Rotation::fill);
    return Section.of(
        "Rotates images about their centre.",
        List.of(degrees, fill),
        values -> new Rotation(values.get(degrees), values.get(fill)));
  }

  private static Section<Flip> flip() {
    var direction =
        Key.of(
                "direction",
                Types.oneOf(List.of(Direction.values())),
                Flip::direction,
                "Which way images are mirrored.")
            .withDefault(Direction.HORIZONTAL);
    var probability = probability(Flip::probability);
    return Section.of(
        "Mirrors images.",
        List.of(direction, probability),
        values -> new Flip(values.get(direction), values.get(probability)));
  }

  private static Section<Erasing> erasing() {
    var probability = probability(Erasing::probability);
    var fill = fill(Erasing::fill);
    return Section.of(
        "Overwrites a rectangle of images (Zhong et al., 2020).",
        List.of(probability, fill),
        values -> new Erasing(values.get(probability), values.get(fill)));
  }

  private static Section<Noise> noise() {
    var deviation =
        Key.of(
                "deviation",
                Types.real(Range.above(0).upTo(1e6), 0.1),
                Noise::deviation,
                "The standard deviation of the noise in scaled features.")
            .withDefault(0.1);
    return Section.of(
        "Adds normal noise to scaled numbers; categories and booleans of a table stay.",
        List.of(deviation),
        values -> new Noise(values.get(deviation)));
  }

  private static Section<Mix> mixup() {
    var alpha =
        Key.of(
                "alpha",
                Types.real(Range.above(0), 0.2),
                Mix::alpha,
                "The parameter of the shares; 1 makes all shares equally likely.")
            .withDefault(0.2);
    return Section.of(
        "Mixes rows and their targets (Zhang et al., 2018); an embedded text is that of the larger"
            + " share.",
        List.of(alpha),
        values -> new Mix(values.get(alpha)));
  }

  private static <R> Key<R, Double> fill(Function<R, Double> getter) {
    return Key.of(
            "fill",
            Types.real(Range.from(-1e6).upTo(1e6), 0),
            getter,
            "The value of pixels that are not of the image, before scaling.")
        .withDefault(0.0);
  }

  private static <R> Key<R, Double> probability(Function<R, Double> getter) {
    return Key.of(
            "probability",
            Types.real(Range.from(0).upTo(1), 0.5),
            getter,
            "The probability that an image is changed.")
        .withDefault(0.5);
  }
}

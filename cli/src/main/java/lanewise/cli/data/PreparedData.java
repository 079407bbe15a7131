package lanewise.cli.data;

import java.util.List;
import lanewise.layers.file.Task;
import lanewise.layers.preprocessing.FeatureTransform;
import lanewise.tensor.Shape;
import lanewise.training.data.Samples;
import org.jspecify.annotations.Nullable;

/**
 * The parts of some data, ready for a model to learn from: what is learnt of the features and the
 * targets is learnt from the training rows alone.
 *
 * @param train the rows to learn from
 * @param unscaledTrain the rows to learn from as they were read, whose pixels may be changed; of a
 *     table the rows to learn from themselves
 * @param validation the rows that select the best epoch
 * @param test the rows that judge the model at the end
 * @param unscaledTest the test rows as they were read, of which pictures are made; of a table the
 *     test rows themselves
 * @param transform makes the features of a row; a saved model keeps it
 * @param task the meaning of the targets; a saved model keeps it
 * @param featureNames the names of the features that the model takes
 * @param image the shape of a row that is an image, [height, width] or [channels, height, width];
 *     null if rows are no images
 * @param classCounts the number of training rows of each class; empty if the task is another
 * @param unlabelledRows the number of rows that were left out, as they had no label
 * @param onDisk whether rows are read from the disk when they are needed
 * @param remarks what people should know of the data, each a name and a sentence
 */
public record PreparedData(
    Samples train,
    Samples unscaledTrain,
    Samples validation,
    Samples test,
    Samples unscaledTest,
    FeatureTransform transform,
    Task task,
    List<String> featureNames,
    @Nullable Shape image,
    List<Integer> classCounts,
    int unlabelledRows,
    boolean onDisk,
    List<Remark> remarks) {
  /**
   * A sentence about the data.
   *
   * @param name what it is about, in a word
   * @param text the sentence, without a full stop
   */
  public record Remark(String name, String text) {}

  public PreparedData {
    featureNames = List.copyOf(featureNames);
    classCounts = List.copyOf(classCounts);
    remarks = List.copyOf(remarks);
  }

  /** The number of features that a model takes. */
  public int featureCount() {
    return transform.outputSize();
  }

  /** The number of outputs that a model gives. */
  public int outputCount() {
    return task.names().size();
  }
}

/**
 * IDX files, the format of MNIST and Fashion-MNIST.
 *
 * <p>Start with {@link lanewise.training.data.idx.Idx#loadFolder}, which reads a folder of four
 * files into memory. {@link lanewise.training.data.idx.Idx#open} maps or streams files that may be
 * larger than memory.
 *
 * <pre>{@code
 * TrainTest fashion = Idx.loadFolder(Path.of("/usr/share/datasets/fashion-mnist"));
 * RowSource large = Idx.openTrain(Path.of("/usr/share/datasets/fashion-mnist"));
 * }</pre>
 *
 * <p>What must not be here: the use of the values, such as scaling, splits and models.
 */
@NullMarked
package lanewise.training.data.idx;

import org.jspecify.annotations.NullMarked;

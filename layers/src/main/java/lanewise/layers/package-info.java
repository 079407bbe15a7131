/**
 * Models: graphs of layers that run forward and backward.
 *
 * <p>Start with {@link lanewise.layers.Sequential}, which builds a chain, or {@link
 * lanewise.layers.Graph}, which builds any structure; both give a {@link lanewise.layers.Model}.
 * The layers are in packages by what they do:
 *
 * <pre>
 *   linear, activation, norm, noise, shape, merge    layers
 *   loss                                             the objectives that training minimizes
 *   file, preprocessing, predictor                   saving; scaling rows; naming classes
 *   inference, serving                               compiled programs; plans under load
 *   inspect                                          summaries and statistics
 * </pre>
 *
 * <pre>{@code
 * Model model = Sequential.of(64, Dense.of(64, 128), Relu.of(), Dense.of(128, 10));
 * System.out.println(Summary.of(model));
 * Pass pass = model.inferencePass(32, Workers.caller());
 * }</pre>
 *
 * <p>A custom layer implements {@link lanewise.layers.Layer} or extends {@code Activation}.
 *
 * <p>Three kinds of state live in three places: parameters in the model, activations and gradients
 * in a {@link lanewise.layers.Pass}, one for each thread, and the optimizer's state in the training
 * run. So many threads may run a layer at once.
 *
 * <p>Of the packages below it, this package uses only {@code loss} and {@code format}. What must
 * not be here: single layers, optimizers, data sets, anything of the training loop.
 */
@NullMarked
package lanewise.layers;

import org.jspecify.annotations.NullMarked;

/**
 * Models: how layers feed each other, and how they run forward and backward.
 *
 * <p>Start with {@link lanewise.layers.Sequential}, which builds a chain, or {@link
 * lanewise.layers.Graph}, which builds any structure; both give a {@link lanewise.layers.Model}.
 * The layers are in packages by what they do:
 *
 * <pre>
 *   linear, activation, norm, noise, shape, merge    layers
 *   loss                                             what training makes small
 *   file, preprocessing, predictor                   saving; scaling rows; naming classes
 *   inference, serving                               compiled programs; plans under load
 *   inspect                                          summaries and statistics
 * </pre>
 *
 * <p>A {@link lanewise.layers.Layer} of your own implements that interface, or extends {@code
 * Activation}.
 *
 * <p>Three kinds of state live in three places: parameters in the model, activations and gradients
 * in a {@link lanewise.layers.Pass}, one for each thread, and the optimizer's memory in the
 * training run. So a layer may be run by many threads at once.
 *
 * <p>This package uses none of the packages below it but {@code loss} and {@code format}. What must
 * not be here: single layers, optimizers, data sets, anything of the training loop.
 */
@NullMarked
package lanewise.layers;

import org.jspecify.annotations.NullMarked;

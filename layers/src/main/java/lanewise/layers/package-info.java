/**
 * Layers and models: what a network computes, forward and backward, and how it is stored. Losses
 * are in {@link lanewise.layers.loss}.
 *
 * <p>Start with {@link lanewise.layers.Sequential}, which builds a {@link lanewise.layers.Model} of
 * {@link lanewise.layers.Layer}s, and with {@link lanewise.layers.Classifier}, a trained model with
 * its scaler and labels that can be saved, loaded and asked. {@link lanewise.layers.Graph} builds
 * models of any structure, and every model can be saved and loaded. Programs that predict only
 * start with {@link lanewise.layers.inference.InferencePlan}.
 *
 * <p>Three kinds of state live in three places: parameters in the model; activations and gradients
 * in a {@link lanewise.layers.Pass}, one for each thread; the optimizer's state in the optimizer.
 * So a layer may be run by many threads at once.
 *
 * <p>What must not be here: optimizers, data sets, random initialization, anything of the training
 * loop.
 */
@NullMarked
package lanewise.layers;

import org.jspecify.annotations.NullMarked;

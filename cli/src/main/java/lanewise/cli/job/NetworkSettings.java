package lanewise.cli.job;

/**
 * A network of dense layers.
 *
 * @param hidden the outputs of the hidden layers
 * @param activation the activation after each hidden layer
 */
public record NetworkSettings(HiddenSizes hidden, HiddenActivation activation) {}

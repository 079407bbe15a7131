/**
 * Layers that join several inputs to one: {@link lanewise.layers.merge.Add}, {@link
 * lanewise.layers.merge.Multiply}, {@link lanewise.layers.merge.Concat}. They make a {@link
 * lanewise.layers.Graph} more than a chain. Start with {@code Add}:
 *
 * <pre>{@code
 * Graph graph = new Graph();
 * String x = graph.input("x", Shape.of(16));
 * String y = graph.add(Relu.of(), graph.add(Dense.of(16, 16), x));
 * Model residual = graph.build(graph.add(Add.of(), x, y));
 * }</pre>
 */
@NullMarked
package lanewise.layers.merge;

import org.jspecify.annotations.NullMarked;

package lanewise.training.metric;

/**
 * What a metric gave.
 *
 * @param name the metric's
 * @param value the figure
 */
public record MetricValue(String name, double value) {}

package lanewise.training.metric;

/**
 * The value of a metric.
 *
 * @param name the name of the metric
 * @param value the figure
 */
public record MetricValue(String name, double value) {}

package lanewise.training.metric;

/** A metric that is the area under a curve over the ranked scores, of one class or the mean. */
abstract class RankedArea extends ClassMetric {
  RankedArea(String name, int only, OutputScale scale) {
    super(name, only, scale);
  }

  /** Returns the area of one class against the rest. */
  abstract double area(RankedScores.Groups groups);

  @Override
  final ClassAreas tally(int outputs) {
    return new ClassAreas(this, new RankedScores(name(), scale(), outputs));
  }

  @Override
  public final ClassAreas begin(int outputs) {
    requireOutputs(outputs);
    return tally(outputs);
  }
}

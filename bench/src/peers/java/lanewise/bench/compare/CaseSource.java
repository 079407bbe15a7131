package lanewise.bench.compare;

/** Makes a case when its turn comes. */
@FunctionalInterface
interface CaseSource {
  Case make() throws Exception;
}

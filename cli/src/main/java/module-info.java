/** The command lanewise. */
module lanewise.cli {
  requires de.siegmar.fastcsv;
  requires info.picocli;
  requires lanewise.training;
  requires static org.jspecify;

  opens lanewise.cli to
      info.picocli;
}

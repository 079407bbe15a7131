/** The command lanewise. */
module lanewise.cli {
  requires de.siegmar.fastcsv;
  requires info.picocli;
  requires lanewise.training;
  requires static org.jspecify;

  exports lanewise.cli;
}

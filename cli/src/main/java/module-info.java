/** The command lanewise. */
module lanewise.cli {
  requires info.picocli;
  requires lanewise.training;
  requires org.snakeyaml.engine;
  requires static org.jspecify;

  opens lanewise.cli to
      info.picocli;
  opens lanewise.cli.apply to
      info.picocli;
  opens lanewise.cli.inspect to
      info.picocli;
  opens lanewise.cli.job to
      info.picocli;
  opens lanewise.cli.manual to
      info.picocli;
  opens lanewise.cli.report to
      info.picocli;
  opens lanewise.cli.search to
      info.picocli;
  opens lanewise.cli.session to
      info.picocli;
  opens lanewise.cli.train to
      info.picocli;
}

/** Data sets, optimizers, schedules and the training loop. */
module lanewise.training {
  requires transitive lanewise.layers;
  requires static transitive org.jspecify;

  exports lanewise.training;
  exports lanewise.training.data;
  exports lanewise.training.data.csv;
}

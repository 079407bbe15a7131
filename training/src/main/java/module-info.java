/** Data sets, optimizers, schedules and the training loop. */
module lanewise.training {
  requires transitive lanewise.layers;
  requires static org.jspecify;

  exports lanewise.training.data;
}

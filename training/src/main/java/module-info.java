/**
 * Data sets, optimizers, schedules, metrics and the training loop. A program that only predicts
 * does not need it.
 *
 * <p>Start with {@link lanewise.training.Trainer} and {@link lanewise.training.data.Digits}; {@link
 * lanewise.training.data.csv.Csv#load} reads data of your own.
 */
module lanewise.training {
  requires jdk.jfr;
  requires transitive lanewise.layers;
  requires static org.jspecify;

  exports lanewise.training;
  exports lanewise.training.averaging;
  exports lanewise.training.checkpoint;
  exports lanewise.training.constraint;
  exports lanewise.training.data;
  exports lanewise.training.data.augment;
  exports lanewise.training.data.csv;
  exports lanewise.training.data.idx;
  exports lanewise.training.data.npy;
  exports lanewise.training.data.split;
  exports lanewise.training.data.stream;
  exports lanewise.training.data.table;
  exports lanewise.training.doctor;
  exports lanewise.training.gradient;
  exports lanewise.training.initialization;
  exports lanewise.training.log;
  exports lanewise.training.metric;
  exports lanewise.training.optimizer;
  exports lanewise.training.preflight;
  exports lanewise.training.schedule;
  exports lanewise.training.state;
}

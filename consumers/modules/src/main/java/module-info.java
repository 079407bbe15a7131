module consumer.app {
  requires lanewise.layers;
}

package lanewise.cli.session;

/** A training has diverged before there was a model; the message says what to change. */
public final class DivergedException extends InputException {
  public DivergedException(String message) {
    super(message);
  }
}

package packline.bench;

/** A script did what a controller restart, the engine or the sandbox would not let pass. No script can catch it. */
final class BenchFailure extends RuntimeException {
  BenchFailure(String message, Throwable cause) {
    super(message, cause);
  }
}

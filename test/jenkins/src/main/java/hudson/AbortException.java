package hudson;

import java.io.IOException;

/** Stands in for Jenkins's class of this name, so that scripts which catch it compile. */
public class AbortException extends IOException {
  public AbortException(String message) {
    super(message);
  }
}

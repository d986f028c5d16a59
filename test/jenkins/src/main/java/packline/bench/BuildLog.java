package packline.bench;

/** The console log; it is a file on the controller and survives restarts as such. */
final class BuildLog {
  private final StringBuilder text = new StringBuilder();

  void line(String line) {
    append(line + "\n");
  }

  void append(String more) {
    text.append(more);
  }

  String text() {
    return text.toString();
  }
}

package packline.bench;

/** Stands in for cmd.exe, which no machine of ours has. */
final class WindowsShell {
  private WindowsShell() {}

  static String command(String script) {
    throw new UnsupportedOperationException("not yet");
  }
}

package packline.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Jenkins finds the processes of a build by a variable in their environment; so does the bench, through /proc. */
final class Processes {
  private Processes() {}

  static void kill(String variable, String value) {
    for (ProcessHandle process : with(variable, value)) process.destroy();
  }

  static void killForcibly(String variable, String value) {
    for (ProcessHandle process : with(variable, value)) process.destroyForcibly();
  }

  static List<ProcessHandle> with(String variable, String value) {
    String wanted = variable + "=" + value;
    List<ProcessHandle> found = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
      for (Path process : processes) {
        if (environmentOf(process).contains(wanted)) ProcessHandle.of(Long.parseLong(process.getFileName().toString())).ifPresent(found::add);
      }
    } catch (IOException thrown) {
      throw new IllegalStateException("the bench needs /proc to find processes", thrown);
    }
    return found;
  }

  private static List<String> environmentOf(Path process) {
    try {
      return List.of(new String(Files.readAllBytes(process.resolve("environ")), StandardCharsets.UTF_8).split("\0"));
    } catch (IOException goneOrForeign) {
      return List.of();
    }
  }
}

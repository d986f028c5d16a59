package packline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A small farm for one test: the library under test, machines, and the stand-in for packline with the answers it shall give. */
final class Farm {
  static final Path LIBRARY = Path.of("../..").toAbsolutePath().normalize();
  static final Path GAME = LIBRARY.resolve("resources/sample-game");

  final Path folder;
  final Path standIn;
  final Bench bench;

  Farm(Path folder, Path library) throws IOException {
    this.folder = folder;
    this.standIn = Files.createDirectories(folder.resolve("stand-in"));
    this.bench = new Bench(folder, library).variable("STAND_IN", standIn.toString())
      .variable("PATH", Path.of("stand-in").toAbsolutePath() + ":" + System.getenv("PATH"))
      .repository(Files.createDirectories(folder.resolve("repository")));
  }

  Farm(Path folder) throws IOException {
    this(folder, LIBRARY);
  }

  static Farm with(Path folder, String... machines) throws IOException {
    return new Farm(folder).machines(machines);
  }

  Farm machines(String... machines) {
    for (String machine : machines) bench.linux(machine, "assets");
    return this;
  }

  /** With packline itself in place of the stand-in. */
  Farm real() {
    bench.variable("PACKLINE", LIBRARY.resolve("scripts/packline").toString()).variable("PACKLINE_HOME", folder.resolve("home").toString())
      .variable("PATH", System.getenv("PATH"));
    return this;
  }

  Farm answer(int status, String json) throws IOException {
    return put("answer", status + "\n" + json);
  }

  Farm answerOn(String machine, int status, String json) throws IOException {
    return put("answer-" + machine, status + "\n" + json);
  }

  Farm put(String name, String text) {
    try {
      Files.writeString(standIn.resolve(name), text);
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    }
    return this;
  }

  BuildResult run(String jenkinsfile) throws Exception {
    BuildResult result = bench.run(jenkinsfile);
    assertEquals(0, result.leftovers(), "processes left behind");
    assertTrue(result.log().chars().noneMatch(c -> c == '\r' || c == 27), () -> "a log is read in lines:\n" + result.log());
    return result;
  }

  /** The words that the stand-in was called with, of all its calls. */
  List<String> arguments() throws IOException {
    Path file = standIn.resolve("arguments");
    return Files.exists(file) ? Files.readAllLines(file) : List.of();
  }

  /** A configuration with one seat of the licence `tool`. */
  static Path oneSeat(Path folder) throws IOException {
    return Files.writeString(folder.resolve("agent.json"), """
      {"device": "mac-01", "licences": {"tool": {"seats": 1, "mode": "pinned", "devices": ["mac-01"], "jobsPerDevice": 1, "lingerMs": 0}}}""");
  }

  static void assertLog(BuildResult result, String... parts) {
    for (String part : parts) assertTrue(result.log().contains(part), "no \"" + part + "\" in\n" + result.log());
  }

  static String error(String code, boolean retryable) {
    return "{\"error\": {\"code\": \"" + code + "\", \"message\": \"It went wrong.\", \"hint\": \"Do <b>this</b>.\", \"retryable\": " + retryable + ", \"details\": {}}}";
  }
}

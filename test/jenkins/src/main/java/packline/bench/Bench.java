package packline.bench;

import hudson.AbortException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** The world around a build: the library, the machines with their folders, the game's repository, and what happens when. */
final class Bench {
  private final Path root;
  private final Path library;
  private final Map<String, Machine> machines = new LinkedHashMap<>();
  private final Set<String> lost = new HashSet<>();
  private final Map<String, String> variables = new LinkedHashMap<>();
  private final Map<String, Object> parameters = new LinkedHashMap<>();
  private final Map<String, String> resources = new LinkedHashMap<>();
  private final Map<String, Object> standIns = new LinkedHashMap<>();
  private final List<Event> events = new ArrayList<>();
  private final String mark = UUID.randomUUID().toString();
  private final long startedMs = System.currentTimeMillis();
  private long speed = 1;
  private long limitMs = 120_000;
  private Path repository;
  private String approver = "anna";
  private long longestPauseMs;
  private final Set<String> absent = new HashSet<>(Set.of("kubernetesAgent", "recordIssues", "issues"));

  private record Event(Predicate<String> when, Consumer<Build> then) {}

  Bench(Path root, Path library) {
    this.root = root;
    this.library = library;
    variables.put("PATH", "/usr/local/bin:/usr/bin:/bin");
    variables.put("HOME", root.toString());
    variables.put("LANG", "C.UTF-8");
    variables.put("BUILD_TAG", "jenkins-game-1");
    variables.put("BUILD_URL", Build.BUILD_URL);
    variables.put("BUILD_NUMBER", "1");
    variables.put("JOB_NAME", "game");
    variables.put("PACKLINE_BENCH", mark);
  }

  Bench machine(String name, boolean unix, Map<String, String> environment, String... labels) {
    machines.put(name, new Machine(name, List.of(labels), unix, environment));
    return this;
  }

  Bench linux(String name, String... labels) {
    return machine(name, true, Map.of(), labels);
  }

  Bench variable(String name, String value) {
    variables.put(name, value);
    return this;
  }

  Bench parameter(String name, String value) {
    parameters.put(name, value);
    return this;
  }

  Bench repository(Path folder) {
    repository = folder;
    return this;
  }

  /** A resource of another library that the build has loaded. */
  Bench resource(String name, String text) {
    resources.put(name, text);
    return this;
  }

  String resource(String name) throws IOException {
    Path file = library.resolve("resources").resolve(name);
    if (resources.containsKey(name)) return resources.get(name);
    // As ResourceStep says it.
    if (!Files.exists(file)) throw new AbortException("No such library resource " + name + " could be found.");
    return Files.readString(file);
  }

  /** Who answers `input`; with null it is rejected. */
  Bench approver(String person) {
    approver = person;
    return this;
  }

  String approver() {
    return approver;
  }

  /** So many seconds of the bench's clock pass in a real one. */
  Bench speed(long factor) {
    speed = factor;
    return this;
  }

  Bench limitMs(long limit) {
    limitMs = limit;
    return this;
  }

  /** Once, as soon as the log holds the text. */
  Bench whenLogHas(String text, Consumer<Build> then) {
    events.add(new Event(log -> log.contains(text), then));
    return this;
  }

  Bench loseWhenLogHas(String text, String machine) {
    return whenLogHas(text, build -> {
      lost.add(machine);
      build.loseMachine(machine);
    });
  }

  /** The machine is back, with all that it had on its disk. */
  void regain(String machine) {
    lost.remove(machine);
  }

  BuildResult run(String jenkinsfile) throws Exception {
    return run(jenkinsfile, Map.copyOf(parameters), Sandbox.forLibrary());
  }

  BuildResult run(String jenkinsfile, Map<String, Object> parameters, Sandbox sandbox) throws Exception {
    return new Build(this, CompiledScripts.compile(library, jenkinsfile, sandbox.watchesJenkinsfile()), sandbox).run(parameters);
  }

  void fireEvents(Build build) {
    if (events.isEmpty()) return;
    String log = build.log.text();
    for (Event event : List.copyOf(events)) {
      if (!event.when.test(log)) continue;
      events.remove(event);
      event.then.accept(build);
    }
  }

  void killLeftovers() {
    Processes.killForcibly("PACKLINE_BENCH", mark);
  }

  /** How many processes that the build started still run, after a moment to end in. */
  int leftovers() throws InterruptedException {
    for (int turn = 0; turn < 100 && !Processes.with("PACKLINE_BENCH", mark).isEmpty(); turn++) Thread.sleep(20);
    return Processes.with("PACKLINE_BENCH", mark).size();
  }

  Machine machine(String name) {
    return machines.get(name);
  }

  List<Machine> machines() {
    return List.copyOf(machines.values());
  }

  boolean isLost(String machine) {
    return lost.contains(machine);
  }

  Map<String, String> variables() {
    return variables;
  }

  String workspace(Machine machine) {
    try {
      return Files.createDirectories(root.resolve(machine.name()).resolve("workspace").resolve("game")).toString();
    } catch (IOException thrown) {
      throw new java.io.UncheckedIOException(thrown);
    }
  }

  Path stash(String name) {
    return root.resolve("stashes").resolve(name);
  }

  Path archive() throws IOException {
    return Files.createDirectories(root.resolve("archive"));
  }

  Path repository() {
    return repository;
  }

  Path library() {
    return library;
  }

  /** How long a `waitUntil` did not look, at most. */
  long longestPauseMs() {
    return longestPauseMs;
  }

  void paused(long ms) {
    longestPauseMs = Math.max(longestPauseMs, ms);
  }

  /** A step of some plugin that gives this value and does nothing. */
  void standIn(String step, Object value) {
    standIns.put(step, value);
  }

  boolean hasStandIn(String step) {
    return standIns.containsKey(step);
  }

  Object standIn(String step) {
    return plain(standIns.get(step));
  }

  /** A build cannot be saved with the lazy maps of a JSON parser. */
  private static Object plain(Object value) {
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> copy = new LinkedHashMap<>();
      map.forEach((key, each) -> copy.put(key, plain(each)));
      return copy;
    }
    return value instanceof List<?> list ? new ArrayList<>(list.stream().map(Bench::plain).toList()) : value;
  }

  /** A controller without the plugin that brings this step or symbol. */
  Bench without(String step) {
    absent.add(step);
    return this;
  }

  Bench withPlugin(String step) {
    absent.remove(step);
    return this;
  }

  boolean lacks(String step) {
    return absent.contains(step);
  }

  long nowMs() {
    return startedMs + (System.currentTimeMillis() - startedMs) * speed;
  }

  long limitMs() {
    return limitMs;
  }
}

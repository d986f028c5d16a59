package packline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import groovy.json.JsonOutput;
import groovy.json.JsonSlurper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The Jenkinsfile of a game under the cases of its jenkinsfile-tests.json, with a controller restart after every step:
 * scripts/test-jenkinsfile names the game. Without one, a small game of our own.
 */
class GameJenkinsfileTest {
  private static final Set<String> FIELDS = Set.of("name", "jenkinsfile", "machines", "parameters", "variables", "checkout", "steps", "answers", "result", "log", "description");

  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> theCasesOfTheGame() throws IOException {
    Path game = Path.of(System.getProperty("packline.game", "src/test/resources/game")).toAbsolutePath();
    List<Map<String, Object>> cases = new ArrayList<>((List<Map<String, Object>>) new JsonSlurper().parseText(Files.readString(game.resolve("jenkinsfile-tests.json"))));
    return cases.stream().map(each -> DynamicTest.dynamicTest(String.valueOf(each.get("name")), () -> {
      try {
        run(game, each, folder.resolve(String.valueOf(cases.indexOf(each))));
      } catch (AssertionError failure) {
        throw new AssertionError(each.get("name") + ": " + failure.getMessage(), failure);
      }
    }));
  }

  private static void run(Path game, Map<String, Object> test, Path place) throws Exception {
    Set<String> unknown = new TreeSet<>(test.keySet());
    unknown.removeAll(FIELDS);
    assertEquals(Set.of(), unknown, "fields that no test has; known are " + new TreeSet<>(FIELDS));
    Farm farm = new Farm(Files.createDirectories(place));
    table(test, "machines").forEach((name, labels) -> farm.bench.linux(name, ((List<String>) labels).toArray(String[]::new)));
    table(test, "parameters").forEach((name, value) -> farm.bench.parameter(name, String.valueOf(value)));
    table(test, "variables").forEach((name, value) -> farm.bench.variable(name, String.valueOf(value)));
    table(test, "steps").forEach(farm.bench::standIn);
    table(test, "answers").forEach((command, answer) -> {
      Map<?, ?> given = (Map<?, ?>) answer;
      farm.put("answer-" + command.replace(' ', '-'), (given.get("status") == null ? 0 : given.get("status")) + "\n" + JsonOutput.toJson(given.get("json")));
    });
    for (String name : (List<String>) test.getOrDefault("checkout", List.of())) Tree.copy(game.resolve(name), farm.bench.repository().resolve(name));
    BuildResult result = farm.bench.run(Files.readString(game.resolve(String.valueOf(test.getOrDefault("jenkinsfile", "Jenkinsfile")))));
    assertEquals(test.getOrDefault("result", "SUCCESS"), result.result(), result.log());
    for (String text : (List<String>) test.getOrDefault("log", List.of())) Farm.assertLog(result, text);
    String description = String.valueOf(test.getOrDefault("description", ""));
    assertTrue(String.valueOf(result.description()).contains(description), result.description());
  }

  private static Map<String, Object> table(Map<String, Object> test, String field) {
    return (Map<String, Object>) test.getOrDefault(field, Map.of());
  }
}

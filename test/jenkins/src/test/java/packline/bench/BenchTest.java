package packline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** The bench itself: what Jenkins would lose or refuse fails here too, and what it keeps does not. */
class BenchTest {
  @TempDir Path folder;

  @TestFactory
  Stream<DynamicTest> aScriptThatJenkinsWouldLoseFails() throws Exception {
    return scripts("bad").stream().map(script -> DynamicTest.dynamicTest(name(script), () -> {
      String text = Files.readString(script);
      String failure = failureOf(script, text, Sandbox.open());
      assertTrue(failure.contains(header(text, "fails with")), failure);
    }));
  }

  @TestFactory
  Stream<DynamicTest> aScriptThatTheSandboxWouldRefuseFails() throws Exception {
    return scripts("refused").stream().map(script -> DynamicTest.dynamicTest(name(script), () -> {
      String text = Files.readString(script);
      String failure = failureOf(script, text, Sandbox.strict());
      assertTrue(failure.contains("allow-list lacks: ") && failure.contains(header(text, "fails with")), failure);
    }));
  }

  @TestFactory
  Stream<DynamicTest> aScriptThatIsSafeSurvives() throws Exception {
    return scripts("good").stream().map(script -> DynamicTest.dynamicTest(name(script), () -> {
      String text = Files.readString(script);
      BuildResult result = bench(script).run(text, Map.of(), Sandbox.open());
      assertTrue(result.log().contains(header(text, "logs") + "\n"), result.log());
      assertTrue(result.restarts() > 5, "restarts: " + result.restarts());
    }));
  }

  private String failureOf(Path script, String text, Sandbox sandbox) throws Exception {
    try {
      BuildResult result = bench(script).run(text, Map.of(), sandbox);
      assertEquals("FAILURE", result.result(), result.log());
      return result.log();
    } catch (BenchFailure failure) {
      return failure.getMessage();
    }
  }

  private Bench bench(Path script) {
    return new Bench(folder.resolve(name(script)), folder.resolve("no-library")).linux("linux-01", "linux");
  }

  private static List<Path> scripts(String kind) throws Exception {
    try (Stream<Path> files = Files.list(Path.of("src/test/resources", kind))) {
      return files.sorted().toList();
    }
  }

  private static String name(Path script) {
    return script.getFileName().toString().replace(".groovy", "");
  }

  private static String header(String text, String key) {
    return text.lines().findFirst().orElseThrow().replaceFirst("^// " + key + ": ", "");
  }
}

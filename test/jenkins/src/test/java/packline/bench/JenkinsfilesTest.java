package packline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static packline.bench.Farm.assertLog;
import static packline.bench.Farm.error;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Jenkinsfiles that we give out, and our own. */
class JenkinsfilesTest {
  private static final String REPORT = "{\"status\": \"done\", \"actions\": {\"total\": 3, \"cached\": 1, \"failed\": 0}, \"outputs\": []}";

  @TempDir Path folder;

  @Test
  void theScriptedExampleBuildsAssetsAndEffects() throws Exception {
    BuildResult result = farm().answer(0, REPORT).run(example("scripted"));
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "assetsCI: 3 actions", "lease granted", "effects packed");
  }

  @Test
  void theScriptedExampleEndsWhenAssetsFail() throws Exception {
    BuildResult result = farm().answer(1, error("IMAGE_TRUNCATED", false)).run(example("scripted"));
    assertEquals("FAILURE", result.result());
    assertFalse(result.log().contains("effects packed"), result.log());
  }

  @Test
  void theDeclarativeExampleBuildsAssetsAndEffects() throws Exception {
    BuildResult result = farm().answer(0, REPORT).run(declarative());
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "assetsCI: 3 actions", "effects packed", "Assets: SUCCESS");
  }

  @Test
  void theDeclarativeExampleGoesOnAsUnstableOrTellsTheFailure() throws Exception {
    BuildResult unstable = farm().answer(1, error("IMAGE_TRUNCATED", false)).run(declarative());
    assertEquals("UNSTABLE", unstable.result(), unstable.log());
    assertLog(unstable, "effects packed", "Assets: UNSTABLE");
    BuildResult failed = farm().answer(1, error("IMAGE_EMPTY", false)).run(declarative());
    assertEquals("FAILURE", failed.result());
    assertLog(failed, "Assets failed; the first error is in the description", "Assets: FAILURE");
  }

  @Test
  void ourOwnRunsTheTestsAndThenTheSampleGame() throws Exception {
    Farm farm = farm().answer(0, REPORT);
    Path repository = farm.bench.repository();
    script(repository.resolve(".ci/run"), "echo 12 passed, 0 failed");
    script(repository.resolve("scripts/packline"), "exec packline \"$@\"");
    farm.bench.linux("linux-09", "linux");
    BuildResult result = farm.run(Files.readString(Farm.LIBRARY.resolve("Jenkinsfile")));
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "12 passed, 0 failed", "assetsCI: 3 actions");
  }

  private Farm farm() throws IOException {
    Farm farm = Farm.with(folder, "linux-01");
    farm.bench.linux("linux-02", "texturepacker");
    script(farm.bench.repository().resolve("tools/pack-effects.sh"), "echo effects packed");
    return farm;
  }

  private static void script(Path file, String text) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, "#!/bin/sh\n" + text + "\n");
    file.toFile().setExecutable(true);
  }

  private static String example(String kind) throws IOException {
    return Files.readString(Farm.LIBRARY.resolve("resources/examples/Jenkinsfile." + kind));
  }

  /** With the stand-in for packline in the place where the example has it. */
  private static String declarative() throws IOException {
    return example("declarative").replace("/opt/packline/scripts/packline", Path.of("stand-in/packline").toAbsolutePath().toString());
  }
}

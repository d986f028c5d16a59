package packline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packline.bench.Farm.assertLog;
import static packline.bench.Farm.error;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.codehaus.groovy.control.CompilationFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Jenkinsfiles that we give out, and our own. */
class JenkinsfilesTest {
  private static final String REPORT = "{\"status\": \"done\", \"actions\": {\"total\": 3, \"cached\": 1, \"failed\": 0}, \"outputs\": []}";

  /** What each of the commands answers: a package report, a delivery and a flip in one. */
  private static final String RELEASED = """
    {"status": "done", "version": "1.4.0", "build": 1, "durationMs": 9, "rows": [{}, {}], "written": 2, "kept": 0, "place": "/srv/packages", "after": {"formal": {}}, "revision": 9}""";

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
    BuildResult result = farm().answer(0, REPORT).run(declarative("declarative"));
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "assetsCI: 3 actions", "effects packed", "Assets: SUCCESS");
  }

  @Test
  void theDeclarativeExampleGoesOnAsUnstableOrTellsTheFailure() throws Exception {
    BuildResult unstable = farm().answer(1, error("IMAGE_TRUNCATED", false)).run(declarative("declarative"));
    assertEquals("UNSTABLE", unstable.result(), unstable.log());
    assertLog(unstable, "effects packed", "Assets: UNSTABLE");
    BuildResult failed = farm().answer(1, error("IMAGE_EMPTY", false)).run(declarative("declarative"));
    assertEquals("FAILURE", failed.result());
    assertLog(failed, "Assets failed; the first error is in the description", "Assets: FAILURE");
  }

  @Test
  void theScriptedReleaseGoesLiveOnceItIsApproved() throws Exception {
    Farm farm = releaseFarm().answer(0, RELEASED);
    BuildResult result = farm.run(example("release-scripted"));
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "crossPackage: 2 packages", "publishRelease: 1.4.0-1 is at", "Does 1.4.0-1 go live?", "flipRelease: review-1 → formal, revision 9");
    assertTrue(farm.arguments().containsAll(List.of("--app-version=1.4.0", "--build=1", "--why=approved by anna")), farm.arguments().toString());
  }

  @Test
  void theScriptedReleaseDoesNotFlipWhenItIsRejected() throws Exception {
    Farm farm = releaseFarm().answer(0, RELEASED);
    farm.bench.approver(null);
    BuildResult result = farm.run(example("release-scripted"));
    assertEquals("ABORTED", result.result(), result.log());
    assertFalse(farm.arguments().contains("flip"), farm.arguments().toString());
  }

  @Test
  void theDeclarativeReleaseRehearsesTheFlip() throws Exception {
    Farm farm = releaseFarm().answer(0, RELEASED);
    BuildResult result = farm.run(declarative("release-declarative"));
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "flipRelease: review-1 → formal, and nothing was changed");
    assertTrue(farm.arguments().containsAll(List.of("--row=gray-1/*", "--app-version=1.4.0.1", "tools/upload.sh", "--dry-run")), farm.arguments().toString());
  }

  @Test
  void noExampleIsLeftOut() throws Exception {
    try (var files = Files.list(Farm.LIBRARY.resolve("resources/examples"))) {
      assertEquals(List.of("declarative", "release-declarative", "release-scripted", "scripted"),
        files.map(file -> file.getFileName().toString().replace("Jenkinsfile.", "")).sorted().toList());
    }
  }

  /** A class of the library has no name in such a Jenkinsfile, but its objects can be asked. */
  @Test
  void aJenkinsfileMayLoadTheLibraryByAStep() throws Exception {
    BuildResult result = farm().answer(1, error("IMAGE_EMPTY", false)).run("""
      library 'packline@v1'
      node { try { assetsCI() } catch (e) { echo "caught ${e.code}" } }
      """);
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "Loading library packline@v1", "caught IMAGE_EMPTY");
    assertThrows(BenchFailure.class, () -> farm().run("node { assetsCI() }\nlibrary 'packline@v1'"), "before it is loaded");
    assertThrows(CompilationFailedException.class, () -> farm().run("library 'packline@v1'\ntry { echo 'a' } catch (packline.Failure e) { echo e.code }"));
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

  private Farm releaseFarm() throws IOException {
    Farm farm = farm();
    farm.bench.linux("linux-03", "packages").parameter("VERSION", "1.4.0");
    return farm;
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
  private static String declarative(String kind) throws IOException {
    return example(kind).replace("/opt/packline/current/scripts/packline", Path.of("stand-in/packline").toAbsolutePath().toString());
  }
}

package packline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packline.bench.Farm.assertLog;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AssetsCiTest {
  private static final String REPORT = """
    {"project": "dk", "status": "done", "durationMs": 4180, "actions": {"total": 9, "cached": 7, "executed": 2, "failed": 0},
     "outputs": [{"path": "a.png"}, {"path": "a.plist"}], "errors": []}""";

  @TempDir Path folder;

  @Test
  void buildsAndSaysWhatWasDone() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, REPORT);
    BuildResult result = farm.run("assetsCI(label: 'assets', project: 'client', only: 'units', profile: 'release') { checkout scm }");
    assertEquals("SUCCESS", result.result(), result.log());
    assertEquals(List.of("assets", "build", "--project=client", "--only=units", "--profile=release", "--json"), farm.arguments());
    assertLog(result, "assetsCI: 9 actions, 7 from the cache, 0 failed; 2 files in 4180 ms");
  }

  @Test
  void needsNoArgumentWithinANode() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, REPORT);
    BuildResult result = farm.run("node { dir('client') { assetsCI() } }");
    assertEquals("SUCCESS", result.result(), result.log());
    assertEquals(List.of("assets", "build", "--project=.", "--json"), farm.arguments());
  }

  @Test
  void refusesWhatItDoesNotKnow() throws Exception {
    Farm farm = Farm.with(folder, "linux-01");
    BuildResult result = farm.run("node { assetsCI(projekt: 'client', profile: 'quick') }");
    assertLog(result, "assetsCI: there is no argument projekt; did you mean project?", "profile is quick; expected one of fast, release");
    assertTrue(farm.arguments().isEmpty());
  }

  @Test
  void runsInSeveralBranchesAtOnce() throws Exception {
    Farm farm = Farm.with(folder, "linux-01", "linux-02").answer(0, REPORT);
    BuildResult result = farm.run("parallel(ios: { assetsCI(label: 'assets') }, android: { assetsCI(label: 'assets') })");
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "Running on linux-01", "Running on linux-02");
  }
}

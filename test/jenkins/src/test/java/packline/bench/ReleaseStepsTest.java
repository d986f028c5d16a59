package packline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packline.bench.Farm.assertLog;
import static packline.bench.Farm.error;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** crossPackage, hotUpdate, publishRelease and flipRelease. */
class ReleaseStepsTest {
  private static final String PACKAGES = """
    {"project": "dk", "status": "done", "version": "1.4.0", "build": 7, "durationMs": 900, "rows": [{"id": "formal/windows/store"}, {"id": "gray-1/windows/store"}], "errors": []}""";
  private static final String FLIP = """
    {"from": "review-1", "to": "formal", "before": {}, "after": {"formal": {}}, "revision": %s}""";
  private static final String LOST = """
    {"error": {"code": "RELEASE_FLIP_LOST", "message": "review-1 → formal was flipped by anna.", "hint": "Look at the history.", "retryable": false, "details": {}}}""";

  @TempDir Path folder;

  @Test
  void makesPackages() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, PACKAGES);
    BuildResult result = farm.run("""
      crossPackage(label: 'assets', project: 'client', version: '1.4.0', build: 7, rows: ['formal/*', 'gray-1/*'], jobs: 2, verify: true, record: 'weekly build') { checkout scm }
      """);
    assertEquals("SUCCESS", result.result(), result.log());
    assertEquals(List.of("package", "build", "--project=client", "--app-version=1.4.0", "--build=7", "--row=formal/*", "--row=gray-1/*", "--jobs=2",
      "--verify", "--record", "--why=weekly build", "--json"), farm.arguments());
    assertLog(result, "crossPackage: 2 packages of 1.4.0 build 7 in 900 ms");
  }

  @Test
  void leavesToTheProjectFileWhatIsNotSaid() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, PACKAGES);
    BuildResult result = farm.run("node { crossPackage() }");
    assertEquals("SUCCESS", result.result(), result.log());
    assertEquals(List.of("package", "build", "--project=.", "--json"), farm.arguments());
  }

  @Test
  void endsWithTheErrorOfTheFirstRow() throws Exception {
    BuildResult result = Farm.with(folder, "linux-01").answer(1, """
      {"status": "failed", "rows": [], "errors": [{"code": "PACKAGE_INPUT_MISSING", "message": "formal/windows/store: logo.txt is not there.", "retryable": false, "details": {}}]}""")
      .run("node { crossPackage() }");
    assertEquals("FAILURE", result.result(), result.log());
    assertLog(result, "ERROR: PACKAGE_INPUT_MISSING: formal/windows/store: logo.txt is not there.");
  }

  @Test
  void makesPackagesWhereTheKeyIs() throws Exception {
    Farm farm = Farm.with(folder, "linux-01", "linux-02").answer(0, PACKAGES).answerOn("linux-01", 3, error("PACKAGE_KEY_MISSING", true));
    BuildResult result = farm.run("crossPackage(label: 'assets')");
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "PACKAGE_KEY_MISSING on linux-01; trying again on linux-02");
  }

  @Test
  void carriesPackagesToAnotherNodeWithTheBuildWhereThereIsNoStore() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, """
      {"status": "done", "rows": [{"id": "a", "file": "build/a, b.apk"}, {"id": "b", "file": "build/web"}, {"id": "c", "state": "skipped"}]}""");
    farm.bench.linux("linux-02", "release");
    BuildResult result = farm.run("""
      crossPackage(label: 'assets', project: 'client', stash: 'packages') {
        sh 'mkdir -p client/build/web; for each in "a, b.apk" old.apk web/index web/.gitignore web/data~; do echo "$each" > "client/build/$each"; done'
      }
      publishRelease(label: 'release', release: '1.4.0', why: 'weekly', folder: '/srv', unstash: ['packages']) {
        sh 'mkdir -p packline-fetched; touch packline-fetched/before'
      }
      node('release') { sh 'cd packline-fetched; find . -type f | sort' }
      """);
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "\n./build/a, b.apk\n./build/web/.gitignore\n./build/web/data~\n./build/web/index\n");
    assertTrue(farm.arguments().contains("--files=packline-fetched"), farm.arguments().toString());
    assertFalse(result.log().contains("./build/old.apk") || result.log().contains("./before"), result.log());
  }

  @Test
  void publishesHotUpdates() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, """
      [{"target": "formal", "version": "1.4.0.7", "state": "published", "files": 60, "changed": 3}, {"target": "gray-1", "version": "1.4.0.7", "state": "unchanged", "files": 60, "changed": 0}]""");
    BuildResult result = farm.run("node { echo \"${hotUpdate(version: '1.4.0.7', targets: ['formal', 'gray-1'], contentOf: '1.4.0.5', release: '1.4.0-7', why: 'weekly').size()} targets\" }");
    assertEquals("SUCCESS", result.result(), result.log());
    assertEquals(List.of("hotupdate", "build", "--project=.", "--app-version=1.4.0.7", "--target=formal", "--target=gray-1", "--content-of=1.4.0.5", "--release=1.4.0-7", "--why=weekly", "--json"), farm.arguments());
    assertLog(result, "hotUpdate: formal 1.4.0.7 published, 3 of 60 files changed", "hotUpdate: gray-1 1.4.0.7 unchanged, 0 of 60 files changed", "2 targets");
  }

  @Test
  void refusesAHotUpdateVersionThatWasUsed() throws Exception {
    Farm farm = Farm.with(folder, "linux-01", "linux-02").answer(1, error("HOT_UPDATE_VERSION_REUSED", false));
    BuildResult result = farm.run("hotUpdate(label: 'assets', version: '1.4.0.7')");
    assertEquals("FAILURE", result.result(), result.log());
    assertLog(result, "ERROR: HOT_UPDATE_VERSION_REUSED");
    assertFalse(result.log().contains("linux-02"), result.log());
  }

  @Test
  void publishesWithACommandOfTheStudio() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, "{\"written\": 2, \"kept\": 1, \"bytes\": 9, \"place\": \"node publish.mjs\", \"revision\": 4}");
    BuildResult result = farm.run("node { publishRelease(release: '1.4.0-7', target: 'formal', why: 'weekly', command: ['node', 'publish.mjs', '--json']) }");
    assertEquals("SUCCESS", result.result(), result.log());
    List<String> words = farm.arguments();
    assertEquals(List.of("release", "publish", "1.4.0-7", "--project=.", "--files=.", "--target=formal", "--why=weekly"), words.subList(0, 7));
    assertTrue(words.get(7).matches("--id=jenkins-game-1-[0-9a-f-]{36}"), words.get(7));
    assertEquals(List.of("--json", "--", "node", "publish.mjs", "--json"), words.subList(8, 13));
    assertLog(result, "publishRelease: 1.4.0-7 is at node publish.mjs: 2 files written, 1 were there");
  }

  @Test
  void sendsTheSameRequestAgainWhenTheNodeIsLost() throws Exception {
    Farm farm = Farm.with(folder, "linux-01", "linux-02").answer(0, FLIP.formatted("12")).put("slow", "");
    farm.bench.loseWhenLogHas("packing units", "linux-01").whenLogHas("Retrying", build -> farm.standIn.resolve("slow").toFile().delete());
    BuildResult result = farm.run("flipRelease(from: 'review-1', to: 'formal', why: 'approved', game: 'dk', label: 'assets')");
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "Running on linux-02", "flipRelease: review-1 → formal, revision 12");
    List<String> ids = farm.arguments().stream().filter(word -> word.startsWith("--id=")).toList();
    assertEquals(List.of(ids.get(0), ids.get(0)), ids);
  }

  @Test
  void triesADryRun() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, FLIP.formatted("null"));
    BuildResult result = farm.run("node { flipRelease(from: 'review-1', to: 'formal', why: 'approved', dryRun: true) }");
    assertLog(result, "flipRelease: review-1 → formal, and nothing was changed");
    assertTrue(farm.arguments().contains("--dry-run"), farm.arguments().toString());
    assertFalse(farm.arguments().stream().anyMatch(word -> word.startsWith("--game") || word.startsWith("--project")), farm.arguments().toString());
  }

  @Test
  void tellsWhoseFlipWasFirstAndDoesNotTryAgain() throws Exception {
    Farm farm = Farm.with(folder, "linux-01", "linux-02").answer(0, FLIP.formatted("12")).answerOn("linux-01", 1, LOST);
    BuildResult result = farm.run("flipRelease(from: 'review-1', to: 'formal', why: 'approved', game: 'dk', label: 'assets', retries: 3)");
    assertEquals("FAILURE", result.result(), result.log());
    assertEquals("RELEASE_FLIP_LOST: review-1 → formal was flipped by anna. Look at the history. https://ci.example/job/game/1/console", result.description());
    assertFalse(result.log().contains("linux-02"), result.log());
  }

  @Test
  void letsABuildGoOnThatLostAFlip() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(1, LOST);
    BuildResult result = farm.run("node { flipRelease(from: 'review-1', to: 'formal', why: 'approved', unstableOn: ['RELEASE_FLIP_LOST']); echo 'still here' }");
    assertEquals("UNSTABLE", result.result(), result.log());
    assertLog(result, "still here");
  }

  @Test
  void endsEveryStepWhenTheBuildIsAborted() throws Exception {
    int count = 0;
    for (String step : List.of("crossPackage()", "hotUpdate(version: '1')", "publishRelease(release: '1', why: 'a', folder: 'www')", "uploadRelease(release: '1', to: 'play', why: 'a')", "flipRelease(from: 'a', to: 'b', why: 'c')")) {
      Farm farm = Farm.with(folder.resolve("build-" + count++), "linux-01").answer(0, "{}").put("slow", "");
      farm.bench.whenLogHas("packing units", Build::abort);
      BuildResult result = farm.run("node { " + step + " }");
      assertEquals("ABORTED", result.result(), result.log());
      assertLog(result, "packline: interrupted");
    }
  }

  @Test
  void runsOnWindows() throws Exception {
    Farm farm = Farm.with(folder).answer(0, PACKAGES);
    farm.bench.machine("win-01", false, java.util.Map.of());
    BuildResult result = farm.run("node { crossPackage(version: '1.4.0', rows: ['formal/windows/*'], record: '100% & done') }");
    assertEquals("SUCCESS", result.result(), result.log());
    assertTrue(farm.arguments().containsAll(List.of("--row=formal/windows/*", "--why=100% & done")), farm.arguments().toString());
  }

  @Test
  void refusesWhatItDoesNotKnowBeforeAnythingRuns() throws Exception {
    Farm farm = Farm.with(folder, "linux-01");
    assertLog(farm.run("node { crossPackage(versoin: '1.4.0', build: 0) }"), "crossPackage: there is no argument versoin; did you mean version?", "build is 0; expected a whole number from 1");
    assertLog(farm.run("node { hotUpdate(target: 'formal') }"), "hotUpdate: there is no argument target; did you mean targets?; version is missing");
    assertLog(farm.run("node { publishRelease(release: '1.4.0', dryrun: 'yes') }"), "there is no argument dryrun; did you mean dryRun?", "why is missing");
    assertLog(farm.run("node { flipRelease(from: 'a', dryRun: 'yes', why: 'b') }"), "to is missing", "dryRun is yes; expected true or false");
    assertTrue(farm.arguments().isEmpty());
  }
}

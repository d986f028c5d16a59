package packline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packline.bench.Farm.assertLog;
import static packline.bench.Farm.error;

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

  private static final String BAD = """
    {"status": "failed", "page": "https://farm.example/runs/7", "errors": [{"code": "IMAGE_EMPTY", "message": "It is <empty>.", "hint": "Draw it & save.",
     "retryable": false, "details": {"file": "art/a.png"}}, {"code": "RULE_EMPTY", "message": "No input.", "retryable": false, "details": {}}]}""";

  @Test
  void showsErrorsAsIssuesOnceForEachCall() throws Exception {
    Farm farm = Farm.with(folder, "linux-01", "linux-02").answer(1, BAD).answerOn("linux-01", 3, error("TOOL_NOT_FOUND", true));
    farm.bench.withPlugin("recordIssues").withPlugin("issues");
    BuildResult result = farm.run("""
      try { assetsCI(label: 'assets', project: 'client', annotate: true) } catch (e) { echo "caught ${e.code}" }
      node('linux-02') { assetsCI(annotate: true, unstableOn: ['IMAGE_EMPTY']); sh 'ls -A "$WORKSPACE" | grep issues || echo nothing left' }
      """);
    assertEquals("UNSTABLE", result.result(), result.log());
    assertLog(result, "trying again on linux-02", "caught IMAGE_EMPTY", "[packline] -> found 2 issues", "[packline-2] -> found 2 issues", "\nnothing left",
      "[packline] {category=IMAGE_EMPTY, description=Draw it &amp; save.<br><a href=\"https://farm.example/runs/7\">https://farm.example/runs/7</a>, "
        + "fileName=client/art/a.png, message=It is <empty>., severity=ERROR}",
      "[packline-2] {category=RULE_EMPTY, description=<a href=\"https://farm.example/runs/7\">");
  }

  @Test
  void showsThatThereAreNoMoreIssuesAndGoesOnWithoutThePlugin() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, REPORT);
    assertLog(farm.run("node { assetsCI(annotate: true); echo 'went on' }"), "annotate needs the plugin Warnings", "went on");
    farm.bench.withPlugin("recordIssues").withPlugin("issues");
    assertLog(farm.run("node { assetsCI(annotate: true) }"), "[packline] -> found 0 issues");
    assertLog(farm.answer(1, "<html>").run("node { assetsCI(annotate: true) }"), "[packline] -> found 0 issues", "PACKLINE_NO_ANSWER");
  }

  @Test
  void runsInSeveralBranchesAtOnce() throws Exception {
    Farm farm = Farm.with(folder, "linux-01", "linux-02").answer(0, REPORT);
    BuildResult result = farm.run("parallel(ios: { assetsCI(label: 'assets') }, android: { assetsCI(label: 'assets') })");
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "Running on linux-01", "Running on linux-02");
  }

  private static final String PLAN = """
    {"plan": "c0ffee", "project": "dk", "sets": 9, "made": 4, "estimatedMs": 60000, "parameters": {"maxSize": 512, "name": "a 'b'"},
     "shards": [{"sets": ["a"], "estimatedMs": 30000, "licensed": true}, {"sets": ["b"], "estimatedMs": 30000, "licensed": false}]}""";

  @Test
  void buildsInShardsAndJoinsThem() throws Exception {
    Farm farm = Farm.with(folder, "linux-01", "linux-02").answer(0, REPORT).put("answer-assets-plan", "0\n" + PLAN).put("answer-shard", "0\n" + REPORT);
    farm.bench.linux("mac-01", "assets", "seats");
    BuildResult result = farm.run("assetsCI(label: 'assets', shards: 'auto', seatLabel: 'seats', profile: 'fast') { checkout scm }");
    assertEquals("SUCCESS", result.result(), result.log());
    List<String> words = farm.arguments();
    assertEquals(List.of("assets", "plan", "--shards=auto", "--shard-node=linux-01", "--shard-node=linux-02", "--shard-node=mac-01", "--project=.", "--profile=fast", "--json"),
      words.subList(0, 9));
    assertTrue(words.containsAll(List.of("--shard=1/2", "--shard=2/2", "--plan=c0ffee")), words.toString());
    assertEquals(List.of("assets", "build", "--project=.", "--profile=fast", "--parameter=maxSize=512", "--parameter=name=a 'b'", "--json"),
      words.subList(words.size() - 7, words.size()));
    assertEquals(3, words.stream().filter("--parameter=maxSize=512"::equals).count(), "shards and join have the values of the plan");
    assertLog(result, "assetsCI: 4 of 9 sets are in the shared cache; 2 shards for the rest", "Running on mac-01", "assetsCI: 9 actions, 7 from the cache");
  }

  @Test
  void givesParametersAndReadsThem() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, REPORT).put("answer-params-list", "0\n{\"parameters\": [], \"values\": {\"quality\": 80, \"fast\": true}}");
    BuildResult result = farm.run("""
      Map values = buildParameters(label: 'assets', project: 'game') { checkout scm }
      echo "quality ${values.quality + 1} fast ${values.fast}"
      node('assets') { assetsCI(parameters: ["maxSize=${values.quality}"]) }
      """);
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "quality 81 fast true");
    assertEquals(List.of("params", "list", "--project=game", "--stage=ci", "--json", "assets", "build", "--project=.", "--parameter=maxSize=80", "--json"), farm.arguments());
  }

  @Test
  void makesItselfWhatShardsDidNot() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, REPORT).put("answer-assets-plan", "0\n" + PLAN).put("answer-shard", "1\n" + error("RULE_EMPTY", false));
    farm.bench.linux("mac-01", "assets", "seats");
    farm.put("slow-mac-01", "").bench.loseWhenLogHas("slow on mac-01", "mac-01");
    BuildResult result = farm.run("assetsCI(label: 'assets', shards: 2, seatLabel: 'seats', retries: 0) { checkout scm }");
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "packline: RULE_EMPTY: It went wrong.", "assetsCI: --shard=1/2 was lost with its node; the build that follows makes it", "assetsCI: 9 actions");
  }

  @Test
  void buildsAloneWhereTheCacheIsDead() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, REPORT).put("answer-assets-plan", "0\n{\"sets\": 9, \"made\": 0, \"shards\": [], \"problem\": \"GET /ac: 502\"}");
    BuildResult result = farm.run("assetsCI(label: 'assets', shards: 2) { checkout scm }");
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "assetsCI: no shards, since the shared cache is of no use now: GET /ac: 502", "assetsCI: 9 actions");
  }

  @Test
  void hasNoShardsWhereTheyWereOfNoUse() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, REPORT).put("answer-assets-plan", "2\n" + error("SHARD_WITHOUT_CACHE", false));
    BuildResult result = farm.run("""
      assetsCI(label: 'assets', shards: 2, cache: 'read')
      for (given in [[shards: 2], [label: 'assets', shards: 'many']]) { try { assetsCI(given) } catch (e) { echo "told ${e.message}" } }
      assetsCI(label: 'assets', shards: 2)
      """);
    assertEquals("FAILURE", result.result(), result.log());
    assertLog(result, "assetsCI: no shards with cache: 'read'", "told assetsCI: shards needs label", "shards is many; expected a whole number from 1 to 64, or auto",
      "ERROR: SHARD_WITHOUT_CACHE");
    assertEquals(List.of("assets", "build", "--project=.", "--cache=read", "--json"), farm.arguments().subList(0, 5));
  }
}

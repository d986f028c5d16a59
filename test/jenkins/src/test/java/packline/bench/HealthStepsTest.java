package packline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static packline.bench.Farm.assertLog;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HealthStepsTest {
  private static final String GOOD = """
    {"device": "linux-01", "grade": "good", "reasons": [], "checks": []}""";
  private static final String POOR = """
    {"error": {"code": "HEALTH_TOO_POOR", "message": "linux-01 is poor, and good is required: disk.cache", "retryable": true, "details": {}}}""";
  private static final String FARM = """
    {"machines": [{"device": "mac-01", "grade": "poor", "reasons": [{"id": "disk.cache"}, {"id": "load"}]}, {"device": "mac-02", "grade": "degraded", "reasons": []}]}""";

  @TempDir Path folder;

  @Test
  void backsUpAndProves() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, """
      {"backups": [{"name": "art", "snapshot": "abcd1234"}], "drills": [{"name": "art", "at": "2026-11-30T02:00:00Z"}]}""");
    BuildResult result = farm.run("node { backup(names: ['art']); backupDrill() }");
    assertEquals("SUCCESS", result.result(), result.log());
    assertEquals(List.of("backup", "run", "art", "--json", "backup", "drill", "--json"), farm.arguments());
    assertLog(result, "backup: art is kept as abcd1234", "backupDrill: art of 2026-11-30T02:00:00Z is proven");
  }

  @Test
  void looksForDrift() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, "{\"steps\": []}");
    BuildResult result = farm.run("node { jenkinsDrift() }");
    assertEquals("SUCCESS", result.result(), result.log());
    assertEquals(List.of("jenkins", "drift", "--json"), farm.arguments());
    assertLog(result, "jenkinsDrift: Jenkins is in order");
  }

  @Test
  void asksASite() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, "{\"sites\": [\"review-1\"], \"findings\": []}");
    BuildResult result = farm.run("node { siteCheck(names: ['review-1'], planned: true) }");
    assertEquals("SUCCESS", result.result(), result.log());
    assertEquals(List.of("site", "check", "review-1", "--project=.", "--planned", "--json"), farm.arguments());
    assertLog(result, "siteCheck: nothing stands against [review-1]");
  }

  @Test
  void goesFromServerToServer() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, "{\"target\": \"live\", \"results\": [{\"service\": \"Global\", \"host\": \"g1\", \"status\": \"done\"}]}");
    BuildResult result = farm.run("node { onTargetServers('live', ['sh', '-c', 'a --b'], why: 'c', services: ['Global']) }");
    assertEquals("SUCCESS", result.result(), result.log());
    assertEquals(List.of("target", "run", "live", "--project=.", "--service=Global", "--strategy=serial", "--why=c", "--json", "--", "sh", "-c", "a --b"),
      farm.arguments());
    assertLog(result, "onTargetServers: Global on g1 is done");
  }

  @Test
  void buildsAnImage() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, "{\"images\": [{\"image\": \"game\", \"isBuilt\": false, \"state\": \"unchanged\", \"record\": {\"repository\": \"r/game\", \"digest\": \"sha256:1\"}}]}");
    BuildResult result = farm.run("node { buildImage('game', build: '7', arguments: ['A=1', 'B=2'], why: 'weekly'); buildImage('game', planOnly: true, onlyIfChanged: false) }");
    assertEquals("SUCCESS", result.result(), result.log());
    assertEquals(List.of("image", "build", "game", "--project=.", "--argument=A=1", "--argument=B=2", "--build=7", "--record", "--why=weekly", "--json",
      "image", "plan", "game", "--project=.", "--rebuild", "--json"), farm.arguments());
    assertLog(result, "buildImage: game is r/game@sha256:1, as before", "buildImage: game: unchanged");
  }

  @Test
  void makesAStagingEnvironmentForABodyAndEndsIt() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, "{\"environment\": {\"namespace\": \"staging-a--main\", \"expiresAt\": \"2026-12-02T10:00:00Z\"}}");
    BuildResult result = farm.run("node { stagingEnvironment('main', '2h'); try { stagingEnvironment(name: 'b', images: ['u=r/u:1']) { echo it.environment.namespace; error 'of the tests' } } catch (e) { echo e.message } }");
    assertEquals("SUCCESS", result.result(), result.log());
    assertEquals(List.of("staging", "up", "main", "--project=.", "--ttl=2h", "--timeout=10m", "--json", "staging", "up", "b", "--project=.", "--image=u=r/u:1",
      "--timeout=10m", "--json", "staging", "down", "b", "--project=.", "--json"), farm.arguments());
    assertLog(result, "stagingEnvironment: main runs in staging-a--main until 2026-12-02T10:00:00Z", "of the tests");
  }

  @Test
  void synchronisesTheDirectory() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, "{\"people\": 240, \"changes\": [{\"kind\": \"add\"}]}");
    BuildResult result = farm.run("node { directorySync(planOnly: true); directorySync() }");
    assertEquals("SUCCESS", result.result(), result.log());
    assertEquals(List.of("directory", "sync", "--plan", "--json", "directory", "sync", "--apply", "--json"), farm.arguments());
    assertLog(result, "directorySync: 240 people, 1 changes planned", "directorySync: 240 people, 1 changes\n");
  }

  @Test
  void letsAGoodNodePass() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, GOOD);
    BuildResult result = farm.run("node { echo agentHealth('good').device }");
    assertEquals("SUCCESS", result.result(), result.log());
    assertEquals(List.of("health", "--require=good", "--json"), farm.arguments());
    assertLog(result, "agentHealth: linux-01 is good");
  }

  @Test
  void failsEarlyOnAPoorNode() throws Exception {
    BuildResult result = Farm.with(folder, "linux-01").answer(3, POOR).run("node { agentHealth(require: 'good') }");
    assertEquals("FAILURE", result.result(), result.log());
    assertLog(result, "HEALTH_TOO_POOR: linux-01 is poor");
  }

  @Test
  void runsTheWorkWhereItWasLookedAt() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, GOOD);
    BuildResult result = farm.run("node { echo agentHealth('good') { sh 'echo working on $NODE_NAME'; 'packed' } }");
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "agentHealth: linux-01 is good", "working on linux-01", "packed");
  }

  @Test
  void goesToAnotherNodeAndRunsTheWorkThereOnly() throws Exception {
    Farm farm = Farm.with(folder, "linux-01", "linux-02").answerOn("linux-01", 3, POOR).answerOn("linux-02", 0, GOOD.replace("linux-01", "linux-02"));
    BuildResult result = farm.run("echo agentHealth(require: 'good', label: 'assets') { sh 'echo working on $NODE_NAME'; 'packed' }");
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "HEALTH_TOO_POOR on linux-01; trying again on linux-02", "agentHealth: linux-02 is good enough", "working on linux-02", "packed");
    assertFalse(result.log().contains("working on linux-01"), result.log());
  }

  @Test
  void failsWithoutTheWorkWhenAllNodesArePoor() throws Exception {
    Farm farm = Farm.with(folder, "linux-01", "linux-02").answer(3, POOR);
    BuildResult result = farm.run("agentHealth(require: 'good', label: 'assets') { echo 'working' }");
    assertEquals("FAILURE", result.result(), result.log());
    assertLog(result, "ERROR: HEALTH_TOO_POOR");
    assertFalse(result.log().contains("working\n"), result.log());
  }

  @Test
  void beginsTheWorkAgainWhenItsNodeIsLost() throws Exception {
    Farm farm = Farm.with(folder, "linux-01", "linux-02").answer(0, GOOD);
    farm.bench.loseWhenLogHas("working on linux-01", "linux-01");
    BuildResult result = farm.run("agentHealth(label: 'assets') { sh 'echo working on $NODE_NAME; if [ $NODE_NAME = linux-01 ]; then sleep 30; fi' }");
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "working on linux-02");
  }

  @Test
  void doesNotTryElsewhereWhenTheWorkFails() throws Exception {
    Farm farm = Farm.with(folder, "linux-01", "linux-02").answer(0, GOOD);
    BuildResult result = farm.run("agentHealth(label: 'assets') { error 'bad art' }");
    assertEquals("FAILURE", result.result(), result.log());
    assertLog(result, "ERROR: bad art");
    assertFalse(result.log().contains("linux-02"), result.log());
  }

  @Test
  void refusesALabelWithoutWork() throws Exception {
    Farm farm = Farm.with(folder, "linux-01");
    assertLog(farm.run("agentHealth(require: 'good', label: 'assets')"), "agentHealth: label needs a body");
    assertEquals(List.of(), farm.arguments());
  }

  @Test
  void reportsTheFarmAndMarksTheBuild() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, FARM);
    BuildResult result = farm.run("node { farmReport() }");
    assertEquals("UNSTABLE", result.result(), result.log());
    assertEquals(List.of("farm", "list", "--html=farm.html", "--json"), farm.arguments());
    assertLog(result, "farmReport: mac-01 poor disk.cache, load", "farmReport: mac-02 degraded");
  }

  @Test
  void reportsWithoutMarking() throws Exception {
    BuildResult result = Farm.with(folder, "linux-01").answer(0, FARM).run("node { farmReport(unstableOn: 'never', file: 'reports/farm.html') }");
    assertEquals("SUCCESS", result.result(), result.log());
  }

  @Test
  void refusesWhatItDoesNotKnow() throws Exception {
    BuildResult result = Farm.with(folder, "linux-01").run("node { agentHealth(requires: 'best') }");
    assertLog(result, "agentHealth: there is no argument requires; did you mean require?");
  }
}

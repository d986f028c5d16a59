package packline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packline.bench.Farm.assertLog;
import static packline.bench.Farm.error;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PacklineJobTest {
  @TempDir Path folder;

  @Test
  void givesTheReportAndShowsProgress() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, "{\"status\": \"done\", \"actions\": {\"total\": 3}}");
    BuildResult result = farm.run("node { Map report = packlineJob(command: ['assets', 'build']); echo \"${report.status} ${report.actions.total}\" }");
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "packing units 1/2", "done 3");
    assertEquals(List.of("assets", "build", "--json"), farm.arguments());
    assertTrue(Files.readString(farm.standIn.resolve("variables")).matches("PACKLINE_LIBRARY=\\d+\\.\\d+\\.\\d+\nPACKLINE_JOB_KEY=jenkins-game-1-[0-9a-f-]{36}-/.*\n"));
  }

  @Test
  void passesEveryWordUntouched() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, "{}\n");
    farm.answer(0, "{\"a\": 1}").run("""
      node { packlineJob(command: ['it\\'s', 'a  b', '$HOME `id` $(id)', '; rm -rf x', '*', '--only=治疗光环', '-', '', 'back\\\\slash', '"']) }
      """);
    assertEquals(List.of("it's", "a  b", "$HOME `id` $(id)", "; rm -rf x", "*", "--only=治疗光环", "-", "", "back\\slash", "\"", "--json"), farm.arguments());
  }

  @Test
  void refusesAnUnknownArgumentAndSuggestsTheKnownOne() throws Exception {
    Farm farm = Farm.with(folder, "linux-01");
    BuildResult result = farm.run("node { packlineJob(comand: ['assets'], retrys: 2) }");
    assertEquals("FAILURE", result.result());
    assertLog(result, "packlineJob: there is no argument comand; did you mean command?", "there is no argument retrys; did you mean retries?",
      "command is missing; for example command: ['assets', 'build'");
    assertTrue(farm.arguments().isEmpty());
  }

  @Test
  void refusesAnArgumentOfTheWrongKind() throws Exception {
    Farm farm = Farm.with(folder, "linux-01");
    BuildResult result = farm.run("node { packlineJob(command: 'assets build', retries: 9, label: '', unstableOn: [1]) }");
    assertLog(farm.run("node { packlineJob(command: ['assets'], retries: '9') }"), "retries is 9; expected a whole number from 0 to 5");
    assertLog(farm.run("node { packlineJob(command: ['assets'], retries: 'two') }"), "retries is two; expected a whole number");
    assertLog(result, "command is assets build; expected a list of texts", "retries is 9; expected a whole number from 0 to 5",
      "label is ; expected a text", "unstableOn is [1]; expected a list of texts");
    assertTrue(farm.arguments().isEmpty());
  }

  @Test
  void endsTheBuildWithCodeHintAndLogLinkInItsDescription() throws Exception {
    BuildResult result = Farm.with(folder, "linux-01").answer(1, error("IMAGE_TRUNCATED", false)).run("""
      currentBuild.description = 'nightly'
      node { packlineJob(command: ['assets', 'build']) }
      """);
    assertEquals("FAILURE", result.result());
    assertEquals("nightly\nIMAGE_TRUNCATED: It went wrong. Do ‹b›this‹/b›. https://ci.example/job/game/1/console", result.description());
    assertLog(result, "ERROR: IMAGE_TRUNCATED: It went wrong.");
  }

  @Test
  void aScriptThatCatchesTheErrorCanAskIt() throws Exception {
    String bad = "{\"code\": \"IMAGE_EMPTY\", \"message\": \"It is empty.\", \"hint\": \"Draw it.\", \"retryable\": false, \"details\": {\"file\": \"art/a.png\"}}";
    BuildResult result = Farm.with(folder, "linux-01").answer(1, "{\"errors\": [" + bad + "]}").run("""
      node {
        try {
          stage('Assets') { parallel(a: { assetsCI() }) }
        } catch (packline.Failure failure) {
          echo "caught ${failure.code} of ${failure.file}: ${failure.hint} ${failure.retryable}"
        }
        try { assetsCI() } catch (e) { echo "caught ${e.code}"; throw e }
      }
      """);
    assertEquals("FAILURE", result.result(), result.log());
    assertLog(result, "caught IMAGE_EMPTY of art/a.png: Draw it. false", "caught IMAGE_EMPTY\n", "ERROR: IMAGE_EMPTY: It is empty. Draw it.\n");
    assertFalse(result.log().contains("\tat "), result.log());
  }

  @Test
  void saysHowManyErrorsThereAre() throws Exception {
    String one = "{\"code\": \"IMAGE_EMPTY\", \"message\": \"a.png is empty.\", \"retryable\": false}";
    BuildResult result = Farm.with(folder, "linux-01").answer(1, "{\"status\": \"failed\", \"errors\": [" + one + "," + one + "," + one + "]}")
      .run("node { packlineJob(command: ['assets', 'build']) }");
    assertLog(result, "ERROR: IMAGE_EMPTY: a.png is empty. (and 2 more)");
  }

  @Test
  void goesOnAsUnstableWhereTheJobSaysSo() throws Exception {
    BuildResult result = Farm.with(folder, "linux-01").answer(1, error("IMAGE_TRUNCATED", false))
      .run("node { packlineJob(command: ['assets', 'build'], unstableOn: ['IMAGE_TRUNCATED']); echo 'still here' }");
    assertEquals("UNSTABLE", result.result());
    assertLog(result, "WARNING: IMAGE_TRUNCATED", "still here");
  }

  @Test
  void takesNoErrorForASuccess() throws Exception {
    String swallowed = "{\"status\": \"done\", \"errors\": [{\"code\": \"TOOL_FAILED\", \"message\": \"x\"}]}";
    for (Map.Entry<String, String> each : Map.of(swallowed, "TOOL_FAILED", "", "gave no answer", "<html>", "not JSON").entrySet()) {
      Path own = Files.createDirectories(folder.resolve(each.getValue().replace(' ', '-')));
      BuildResult result = Farm.with(own, "linux-01").answer(0, each.getKey()).run("node { packlineJob(command: ['assets', 'build']) }");
      assertEquals("FAILURE", result.result(), each.getKey());
      assertLog(result, each.getValue());
    }
  }

  @Test
  void saysThatPacklineIsNotInstalled() throws Exception {
    Farm farm = Farm.with(folder, "linux-01");
    farm.bench.variable("PACKLINE", "/opt/packline/bin/packline");
    BuildResult result = farm.run("node { packlineJob(command: ['assets', 'build']) }");
    assertEquals("FAILURE", result.result());
    assertLog(result, "ERROR: PACKLINE_NOT_FOUND: packline was not found on this node. Install packline there");
  }

  @Test
  void triesARetryableErrorOnAnotherNode() throws Exception {
    Farm farm = Farm.with(folder, "linux-01", "linux-02", "linux-03").answer(0, "{\"status\": \"done\"}")
      .answerOn("linux-01", 3, error("TOOL_NOT_FOUND", true)).answerOn("linux-02", 3, error("TOOL_NOT_FOUND", true));
    Files.writeString(farm.folder.resolve("repository/packline.json"), "{}");
    BuildResult result = farm.run("""
      Map report = packlineJob(label: 'assets', retries: 2, command: ['assets', 'build']) { checkout scm; sh 'ls packline.json' }
      echo "result ${report.status}"
      """);
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "TOOL_NOT_FOUND on linux-01; trying again on linux-02 or linux-03", "Running on linux-03", "result done");
  }

  @Test
  void aMachinesFaultInAListOfErrorsIsTriedOnAnotherNode() throws Exception {
    // As `packline assets build --json` answers on a node whose disk is full, or that is too poor.
    String full = "{\"code\": \"DISK_FULL\", \"message\": \"No room in /builds.\", \"retryable\": true}";
    Farm farm = Farm.with(folder, "linux-01", "linux-02", "linux-03").answer(0, "{\"status\": \"done\"}")
      .answerOn("linux-01", 1, "{\"status\": \"failed\", \"errors\": [" + full + "," + full + "]}").answerOn("linux-02", 3, error("JOB_NOT_HERE", true));
    BuildResult result = farm.run("packlineJob(label: 'assets', retries: '2', command: ['assets', 'build'])");
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "DISK_FULL on linux-01; trying again on", "JOB_NOT_HERE on linux-02; trying again on linux-03", "Running on linux-03");
  }

  @Test
  void aFullDiskBesideBadArtIsNotTriedAgain() throws Exception {
    String errors = "{\"code\": \"DISK_FULL\", \"retryable\": true}, {\"code\": \"IMAGE_EMPTY\", \"message\": \"a.png is empty.\", \"retryable\": false}";
    BuildResult result = Farm.with(folder, "linux-01", "linux-02").answer(1, "{\"status\": \"failed\", \"errors\": [" + errors + "]}")
      .run("packlineJob(label: 'assets', command: ['assets', 'build'])");
    assertEquals("FAILURE", result.result());
    assertLog(result, "ERROR: IMAGE_EMPTY: a.png is empty. (and 1 more)");
    assertFalse(result.log().contains("linux-02"), result.log());
  }

  @Test
  void endsWithTheErrorWhenNoOtherNodeHasTheLabel() throws Exception {
    BuildResult result = Farm.with(folder, "linux-01").answer(3, error("TOOL_NOT_FOUND", true))
      .run("packlineJob(label: 'assets', retries: 3, command: ['assets', 'build'])");
    assertEquals("FAILURE", result.result());
    assertLog(result, "ERROR: TOOL_NOT_FOUND");
  }

  @Test
  void triesOnceWhatIsNotRetryable() throws Exception {
    BuildResult result = Farm.with(folder, "linux-01", "linux-02").answer(1, error("IMAGE_EMPTY", false))
      .run("packlineJob(label: 'assets', command: ['assets', 'build'])");
    assertEquals("FAILURE", result.result());
    assertFalse(result.log().contains("linux-02"), result.log());
  }

  @Test
  void runsAgainElsewhereWhenItsNodeIsLost() throws Exception {
    Farm farm = Farm.with(folder, "linux-01", "linux-02").answer(0, "{\"status\": \"done\"}").put("slow", "");
    farm.bench.loseWhenLogHas("packing units", "linux-01").whenLogHas("Retrying", build -> farm.standIn.resolve("slow").toFile().delete());
    BuildResult result = farm.run("packlineJob(label: 'assets', command: ['assets', 'build'])");
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "Agent linux-01 was removed", "Running on linux-02");
  }

  @Test
  void runsAgainElsewhereAlsoWhereThePluginForKubernetesIs() throws Exception {
    Farm farm = Farm.with(folder, "linux-01", "linux-02").answer(0, "{\"status\": \"done\"}").put("slow", "");
    farm.bench.withPlugin("kubernetesAgent").loseWhenLogHas("packing units", "linux-01").whenLogHas("Retrying", build -> farm.standIn.resolve("slow").toFile().delete());
    BuildResult result = farm.run("packlineJob(label: 'assets', command: ['assets', 'build'])");
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "Running on linux-02");
  }

  @Test
  void passesAnAbortOnToPackline() throws Exception {
    Farm farm = Farm.with(folder, "linux-01", "linux-02").answer(0, "{}").put("slow", "");
    farm.bench.whenLogHas("packing units", Build::abort);
    BuildResult result = farm.run("packlineJob(label: 'assets', command: ['assets', 'build'])");
    assertEquals("ABORTED", result.result());
    assertLog(result, "packline: interrupted");
    assertFalse(result.log().contains("linux-02"), result.log());
  }

  @Test
  void keepsAndArchivesTheReport() throws Exception {
    BuildResult result = Farm.with(folder, "linux-01").answer(0, "{\"status\": \"done\"}")
      .run("node { packlineJob(command: ['assets', 'build'], report: 'out/report.json') }");
    assertEquals("FAILURE", result.result(), "the shell makes no folder");
    result = Farm.with(folder, "linux-01").answer(1, error("IMAGE_EMPTY", false)).run("node { packlineJob(command: ['assets', 'build'], report: 'report.json') }");
    assertEquals("FAILURE", result.result());
    assertTrue(Files.readString(folder.resolve("archive/report.json")).contains("IMAGE_EMPTY"));
  }

  @Test
  void tellsALabelThatNobodyHasInsteadOfWaiting() throws Exception {
    BuildResult result = Farm.with(folder, "linux-01").answer(0, "{\"n\": 1}").run("assetsCI(label: 'assts && !windows') { echo 'body' }");
    assertEquals("FAILURE", result.result(), result.log());
    assertLog(result, "ERROR: PACKLINE_NO_NODE: No node, online or offline, has the label assts && !windows.", "PACKLINE_CLOUD_LABELS");
  }

  @Test
  void waitsForALabelOfACloudAndForANodeThatIsOffline() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, "{\"n\": 1}");
    farm.bench.variable("PACKLINE_CLOUD_LABELS", "ec2, pods").variable("POD_LABEL", "game-7-abc").loseWhenLogHas("begin", "linux-01").limitMs(1500);
    BenchFailure waits = assertThrows(BenchFailure.class, () -> farm.run("""
      echo 'begin'
      Map branches = [:]
      for (each in ['linux && (pods)', 'game-7-abc', 'assets']) {
        String label = each
        branches[label] = { packlineJob(label: label, command: ['assets']) }
      }
      parallel branches
      """));
    assertTrue(waits.getMessage().contains("the build hangs"), waits.getMessage());
    assertFalse(waits.getMessage().contains("Failed in branch"), waits.getMessage());
  }

  @Test
  void worksWhereThePluginThatKnowsTheNodesIsMissing() throws Exception {
    Farm farm = Farm.with(folder, "linux-01", "linux-02").answer(3, error("TOOL_NOT_FOUND", true));
    farm.bench.without("nodesByLabel");
    BuildResult result = farm.run("packlineJob(label: 'assets', command: ['assets', 'build'])");
    assertEquals("FAILURE", result.result(), result.log());
    assertLog(result, "ERROR: TOOL_NOT_FOUND");
  }

  @Test
  void theBuiltInNodeIsOneOfTheNodes() throws Exception {
    Farm farm = Farm.with(folder, "linux-01", "built-in").answer(0, "{\"status\": \"done\"}").answerOn("linux-01", 3, error("TOOL_NOT_FOUND", true));
    BuildResult result = farm.run("packlineJob(label: 'assets', command: ['assets', 'build'])");
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "trying again on built-in", "Running on built-in");
    Farm alone = Farm.with(Files.createDirectory(folder.resolve("alone")), "built-in").answer(3, error("TOOL_NOT_FOUND", true));
    assertLog(alone.run("packlineJob(label: 'assets', command: ['assets', 'build'])"), "ERROR: TOOL_NOT_FOUND");
  }

  @Test
  void keepsLongListsOutOfTheBuild() throws Exception {
    String outputs = "\"a\",".repeat(4999) + "\"a\"";
    BuildResult result = Farm.with(folder, "linux-01").answer(0, "{\"outputs\": [" + outputs + "]}")
      .run("node { Map report = packlineJob(command: ['assets', 'build']); echo \"${report.outputs.size()} of ${report.outputsCount}\" }");
    assertLog(result, "20 of 5000");
  }

  @Test
  void runsOnWindows() throws Exception {
    Farm farm = Farm.with(folder).answer(0, "{\"status\": \"done\"}");
    farm.bench.machine("win-01", false, Map.of());
    BuildResult result = farm.run("""
      node { echo packlineJob(command: ['assets', 'build', '--project=C:\\\\art dir\\\\', '100%', '%PATH%', 'a & b | c > d', '^', "it's"]).status }
      """);
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "[Pipeline] bat (packline assets build)", "done");
    assertEquals(List.of("assets", "build", "--project=C:\\art dir\\", "100%", "%PATH%", "a & b | c > d", "^", "it's", "--json"), farm.arguments());
  }

  @Test
  void refusesOnWindowsWhatCmdCannotBeTold() throws Exception {
    Farm farm = Farm.with(folder);
    farm.bench.machine("win-01", false, Map.of());
    BuildResult result = farm.run("node { packlineJob(command: ['assets', 'build', '--only=\" & calc']) }");
    assertEquals("FAILURE", result.result());
    assertLog(result, "no argument may hold a quotation mark or a line break");
    assertTrue(farm.arguments().isEmpty());
  }
}

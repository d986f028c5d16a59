package packline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
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

  /** The second call's answer is written while the first one's is on its way back, and the other way round. */
  @Test
  void givesEachOfTwoCallsInOneWorkspaceItsOwnAnswer() throws Exception {
    Path program = folder.resolve("packline");
    Files.writeString(program, """
      #!/bin/sh
      case "$*" in
        *one*) echo '{"n": 1}'; touch "$STAND_IN/one"; while [ ! -f "$STAND_IN/two" ]; do sleep 0.05; done;;
        *) while [ ! -f "$STAND_IN/one" ]; do sleep 0.05; done
          echo '{"errors": [{"code": "IMAGE_TRUNCATED", "message": "two is broken"}]}'; touch "$STAND_IN/two"; exit 1;;
      esac
      """);
    program.toFile().setExecutable(true);
    Farm farm = Farm.with(folder, "linux-01");
    farm.bench.variable("PACKLINE", program.toString());
    BuildResult result = farm.run("""
      node {
        parallel(
          one: { echo "one got ${packlineJob(command: ['assets', 'build', 'one']).n}" },
          two: { try { packlineJob(command: ['assets', 'build', 'two']) } catch (e) { echo "two got ${e.message}" } })
        sh 'ls -A "$WORKSPACE@tmp" | grep packline- || echo nothing left'
      }
      """);
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "one got 1", "two got IMAGE_TRUNCATED: two is broken", "nothing left");
  }

  @Test
  void archivesTheReportOfEachNodeOfAMatrix() throws Exception {
    Farm farm = Farm.with(folder, "linux-01", "linux-02").answer(0, "{\"n\": 1}").answerOn("linux-02", 0, "{\"n\": 2}");
    BuildResult result = farm.run("""
      Map branches = [:]
      for (name in ['linux-01', 'linux-02']) {
        String machine = name
        branches[machine] = { node(machine) { assetsCI(report: 'report.json') } }
      }
      parallel branches
      node('linux-01') { assetsCI(report: 'report.json') }
      """);
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "packline: this report is report-2.json; report.json is another step's", "this report is report-3.json");
    List<String> archived = new java.util.ArrayList<>();
    for (String file : List.of("report.json", "report-2.json", "report-3.json")) archived.add(Files.readString(folder.resolve("archive/" + file)).strip());
    assertEquals(List.of("{\"n\": 1}", "{\"n\": 1}", "{\"n\": 2}"), archived.stream().sorted().toList());
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

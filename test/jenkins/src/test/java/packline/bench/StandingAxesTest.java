package packline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What every step has to stand: another step in the same workspace at the same time, and another step that archives under the same
 * name. A new step fails here until it says how it is called.
 */
class StandingAxesTest {
  /** A call of each step whose value says whose answer it got; REPORT becomes the name of a file to archive, where it has one. */
  private static final Map<String, String> CALLS = new TreeMap<>(Map.ofEntries(
    // Takes nodes of its own: see BuildMatrixTest.
    Map.entry("buildMatrix", ""),
    Map.entry("buildParameters", "buildParameters().device"),
    Map.entry("agentHealth", "agentHealth('good').device"),
    Map.entry("backup", "backup().device"),
    Map.entry("backupDrill", "backupDrill().device"),
    Map.entry("assetsCI", "assetsCI(report: REPORT).device"),
    Map.entry("buildImage", "buildImage('a').device"),
    Map.entry("crossPackage", "crossPackage(report: REPORT).device"),
    Map.entry("directorySync", "directorySync().device"),
    Map.entry("farmReport", "farmReport(file: REPORT)[0].device"),
    Map.entry("flipRelease", "flipRelease(from: 'a', to: 'b', why: 'c').device"),
    Map.entry("hotUpdate", "hotUpdate(version: '1', report: REPORT)[0].target"),
    Map.entry("notifyTeam", "notifyTeam(game: 'dk', text: 'the stage ended').device"),
    Map.entry("jenkinsDrift", "jenkinsDrift().device"),
    Map.entry("onTargetServers", "onTargetServers('a', ['b'], why: 'c').device"),
    Map.entry("packlineJob", "packlineJob(command: ['any'], report: REPORT).device"),
    Map.entry("uploadRelease", "uploadRelease(release: '1', to: 'a', why: 'b').device"),
    Map.entry("publishRelease", "publishRelease(release: '1', why: 'a', folder: 'b').device"),
    Map.entry("siteCheck", "siteCheck().device"),
    Map.entry("stagingEnvironment", "stagingEnvironment('main', '2h').device"),
    Map.entry("withToolLicence", "withToolLicence('tool') { sh(script: 'echo $PACKLINE_LEASE', returnStdout: true).trim() }")));

  /** Answers with $WHO; in a $ROUND it waits until both calls of it have answered, so that each ends after the other has written. */
  private static final String PROGRAM = """
    #!/bin/sh
    if [ "$1 $2" = 'licence run' ]; then
      while [ "$1" != '--' ]; do shift; done
      shift
      PACKLINE_LEASE=$WHO exec "$@"
    fi
    for word in "$@"; do case $word in --html=*) echo "\\"$WHO\\" farm" > "${word#--html=}";; esac; done
    case "$*" in *broken*) answer='"errors": [{"code": "IMAGE_EMPTY", "message": "of '$WHO'"}]'; status=1;; *) answer='"status": "done"'; status=0;; esac
    echo "{\\"device\\": \\"$WHO\\", \\"machines\\": [{\\"device\\": \\"$WHO\\", \\"reasons\\": []}], \\"results\\": [{\\"target\\": \\"$WHO\\"}], \\"values\\": {\\"device\\": \\"$WHO\\"}, $answer}"
    [ -z "$ROUND" ] || touch "$STAND_IN/round-$ROUND-$$"
    while [ -n "$ROUND" ] && [ "$(ls "$STAND_IN" | grep -c "round-$ROUND-")" -lt 2 ]; do sleep 0.05; done
    exit $status
    """;

  @TempDir Path folder;
  private Farm farm;

  @BeforeEach
  void useAProgramThatTellsWhoCalled() throws IOException {
    Path program = Files.writeString(folder.resolve("packline"), PROGRAM);
    program.toFile().setExecutable(true);
    farm = Farm.with(folder, "linux-01", "linux-02");
    farm.bench.variable("PACKLINE", program.toString());
  }

  @Test
  void everyStepIsAmongThem() throws IOException {
    try (var files = Files.list(Farm.LIBRARY.resolve("vars"))) {
      assertEquals(files.map(file -> file.getFileName().toString()).filter(name -> name.endsWith(".groovy"))
        .map(name -> name.replace(".groovy", "")).collect(Collectors.toCollection(TreeSet::new)), CALLS.keySet());
    }
  }

  @Test
  void twoOfEachStepAtOnceInOneWorkspaceGetTheirOwnAnswers() throws Exception {
    List<String> steps = new ArrayList<>(CALLS.keySet());
    steps.removeAll(List.of("withToolLicence", "buildMatrix"));
    List<String> expected = new ArrayList<>();
    Map<String, StringBuilder> branches = new TreeMap<>();
    for (String branch : List.of("one", "two")) {
      StringBuilder calls = branches.computeIfAbsent(branch, each -> new StringBuilder());
      for (int round = 0; round < steps.size(); round++) {
        calls.append(call(branch, steps.get(round), "ROUND=" + round)).append('\n');
        expected.add(branch + " " + steps.get(round));
      }
      calls.append(call(branch, "withToolLicence", "ROUND="));
      calls.append("\ntry { withEnv(['WHO=%s', 'ROUND=last']) { packlineJob(command: ['broken']) } } catch (e) { echo \"%s ${e.message}\" }".formatted(branch, branch));
      expected.add(branch + " withToolLicence");
    }
    BuildResult result = farm.run("node('linux-01') {\nparallel(%s)\nsh 'ls -A \"$WORKSPACE@tmp\" | grep -v durable- || echo nothing left'\n}".formatted(
      branches.entrySet().stream().map(each -> each.getKey() + ": {\n" + each.getValue() + "\n}").collect(Collectors.joining(",\n"))));
    assertEquals("SUCCESS", result.result(), result.log());
    assertEquals(sorted(expected), sorted(result.log().lines().filter(line -> line.startsWith("GOT ")).map(line -> line.substring(4)).toList()));
    for (String branch : branches.keySet()) Farm.assertLog(result, branch + " IMAGE_EMPTY: of " + branch);
    Farm.assertLog(result, "\nnothing left");
  }

  private static String call(String branch, String step, String round) {
    return "withEnv(['WHO=%s %s', '%s']) { echo \"GOT ${%s}\" }".formatted(branch, step, round, CALLS.get(step).replaceAll(",? ?(report|file): REPORT", ""));
  }

  @Test
  void aMatrixThatArchivesOneNameKeepsEveryReport() throws Exception {
    List<String> calls = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    CALLS.forEach((name, call) -> {
      if (!call.contains("REPORT")) return;
      calls.add("withEnv([\"WHO=%s ${env.NODE_NAME}\"]) { %s }".formatted(name, call.replace("REPORT", "'reports.d/all.json'")));
      for (String machine : List.of("linux-01", "linux-02")) expected.add(name + " " + machine);
    });
    BuildResult result = farm.run("""
      Map branches = [:]
      for (name in ['linux-01', 'linux-02']) {
        String machine = name
        branches[machine] = { node(machine) { dir('reports.d') { writeFile(file: 'any', text: '') }; %s } }
      }
      parallel branches
      """.formatted(String.join("\n", calls)));
    assertEquals("SUCCESS", result.result(), result.log());
    List<String> archived = new ArrayList<>();
    try (var files = Files.list(folder.resolve("archive/reports.d"))) {
      for (Path file : files.toList()) archived.add(Files.readString(file).replaceFirst("(?s)^[^\"]*(?:\"device\": )?\"([^\"]*)\".*$", "$1"));
    }
    assertEquals(sorted(expected), sorted(archived));
    Farm.assertLog(result, "packline: this report is reports.d/all-2.json; reports.d/all.json is another step's");
  }

  private static List<String> sorted(Collection<String> lines) {
    return lines.stream().sorted().toList();
  }
}

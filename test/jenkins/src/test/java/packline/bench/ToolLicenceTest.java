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

class ToolLicenceTest {
  /** Lists the processes that hold a licence for this build; others may run on the same machine. */
  private static final String HOLDERS = "ls -l /proc/[0-9]*/cwd 2>/dev/null | grep \"$WORKSPACE.*/licence-\"";

  @TempDir Path folder;

  @Test
  void holdsTheSeatWhileTheBodyRunsAndGivesItsValue() throws Exception {
    BuildResult result = Farm.with(folder, "linux-01").run("""
      node {
        String value = withToolLicence('texturepacker') {
          sh '%s && echo "the seat is held, body of $PACKLINE_LEASE"'
          'packed'
        }
        echo "value ${value}"
      }
      """.formatted(HOLDERS));
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "lease granted", "the seat is held, body of lease-of-linux-01", "value packed");
  }

  @Test
  void doesNotStartTheBodyBeforeTheSeatIsGranted() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").put("wait-for-seat", "");
    farm.bench.linux("linux-02").whenLogHas("elsewhere", build -> farm.put("seat", ""));
    BuildResult result = farm.run("""
      parallel(
        a: { node('assets') { withToolLicence(name: 'texturepacker') { echo 'body' } } },
        b: { node('!assets') { sh 'sleep 1; echo elsewhere' } })
      """);
    assertEquals("SUCCESS", result.result(), result.log());
    assertEquals(true, result.log().indexOf("elsewhere\n") < result.log().indexOf("lease granted"), result.log());
    assertEquals(true, result.log().indexOf("lease granted") < result.log().indexOf("body\n"), result.log());
  }

  @Test
  void aSeatThatWasWaitedForIsNotLeftIdle() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").put("wait-for-seat", "");
    // Two minutes of Jenkins's clock: waitUntil by itself would have come to look every 15 s after one.
    farm.bench.speed(120).whenLogHas("waited", build -> farm.put("seat", ""));
    BuildResult result = farm.run("""
      node { parallel(work: { withToolLicence('texturepacker') { echo 'body' } }, clock: { sleep(time: 2, unit: 'MINUTES'); echo 'waited' }) }
      """);
    assertEquals("SUCCESS", result.result(), result.log());
    assertTrue(farm.bench.longestPauseMs() <= 3000, "ms without a look: " + farm.bench.longestPauseMs());
  }

  @Test
  void endsWithoutTheBodyWhenNoSeatIsGranted() throws Exception {
    Farm farm = Farm.with(folder, "linux-01").put("no-seat", error("LICENCE_WAIT_TIMEOUT", true));
    BuildResult result = farm.run("node { withToolLicence(name: 'texturepacker', waitMinutes: 30) { echo 'body' } }");
    assertEquals(List.of("licence", "run", "texturepacker", "--wait=30m", "--json", "--", "node", "hold.mjs"), farm.arguments());
    assertEquals("FAILURE", result.result(), result.log());
    assertLog(result, "LICENCE_WAIT_TIMEOUT: It went wrong.");
    assertFalse(result.log().contains("body\n"), result.log());
  }

  @Test
  void interruptsTheBodyWhenTheSeatIsLost() throws Exception {
    BuildResult result = Farm.with(folder, "linux-01").put("lose-when-told", "").run("""
      node {
        withToolLicence('texturepacker') {
          writeFile(file: "${env.STAND_IN}/lose-seat", text: '%s')
          sh 'trap "echo body stopped; exit 1" TERM; sleep 30 & wait'
        }
      }
      """.formatted(error("LICENCE_LOST", true)));
    assertEquals("FAILURE", result.result(), result.log());
    assertLog(result, "LICENCE_LOST: It went wrong.", "body stopped");
  }

  @Test
  void givesTheSeatBackWhenTheBodyFails() throws Exception {
    BuildResult result = Farm.with(folder, "linux-01").run("""
      node {
        try {
          withToolLicence('texturepacker') { error 'bad art' }
        } catch (hudson.AbortException failure) {
          echo "caught ${failure.message}"
        }
        sh 'if %s; then echo "still held"; fi'
      }
      """.formatted(HOLDERS));
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "caught bad art");
    assertFalse(result.log().contains("still held\n"), result.log());
  }

  @Test
  void keepsTheSeatWhenTheBodyStopsAProcessOfItsOwn() throws Exception {
    Farm farm = Farm.with(folder, "linux-01");
    farm.bench.speed(60);
    BuildResult result = farm.run("""
      node {
        withToolLicence('texturepacker') {
          catchError(buildResult: 'UNSTABLE') { timeout(time: 1, unit: 'MINUTES') { sh 'sleep 30' } }
          echo 'went on'
        }
      }
      """);
    assertEquals("ABORTED", result.result(), result.log());
    assertLog(result, "went on");
    assertFalse(result.log().contains("Failed in branch licence"), result.log());
  }

  @Test
  void givesTheSeatBackWhenTheBuildIsAborted() throws Exception {
    Farm farm = Farm.with(folder, "linux-01");
    farm.bench.whenLogHas("working", Build::abort);
    BuildResult result = farm.run("node { withToolLicence('texturepacker') { sh 'echo working; sleep 30' } }");
    assertEquals("ABORTED", result.result(), result.log());
  }

  @Test
  void letsALostNodeBeRetried() throws Exception {
    Farm farm = Farm.with(folder, "linux-01", "linux-02");
    farm.bench.loseWhenLogHas("working on linux-01", "linux-01");
    BuildResult result = farm.run("""
      retry(count: 2, conditions: [agent(), nonresumable()]) {
        node('assets') {
          withToolLicence('texturepacker') {
            sh 'echo working on $NODE_NAME; if [ $NODE_NAME = linux-01 ]; then sleep 30; fi'
          }
        }
      }
      """);
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "working on linux-02");
  }

  @Test
  void holdsTwoLicencesAtOnce() throws Exception {
    BuildResult result = Farm.with(folder, "linux-01")
      .run("node { withToolLicence('texturepacker') { withToolLicence('cocosstudio') { echo 'both' } } }");
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "both");
  }

  @Test
  void holdsTheSeatOnWindows() throws Exception {
    Farm farm = new Farm(folder);
    farm.bench.machine("win-01", false, java.util.Map.of());
    BuildResult result = farm.run("node { withToolLicence('texturepacker') { bat 'echo packed' } }");
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "[Pipeline] bat (packline licence run)", "lease granted", "packed");
  }

  @Test
  void needsABodyAndAName() throws Exception {
    BuildResult result = Farm.with(folder, "linux-01").run("node { withToolLicence(nam: 'texturepacker') { echo 'body' } }");
    assertLog(result, "withToolLicence: there is no argument nam; did you mean name?; name is missing");
  }
}

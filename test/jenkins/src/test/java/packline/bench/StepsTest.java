package packline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps that the bench models, where they are hard: interruption, timeout, lost machines, processes left behind. */
class StepsTest {
  @TempDir Path folder;

  @Test
  void anAbortEndsTheProcessAndStillRunsFinally() throws Exception {
    BuildResult result = run(bench().whenLogHas("drawing", Build::abort), """
      node {
        try {
          sh 'trap "echo caught; exit 130" TERM; echo drawing; sleep 30 & wait'
        } finally {
          echo 'cleaned up'
        }
      }
      """);
    assertEquals("ABORTED", result.result(), result.log());
    assertTrue(result.log().contains("caught") && result.log().contains("cleaned up"), result.log());
    assertEquals(0, result.leftovers());
  }

  @Test
  void aTimeoutInterruptsTheBody() throws Exception {
    BuildResult result = run(bench().speed(600), "node { timeout(time: 5, unit: 'MINUTES') { sh 'sleep 30' } }");
    assertEquals("ABORTED", result.result(), result.log());
    assertEquals(0, result.leftovers());
  }

  @Test
  void aLostMachineIsRetriedOnAnother() throws Exception {
    Bench bench = bench().linux("linux-02", "linux").loseWhenLogHas("drawing on linux-01", "linux-01");
    BuildResult result = run(bench, """
      retry(count: 2, conditions: [agent(), nonresumable()]) {
        node('linux') { sh 'echo drawing on $NODE_NAME; if [ $NODE_NAME = linux-01 ]; then sleep 30; fi' }
      }
      """);
    assertEquals("SUCCESS", result.result(), result.log());
    assertTrue(result.log().contains("drawing on linux-02"), result.log());
  }

  @Test
  void aStepOnALostMachineFailsAsLost() throws Exception {
    BuildResult result = run(bench().loseWhenLogHas("Running on", "linux-01"), "node { echo 'a'; sh 'true' }");
    assertEquals("ABORTED", result.result(), result.log());
  }

  @Test
  void aPlainErrorIsNotRetriedUnderAgentConditions() throws Exception {
    BuildResult result = run(bench(), "retry(count: 3, conditions: [agent()]) { echo 'try'; error 'bad art' }");
    assertEquals("FAILURE", result.result());
    assertEquals(1, result.log().split("try\n", -1).length - 1, result.log());
  }

  @Test
  void failFastInterruptsTheOtherBranchAndGivesTheFirstFailure() throws Exception {
    BuildResult result = run(bench(), """
      node {
        parallel(failFast: true, slow: { sh 'sleep 30' }, quick: { error 'quick failed' })
      }
      """);
    assertEquals("FAILURE", result.result(), result.log());
    assertEquals("quick failed", result.failure().getMessage());
    assertEquals(0, result.leftovers());
  }

  @Test
  void aProcessLeftBehindEndsWithItsNode() throws Exception {
    BuildResult result = run(bench(), "node { sh 'sleep 60 > /dev/null 2>&1 &' }");
    assertEquals("SUCCESS", result.result(), result.log());
    assertEquals(0, result.leftovers());
  }

  @Test
  void aVanishedShellIsAnError() throws Exception {
    BuildResult result = run(bench(), "node { echo \"status ${sh(script: 'kill -9 $PPID $$; sleep 5', returnStatus: true)}\" }");
    assertTrue(result.log().contains("status -1"), result.log());
  }

  @Test
  void labelExpressionsMatchAsInJenkins() {
    Machine machine = new Machine("mac-01", java.util.List.of("macos", "texturepacker"), true, Map.of());
    assertTrue(machine.matches("macos && !mac-02"));
    assertFalse(machine.matches("(macos || linux) && !(mac-01)"));
  }

  private Bench bench() {
    return new Bench(folder, folder.resolve("no-library")).linux("linux-01", "linux");
  }

  private static BuildResult run(Bench bench, String jenkinsfile) throws Exception {
    return bench.run(jenkinsfile, Map.of(), Sandbox.open());
  }
}

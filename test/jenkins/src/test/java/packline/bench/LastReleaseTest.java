package packline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A farm moves node by node: the last release's library drives this packline, and this library drives the last release's. Where the
 * last release lies bench.test.ts tells, which takes it from the history of the repository.
 */
class LastReleaseTest {
  private static final String BUILD = """
    node('assets') {
      checkout scm
      try { agentHealth('degraded') } catch (e) { echo "health: ${e.message}" }
      Map first = assetsCI(only: 'sound', report: 'report.json')
      Map second = assetsCI(only: 'sound')
      echo "executed ${first.actions.executed > 0}, then ${second.actions.executed}"
      try { assetsCI(only: 'nonsense') } catch (e) { echo "caught ${e.message.tokenize(':')[0]}" }
      Map made = crossPackage(version: '1.0.0', build: 1, rows: ['formal/windows/store'], record: 'bench')
      Map would = publishRelease(release: '1.0.0', target: 'formal', folder: 'www', why: 'bench', dryRun: true)
      echo "made ${made.rowsCount}, would publish ${would.files.size()}"
      echo withToolLicence('tool') { 'held' }
    }
    """;

  @TempDir Path folder;
  private Path last;

  @BeforeEach
  void findTheLastRelease() {
    String place = System.getProperty("packline.last", "");
    assumeTrue(!place.isEmpty(), "bench.test.ts gives its place");
    last = Path.of(place);
  }

  @Test
  void itsLibraryDrivesThisPackline() throws Exception {
    check(farm(last), Farm.LIBRARY.resolve("scripts/packline"));
  }

  @Test
  void thisLibraryDrivesItsPackline() throws Exception {
    check(farm(Farm.LIBRARY), last.resolve("packline"));
  }

  private Farm farm(Path library) throws Exception {
    Farm farm = new Farm(folder, library).machines("linux-01").real();
    Tree.copy(Farm.GAME, farm.bench.repository());
    return farm;
  }

  private void check(Farm farm, Path packline) throws Exception {
    farm.bench.variable("PACKLINE", packline.toString()).variable("PACKLINE_CONFIG", Farm.oneSeat(folder).toString());
    // What an older library calls was reviewed when it was released.
    BuildResult result = farm.bench.run(BUILD, java.util.Map.of(), Sandbox.open());
    assertEquals("SUCCESS", result.result(), result.log());
    Farm.assertLog(result, "executed true, then 0", "caught PLAN_UNKNOWN_RULE", "made 1, would publish 1", "held");
    // How this machine is today, no test can say.
    assertTrue(result.log().matches("(?s).*(agentHealth: mac-01 is (good|degraded)|health: HEALTH_TOO_POOR).*"), result.log());
  }
}

package packline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static packline.bench.Farm.assertLog;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BuildMatrixTest {
  @TempDir Path folder;
  private Farm farm;

  @BeforeEach
  void prepareAGame() throws Exception {
    farm = Farm.with(folder, "linux-01").answer(0, "{\"status\": \"done\"}");
    farm.bench.linux("linux-02", "packages").linux("linux-03", "packages");
    Files.writeString(farm.bench.repository().resolve("packline.json"), "{}");
  }

  @Test
  void checksOutOnceAndGivesEachCellItsValuesAndTheFiles() throws Exception {
    farm.bench.loseWhenLogHas("android store on linux-02", "linux-02");
    BuildResult result = farm.run("""
      Map made = buildMatrix(axes: [PLATFORM: ['android', 'ios'], CHANNEL: ['store', 'web']], exclude: ['PLATFORM=ios CHANNEL=web'],
        label: 'assets', cellLabel: 'packages', carry: 'packline.json, build/**', prepare: {
          echo 'checking out'
          checkout scm
          sh 'mkdir -p build/res; echo art > build/res/a; echo no > secret'
        }) { cell ->
          sh 'echo $PLATFORM $CHANNEL on $NODE_NAME, $(ls); cat build/res/a; echo old > build/old; if [ $NODE_NAME = linux-02 ] && [ $CHANNEL = store ]; then sleep 30; fi'
          assetsCI(report: 'report.json')
          return "${cell.PLATFORM}!"
      }
      echo "made ${made.size()}, ${made['PLATFORM=ios CHANNEL=store']}"
      """);
    assertEquals("SUCCESS", result.result(), result.log());
    assertEquals(1, result.log().split("checking out\n", -1).length - 1, result.log());
    assertLog(result, "android store on linux-03, build packline.json", "android web on linux-03, build packline.json", "ios store on linux-03, build packline.json", "\nart\n",
      "made 3, ios!");
    assertFalse(result.log().contains("ios web on"), result.log());
    assertEquals(3, Files.list(folder.resolve("archive")).count(), "a report for each cell");
  }

  @Test
  void saysWhatIsWrongBeforeAnythingIsDone() throws Exception {
    StringBuilder script = new StringBuilder();
    for (String arguments : List.of(
      "axes: [PLATFORM: ['ios']], exclude: ['PLATFROM=ios', 'PLATFORM=iso'], carry: 'a'",
      "axes: [PLATFORM: ['ios'], 'a b': []], carry: 'a'",
      "axes: [PLATFORM: ['ios']], exclude: ['PLATFORM=ios'], carry: 'a'",
      "axes: [PLATFORM: ['ios']], cellLabel: 'pakages', carry: 'a'")) {
      script.append("try { buildMatrix(").append(arguments).append(", label: 'assets', prepare: { echo 'preparing' }) { } } catch (e) { echo \"told ${e.message}\" }\n");
    }
    script.append("buildMatrix(axes: [PLATFORM: ['ios']], label: 'assets', carry: 'nothing/**', prepare: { echo 'once' }) { echo 'cell' }");
    BuildResult result = farm.run(script.toString());
    assertLog(result, "told buildMatrix: exclude: there is no argument PLATFROM; did you mean PLATFORM?; exclude: PLATFORM is never iso", "expected NAME: [values] for each axis",
      "told buildMatrix: no cell is left", "told PACKLINE_NO_NODE", "ERROR: No files included in stash");
    assertFalse(result.log().contains("preparing") || result.log().contains("cell\n"), result.log());
  }
}

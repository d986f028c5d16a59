package packline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packline.bench.Farm.assertLog;
import static packline.bench.Farm.error;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Defaults of step arguments that a farm keeps in one file of a library of its own. */
class FarmDefaultsTest {
  @TempDir Path folder;

  /** The example of docs/jenkins.md. */
  private static String example() throws Exception {
    String page = Files.readString(Farm.LIBRARY.resolve("docs/jenkins.md"));
    int from = page.indexOf("```json", page.indexOf("## Defaults of a farm")) + 7;
    return page.substring(from, page.indexOf("```", from));
  }

  private Farm farm(String defaults) throws Exception {
    Farm farm = Farm.with(folder, "linux-01").answer(0, "{\"status\": \"done\"}");
    farm.bench.linux("linux-02", "packages").linux("linux-03", "dk-assets").variable("PACKLINE_DEFAULTS", "farm/packline.json").resource("farm/packline.json", defaults);
    return farm;
  }

  @Test
  void theFarmTheFolderAndTheStageSpeakInThisOrderAndTheCallLast() throws Exception {
    Farm farm = farm(example());
    assertLog(farm.run("assetsCI()"), "Running on linux-01");
    farm.bench.variable("JOB_NAME", "games/dk/main");
    BuildResult dk = farm.run("assetsCI()\nstage('Packages') { crossPackage(build: 1) }\nassetsCI(label: 'assets')");
    assertEquals("SUCCESS", dk.result(), dk.log());
    assertEquals(java.util.List.of("linux-03", "linux-02", "linux-01"),
      dk.log().lines().filter(line -> line.startsWith("Running on ")).map(line -> line.split(" ")[2]).toList());
    farm.bench.variable("JOB_NAME", "games/dkx");
    assertLog(farm.run("assetsCI()"), "Running on linux-01");
  }

  @Test
  void withinANodeNoOtherOneIsTaken() throws Exception {
    BuildResult result = farm(example()).run("node('packages') { assetsCI() }");
    assertEquals("SUCCESS", result.result(), result.log());
    assertFalse(result.log().contains("Running on linux-01"), result.log());
  }

  @Test
  void aStepThatRunsAnotherOneDoesNotTakeItsDefaults() throws Exception {
    Farm farm = farm(example()).put("no-seat", error("IMAGE_TRUNCATED", true));
    BuildResult result = farm.run("node('packages') { withToolLicence('tool') { echo 'body' } }");
    assertEquals("FAILURE", result.result(), result.log());
    farm.answer(1, error("IMAGE_TRUNCATED", false));
    assertEquals("UNSTABLE", farm.run("node('packages') { packlineJob(command: ['any']) }").result());
  }

  @Test
  void whatIsWrongInTheFileIsToldWithItsPlace() throws Exception {
    Farm farm = farm("""
      {"farms": {}, "farm": {"every": {"project": "a"}, "assetCI": {}, "assetsCI": {"lable": "a", "retries": 9}}, "stages": {"Build": []}}""");
    BuildResult result = farm.run("stage('Build') { assetsCI() }");
    assertEquals("FAILURE", result.result());
    assertLog(result, "assetsCI: farm/packline.json: there is no argument farms; did you mean farm?", "farm: there is no argument assetCI; did you mean assetsCI?",
      "farm every: there is no argument project", "farm assetsCI: there is no argument lable; did you mean label?", "stages Build is []; expected { … }",
      "retries is 9 in the farm's defaults; expected a whole number from 0 to 5");
    assertTrue(farm.arguments().isEmpty());
    for (String text : new String[] {"[]", "{"}) {
      farm.bench.resource("farm/packline.json", text);
      assertLog(farm.run("assetsCI()"), "assetsCI: farm/packline.json: ");
    }
    farm.bench.variable("PACKLINE_DEFAULTS", "farm/other.json");
    assertLog(farm.run("assetsCI()"), "No such library resource farm/other.json could be found.");
  }
}

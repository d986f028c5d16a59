package packline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packline.bench.Farm.assertLog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps drive packline itself, on the sample game. */
class RealPacklineTest {
  @TempDir Path folder;
  private Farm farm;

  @BeforeEach
  void useTheRealPackline() throws IOException {
    farm = Farm.with(folder, "linux-01").real();
    Tree.copy(Farm.GAME, farm.bench.repository());
  }

  @Test
  void buildsTheSampleGameAndThenFindsNothingToDo() throws Exception {
    BuildResult result = farm.run("""
      Map first = assetsCI(label: 'assets', report: 'packline-report.json') { checkout scm }
      node('assets') {
        Map second = assetsCI()
        echo "executed ${first.actions.executed}, then ${second.actions.executed} of ${second.actions.total}"
        sh 'ls build/res'
      }
      """);
    assertEquals("SUCCESS", result.result(), result.log());
    assertTrue(result.log().matches("(?s).*executed [1-9]\\d*, then 0 of [1-9].*"), result.log());
    assertTrue(Files.readString(folder.resolve("archive/packline-report.json")).contains("\"outputs\""));
  }

  @Test
  void endsWithTheErrorOfADamagedPicture() throws Exception {
    Path picture;
    try (var files = Files.walk(farm.bench.repository().resolve("art/units"))) {
      picture = files.filter(file -> file.toString().endsWith(".png")).findFirst().orElseThrow();
    }
    byte[] bytes = Files.readAllBytes(picture);
    Files.write(picture, Arrays.copyOf(bytes, bytes.length / 2));
    BuildResult result = farm.run("assetsCI(label: 'assets') { checkout scm }");
    assertEquals("FAILURE", result.result(), result.log());
    assertLog(result, "ERROR: IMAGE_TRUNCATED: ", picture.getFileName().toString());
    assertTrue(result.description().startsWith("IMAGE_TRUNCATED: "), result.description());
    assertFalse(Files.exists(Path.of(farm.bench.workspace(farm.bench.machine("linux-01")), "build/res")), "nothing is published");
  }

  @Test
  void endsAtOnceWhereLibraryAndPacklineDoNotFit() throws Exception {
    Path library = folder.resolve("library");
    for (String part : List.of("vars", "src", "resources/steps")) Tree.copy(Farm.LIBRARY.resolve(part), library.resolve(part));
    Path version = library.resolve("src/packline/Library.groovy");
    Files.writeString(version, Files.readString(version).replaceFirst("VERSION = '[^']*'", "VERSION = '99.0.0'").replaceFirst("AGENTS = '[^']*'", "AGENTS = '98.7-99.1'"));
    BuildResult result = new Farm(folder, library).machines("linux-01").real().run("node { assetsCI() }");
    assertEquals("FAILURE", result.result());
    assertLog(result, "ERROR: LIBRARY_TOO_NEW: The Jenkins library is version 99.0.0 and works with packline 98.7 – 99.1");
  }

  @Test
  void exportsUserInterfaces() throws Exception {
    BuildResult result = farm.run("""
      node {
        checkout scm
        packlineJob(command: ['ccsui', 'export', 'cocosstudio', '--output', 'build/ui'])
        sh 'find build/ui -name "*.csb" | grep -q .'
        try { assetsCI(project: 'no/such/folder') } catch (packline.Failure failure) { echo "caught ${failure.code}" }
      }
      """);
    assertEquals("SUCCESS", result.result(), result.log());
    assertLog(result, "caught CONFIG_NOT_FOUND");
  }

  @Test
  void stopsWhenTheBuildIsAborted() throws Exception {
    farm.bench.whenLogHas("--json", Build::abort);
    BuildResult result = farm.run("assetsCI(label: 'assets') { checkout scm }");
    assertEquals("ABORTED", result.result(), result.log());
  }

  @Test
  void letsOneJobAtATimeHoldAToolsLicence() throws Exception {
    farm.bench.linux("linux-02", "assets").variable("PACKLINE_CONFIG", Farm.oneSeat(folder).toString());
    BuildResult result = farm.run("""
      Closure job = { name ->
        node('assets') {
          withToolLicence('tool') {
            sh "echo ${name} in; sleep 0.5; echo ${name} out"
          }
        }
      }
      parallel(a: { job('left') }, b: { job('right') })
      """);
    assertEquals("SUCCESS", result.result(), result.log());
    List<String> order = result.log().lines().filter(line -> line.matches("(left|right) (in|out)")).toList();
    String first = order.get(0).split(" ")[0];
    String second = first.equals("left") ? "right" : "left";
    assertEquals(List.of(first + " in", first + " out", second + " in", second + " out"), order);
  }

  @Test
  void givesTheSeatBackWhenTheBuildIsAborted() throws Exception {
    farm.bench.variable("PACKLINE_CONFIG", Farm.oneSeat(folder).toString()).whenLogHas("working", Build::abort);
    BuildResult aborted = farm.run("node { withToolLicence('tool') { sh 'echo working; sleep 60' } }");
    assertEquals("ABORTED", aborted.result(), aborted.log());
    BuildResult next = farm.run("""
      node {
        withToolLicence(name: 'tool', waitMinutes: 0) { echo 'free again' }
        withToolLicence('tol') { echo 'body' }
      }
      """);
    assertEquals("FAILURE", next.result(), next.log());
    assertLog(next, "free again", "ERROR: LICENCE_UNKNOWN: ");
    assertFalse(next.log().contains("body\n"), next.log());
  }
}

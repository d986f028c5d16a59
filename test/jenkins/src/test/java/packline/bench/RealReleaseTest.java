package packline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packline.bench.Farm.assertLog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps for packages and releases drive packline itself, on the sample game: from the client's folder to live. */
class RealReleaseTest {
  private static final String PACKAGES = """
    crossPackage(version: '1.0.0', build: 1, rows: ['review-1/windows/store', 'formal/windows/store'], record: 'bench', report: 'packages.json')
    """;

  @TempDir Path folder;
  private Farm farm;

  @BeforeEach
  void useTheRealPackline() throws IOException {
    farm = Farm.with(folder, "linux-01").real();
    for (String part : List.of("packline.json", "client")) {
      Tree.copy(Farm.GAME.resolve(part), farm.bench.repository().resolve(part));
    }
    Path project = farm.bench.repository().resolve("packline.json");
    Files.writeString(project, Files.readString(project).replaceFirst("\"packages\": *\\{", "\"packages\": { \"artifacts\": { \"store\": \"" + folder.resolve("artifacts") + "\" },"));
    // In place of built assets.
    Files.writeString(Files.createDirectories(farm.bench.repository().resolve("build/res")).resolve("level.json"), "{}");
  }

  @Test
  void bringsTheSampleGameThroughReviewToLive() throws Exception {
    farm.bench.linux("linux-02", "release");
    BuildResult result = farm.run("""
      node('assets') {
        checkout scm
        packlineJob(command: ['target', 'apply', '--why=bench'])
        Map made = %s
        echo "made ${made.rows.collect { it.id + ' ' + it.state }}"
        try {
          crossPackage(version: '0.9.0', build: 1, rows: ['gray-1/windows/store'], record: 'bench')
        } catch (packline.Failure failure) {
          echo "refused: ${failure.message}"
        }
        List updates = hotUpdate(version: '1.0.0.1', targets: ['formal'], release: '1.0.0-1', why: 'bench')
        echo "update ${updates[0].state} to ${updates[0].target}"
        echo "recorded ${packlineJob(command: ['release', 'show', '1.0.0-1']).targets.formal.hotUpdate.version}"
        Map would = publishRelease(release: '1.0.0', target: 'formal', folder: 'www', why: 'bench', dryRun: true)
        echo "would publish ${would.files.size()}, exists ${fileExists('www')}"
        for (target in ['review-1', 'formal']) publishRelease(release: '1.0.0', target: target, folder: 'www', why: 'bench')
        packlineJob(command: ['release', 'submit', '1.0.0', '--target=review-1', '--why=bench'])
        sh 'rm -r build/packages'
        publishRelease(release: '1.0.0', target: 'formal', folder: 'www2', why: 'bench', fetch: true, dryRun: true)
        echo "carried ${fileExists('packline-fetched')}"
        echo "dry flip ${flipRelease(from: 'review-1', to: 'formal', why: 'bench', dryRun: true).revision}"
      }
      node('assets') { crossPackage(version: '1.0.0', build: 1, rows: ['formal/windows/store'], record: 'bench', stash: 'packages') }
      Map there = publishRelease(label: 'release', release: '1.0.0', target: 'formal', folder: 'www', why: 'bench', unstash: ['packages'], dryRun: true) { checkout scm }
      echo "elsewhere ${there.files.size()}"
      Closure flip = { label ->
        Map flipped = flipRelease(label: label, game: 'lantern-vale', from: 'review-1', to: 'formal', why: 'approved',
          unstableOn: ['RELEASE_FLIP_LOST', 'RELEASE_FLIP_REFUSED'])
        flipped.revision
      }
      Map both = parallel(a: { flip('assets') }, b: { flip('release') })
      echo "flips done: ${[both.a, both.b].findAll { it != null }.size()}"
      """.formatted(PACKAGES.trim()));
    assertEquals("UNSTABLE", result.result(), result.log());
    assertLog(result, "made [review-1/windows/store made, formal/windows/store made]", "refused: RELEASE_VERSION_DOWN", "update published to formal", "recorded 1.0.0.1", "would publish 1, exists false", "carried true",
      "dry flip null", "elsewhere 1", "flips done: 1");
    assertTrue(result.description().matches("(?s).*RELEASE_FLIP_(LOST|REFUSED): .*"), result.description());
    assertTrue(Files.readString(folder.resolve("archive/packages.json")).contains("\"formal/windows/store\""));
  }

  @Test
  void endsWithTheErrorOfTheRowAndPublishesNothing() throws Exception {
    Tree.delete(farm.bench.repository().resolve("build"));
    BuildResult result = farm.run("node { checkout scm; %s publishRelease(release: '1.0.0', target: 'formal', folder: 'www', why: 'bench') }".formatted(PACKAGES));
    assertEquals("FAILURE", result.result(), result.log());
    assertLog(result, "ERROR: PACKAGE_INPUT_MISSING: ");
    assertFalse(Files.exists(Path.of(farm.bench.workspace(farm.bench.machine("linux-01")), "www")));
  }
}

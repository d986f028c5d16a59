package packline.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static packline.bench.Farm.assertLog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The steps hand their work to the agent of the node, which runs for real. */
class RealAgentTest {
  private static final Path PACKLINE = Farm.LIBRARY.resolve("scripts/packline");

  @TempDir Path folder;
  private Farm farm;
  private Process agent;

  @BeforeEach
  void startTheAgent() throws Exception {
    farm = Farm.with(folder, "linux-01").real();
    Path config = Files.writeString(folder.resolve("agent.json"), "{\"device\": \"linux-01\", \"listen\": \"127.0.0.1:0\", \"workspaces\": [\"" + folder + "\"], \"alerts\": {\"externalUrl\": \"https://farm.example/\"}}");
    farm.bench.variable("PACKLINE_CONFIG", config.toString()).limitMs(240_000);
    Tree.copy(Farm.GAME, farm.bench.repository());
    ProcessBuilder serve = packline("serve");
    serve.environment().put("PACKLINE_CCSUIEXPORTER", farm.standIn.resolve("exporter").toString());
    agent = serve.redirectError(folder.resolve("agent.log").toFile()).start();
    while (!Files.exists(home().resolve("agent-endpoint.json"))) {
      assertTrue(agent.isAlive(), () -> "the agent ended");
      Thread.sleep(50);
    }
  }

  @AfterEach
  void endTheAgent() throws Exception {
    agent.destroyForcibly().waitFor(10, TimeUnit.SECONDS);
    // Its warm workers see that it is gone; until then they may write below the home.
    while (ProcessHandle.allProcesses().anyMatch(process -> process.info().commandLine().orElse("").contains(home().toString()))) Thread.sleep(50);
  }

  @Test
  void buildsTheSampleGameAsAJobAndTellsTheHealthThatTheAgentKnows() throws Exception {
    BuildResult result = farm.run("""
      Map first = assetsCI(label: 'assets') { checkout scm }
      node('assets') {
        Map second = assetsCI()
        echo "page ${first.page}"
        echo "executed ${first.actions.executed}, then ${second.actions.executed} of ${second.actions.total}"
        try { assetsCI(only: 'nonsense') } catch (packline.Failure failure) { echo "caught ${failure.code}" }
        farmReport(unstableOn: 'never')
        agentHealth(require: 'degraded')
      }
      """);
    assertTrue(result.log().matches("(?s).*Job \\w+ \\(assets\\).*executed [1-9]\\d*, then 0 of [1-9].*"), result.log());
    assertLog(result, "caught PLAN_UNKNOWN_RULE", "page https://farm.example/runs/");
    assertEquals(List.of("failed", "done", "done"), states());
    assertTrue(result.log().matches("(?s).*farmReport: linux-01 (good|degraded|poor).*"), result.log());
    assertTrue(Files.readString(folder.resolve("archive/farm.html")).contains("linux-01"));
    // How this machine is today, no test can say.
    assertTrue(result.log().matches("(?s).*(agentHealth: linux-01 is (good|degraded)|ERROR: HEALTH_TOO_POOR: linux-01).*"), result.log());
  }

  @Test
  void cancelsTheJobWhenTheBuildIsAborted() throws Exception {
    exportBySlowTool();
    farm.bench.whenLogHas("The job began", Build::abort);
    BuildResult result = farm.run("assetsCI(label: 'assets') { checkout scm }");
    assertEquals("ABORTED", result.result(), result.log());
    assertEquals(List.of("cancelled"), states());
    assertFalse(Files.exists(Path.of(farm.bench.workspace(farm.bench.machine("linux-01")), "build/res")), "nothing is published");
  }

  @Test
  void findsTheJobAgainWhenItsNodeVanishedAndCameBack() throws Exception {
    exportBySlowTool();
    farm.bench.loseWhenLogHas("The job began", "linux-01").whenLogHas("Agent linux-01 was removed", build -> {
      farm.bench.regain("linux-01");
      farm.put("go", "");
    });
    BuildResult result = farm.run("echo assetsCI(label: 'assets') { if (!fileExists('packline.json')) checkout scm }.status");
    assertEquals("SUCCESS", result.result(), result.log());
    assertEquals(2, result.log().split("Running on linux-01", -1).length - 1, result.log());
    assertEquals(List.of("done"), states(), "one job, and not another one");
  }

  /** Exports the csd files with a stand-in of CCSUIExporter, which is called as the real one is and waits until a file `go` is there. */
  private void exportBySlowTool() throws Exception {
    Path settings = farm.bench.repository().resolve("packline.json");
    Files.writeString(settings, Files.readString(settings).replace("\"processor\": \"ccsui\"", "\"processor\": \"ccsui\", \"tool\": \"ccsuiexporter\""));
    Process export = packline("ccsui", "export", Farm.GAME.resolve("cocosstudio/Hud.csd").toString(), "--output", farm.standIn.resolve("result.csb").toString(), "--local").start();
    assertEquals(0, export.waitFor());
    farm.put("exporter", """
      #!/bin/sh
      [ "$1" != --version ] || { echo 1.0; exit; }
      while [ ! -f "${0%/*}/go" ]; do sleep 0.1; done
      while [ "$1" != --output ]; do shift; done
      cp "${0%/*}/result.csb" "$2"
      """);
    assertTrue(farm.standIn.resolve("exporter").toFile().setExecutable(true));
  }

  /** Of the agent's jobs, once all have ended; the newest first. */
  private List<String> states() throws IOException, InterruptedException {
    for (;;) {
      String rows = new String(packline("jobs", "list").start().getInputStream().readAllBytes());
      List<String> states = rows.lines().skip(1).map(line -> line.split(" +")[2]).toList();
      if (states.stream().noneMatch(List.of("queued", "running", "ending")::contains)) return states;
      Thread.sleep(100);
    }
  }

  private Path home() {
    return folder.resolve("home");
  }

  private ProcessBuilder packline(String... words) {
    ProcessBuilder builder = new ProcessBuilder(java.util.stream.Stream.concat(java.util.stream.Stream.of(PACKLINE.toString()), java.util.stream.Stream.of(words)).toList());
    builder.environment().put("PACKLINE_HOME", home().toString());
    builder.environment().put("PACKLINE_CONFIG", folder.resolve("agent.json").toString());
    builder.environment().remove("PACKLINE_AGENT");
    return builder.redirectError(ProcessBuilder.Redirect.DISCARD);
  }
}

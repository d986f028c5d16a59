package packline.bench;

import com.cloudbees.groovy.cps.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** Waits for a machine with the label, and kills at the end what the body left running on it. */
final class NodeStep extends BlockStep {
  private final String cookie = UUID.randomUUID().toString();
  private String taken;

  @Override
  void start(Build build) {
    poll(build);
  }

  @Override
  void poll(Build build) {
    if (taken != null) return;
    String label = call.sole == null ? String.valueOf(call.get("label", "")) : String.valueOf(call.sole);
    for (Machine machine : build.bench.machines()) {
      if (build.bench.isLost(machine.name()) || build.state().busyMachines.contains(machine.name()) || !machine.matches(label)) continue;
      take(build, machine);
      return;
    }
  }

  private void take(Build build, Machine machine) {
    taken = machine.name();
    build.state().busyMachines.add(taken);
    Path workspace = build.bench.workspace(machine);
    try {
      Files.createDirectories(workspace);
    } catch (java.io.IOException thrown) {
      throw build.fail(new BenchFailure("no workspace", thrown));
    }
    build.log.line("Running on " + taken + " in " + workspace);
    Map<String, String> variables = new LinkedHashMap<>(machine.environment());
    variables.put("NODE_NAME", taken);
    variables.put("WORKSPACE", workspace.toString());
    variables.put("JENKINS_NODE_COOKIE", cookie);
    runBody(build, context.on(machine, workspace.toString(), variables), "node");
  }

  @Override
  void bodyEnded(Build build, Flow body, Outcome outcome) {
    Processes.kill("JENKINS_NODE_COOKIE", cookie);
    build.state().busyMachines.remove(taken);
    end(outcome);
  }

  @Override
  void interrupt(Build build, FlowInterruptedException cause) {
    if (taken == null) end(new Outcome(null, cause));
    else super.interrupt(build, cause);
  }
}

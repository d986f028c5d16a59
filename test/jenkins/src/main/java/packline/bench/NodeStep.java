package packline.bench;

import com.cloudbees.groovy.cps.Outcome;
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
    Context inner = enter(build, label, cookie, context);
    if (inner == null) return;
    taken = inner.machine;
    runBody(build, inner, "node");
  }

  /** Takes a free machine with the label; null when there is none. */
  static Context enter(Build build, String label, String cookie, Context context) {
    for (Machine machine : build.bench.machines()) {
      if (build.bench.isLost(machine.name()) || build.state().busyMachines.contains(machine.name()) || !machine.matches(label)) continue;
      build.state().busyMachines.add(machine.name());
      String workspace = build.bench.workspace(machine);
      build.log.line("Running on " + machine.name() + " in " + workspace);
      Map<String, String> variables = new LinkedHashMap<>(machine.environment());
      variables.put("NODE_NAME", machine.name());
      variables.put("WORKSPACE", workspace);
      variables.put("JENKINS_NODE_COOKIE", cookie);
      return context.on(machine, workspace, variables);
    }
    return null;
  }

  static void leave(Build build, String machine, String cookie) {
    Processes.kill("JENKINS_NODE_COOKIE", cookie);
    build.state().busyMachines.remove(machine);
  }

  @Override
  void bodyEnded(Build build, Flow body, Outcome outcome) {
    leave(build, taken, cookie);
    end(outcome);
  }

  @Override
  void interrupt(Build build, FlowInterruptedException cause) {
    if (taken == null) end(new Outcome(null, cause));
    else super.interrupt(build, cause);
  }
}

package packline.bench;

import com.cloudbees.groovy.cps.Outcome;
import groovy.lang.Closure;
import hudson.AbortException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException.Cause;

/** `parallel`: one flow a branch; with failFast the first failure interrupts the others. */
final class ParallelStep extends BlockStep {
  private final Map<String, Object> values = new LinkedHashMap<>();
  private final List<Throwable> failures = new ArrayList<>();
  private boolean stopSent;

  @Override
  void start(Build build) {
    call.named.forEach((name, branch) -> {
      if (name.equals("failFast")) return;
      bodies.add(build.startBody(this, (Closure<?>) branch, context, name));
    });
    if (bodies.isEmpty()) end(new Outcome(values, null));
  }

  @Override
  void bodyEnded(Build build, Flow body, Outcome outcome) {
    bodies.remove(body);
    if (outcome.isFailure()) {
      build.log.line("Failed in branch " + body.name);
      failures.add(outcome.getAbnormal());
      if (call.flag("failFast") && !stopSent && !bodies.isEmpty()) {
        stopSent = true;
        super.interrupt(build, new FlowInterruptedException("ABORTED", Cause.FAIL_FAST, "Failed in branch " + body.name));
      }
    } else {
      values.put(body.name, outcome.getNormal());
    }
    if (!bodies.isEmpty()) return;
    if (failures.isEmpty()) end(new Outcome(values, null));
    else end(new Outcome(null, worst()));
  }

  /** With failFast the first failure; else an error before a clean abort before an interruption. */
  private Throwable worst() {
    if (call.flag("failFast")) return failures.get(0);
    return failures.stream().min((a, b) -> rank(a) - rank(b)).orElseThrow();
  }

  private static int rank(Throwable failure) {
    if (failure instanceof FlowInterruptedException) return 2;
    return failure instanceof AbortException ? 1 : 0;
  }
}

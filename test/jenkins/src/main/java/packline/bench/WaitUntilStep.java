package packline.bench;

import com.cloudbees.groovy.cps.Outcome;
import hudson.AbortException;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** `waitUntil`: runs its body again and again, on the bench's clock a quarter of a second apart, until it gives true. */
final class WaitUntilStep extends BlockStep {
  private long nextMs;

  @Override
  void poll(Build build) {
    if (!bodies.isEmpty() || build.bench.nowMs() < nextMs) return;
    runBody(build, context, call.name);
  }

  @Override
  void bodyEnded(Build build, Flow body, Outcome outcome) {
    bodies.remove(body);
    if (outcome.isFailure()) end(outcome);
    else if (!(outcome.getNormal() instanceof Boolean done)) end(new Outcome(null, new AbortException("body return value is not boolean")));
    else if (done) end(new Outcome(null, null));
    else nextMs = build.bench.nowMs() + 250;
  }

  @Override
  void interrupt(Build build, FlowInterruptedException cause) {
    if (bodies.isEmpty()) end(new Outcome(null, cause));
    else super.interrupt(build, cause);
  }
}

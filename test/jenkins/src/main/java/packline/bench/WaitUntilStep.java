package packline.bench;

import com.cloudbees.groovy.cps.Outcome;
import hudson.AbortException;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/**
 * `waitUntil`: runs its body until it gives true, on the bench's clock. Between two looks it waits longer and longer, as in
 * Jenkins (WaitForConditionStep: from initialRecurrencePeriod, at least 250 ms, by 1.2 to at most 15 s).
 */
final class WaitUntilStep extends BlockStep {
  private static final long LEAST_MS = 250;
  private static final long MOST_MS = 15_000;
  private long nextMs;
  private long pauseMs;

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
    else pause(build);
  }

  private void pause(Build build) {
    long initial = ((Number) call.get("initialRecurrencePeriod", LEAST_MS)).longValue();
    if (pauseMs == 0) pauseMs = Math.max(LEAST_MS, Math.min(initial, MOST_MS));
    else pauseMs = Math.min((long) (pauseMs * 1.2f), MOST_MS);
    build.bench.paused(pauseMs);
    nextMs = build.bench.nowMs() + pauseMs;
  }

  @Override
  void interrupt(Build build, FlowInterruptedException cause) {
    if (bodies.isEmpty()) end(new Outcome(null, cause));
    else super.interrupt(build, cause);
  }
}

package packline.bench;

import com.cloudbees.groovy.cps.Outcome;
import java.util.UUID;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException.Cause;

/**
 * Declarative's `pipeline`, as far as the example needs it: agent, options with a timeout, environment, stages, post. The parts run
 * one after another as blocks; what Declarative refuses when it reads a Jenkinsfile is not modelled.
 */
final class PipelineStep extends BlockStep {
  private final String cookie = UUID.randomUUID().toString();
  private String machine;
  private Throwable failure;
  private long endsAtMs = Long.MAX_VALUE;

  void limit(long atMs) {
    endsAtMs = atMs;
  }

  boolean enter(Build build, Flow body, String label) {
    Context inner = NodeStep.enter(build, label, cookie, body.context);
    if (inner == null) return false;
    machine = inner.machine;
    body.context = inner;
    return true;
  }

  /** What failed is told when `post` has run. */
  void failed(Build build, Throwable thrown) {
    failure = thrown;
    build.worsen(thrown instanceof FlowInterruptedException interrupted ? interrupted.getResult() : "FAILURE");
  }

  @Override
  void poll(Build build) {
    if (build.bench.nowMs() < endsAtMs) return;
    endsAtMs = Long.MAX_VALUE;
    interrupt(build, new FlowInterruptedException("ABORTED", Cause.TIMEOUT, "Timeout has been exceeded"));
  }

  @Override
  void bodyEnded(Build build, Flow body, Outcome outcome) {
    if (machine != null) NodeStep.leave(build, machine, cookie);
    end(failure == null ? outcome : new Outcome(null, failure));
  }
}

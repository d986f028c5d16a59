package packline.bench;

import com.cloudbees.groovy.cps.Outcome;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException.Cause;

/** `timeout(time:, unit:)`, on the bench's clock. */
final class TimeoutStep extends BlockStep {
  private long endsAtMs;
  private boolean fired;

  @Override
  void start(Build build) throws Exception {
    long time = ((Number) call.main("time")).longValue();
    endsAtMs = build.bench.nowMs() + TimeUnit.valueOf(String.valueOf(call.get("unit", "MINUTES"))).toMillis(time);
    if (call.body == null && flow.owner.call.name.equals("options")) {
      ((PipelineStep) flow.owner.flow.owner).limit(endsAtMs);
      end(new Outcome(null, null));
    } else {
      super.start(build);
    }
  }

  @Override
  void poll(Build build) {
    if (fired || build.bench.nowMs() < endsAtMs) return;
    fired = true;
    build.log.line("Timeout has been exceeded");
    interrupt(build, new FlowInterruptedException("ABORTED", Cause.TIMEOUT, "Timeout has been exceeded"));
  }

  @Override
  void bodyEnded(Build build, Flow body, Outcome outcome) {
    end(outcome);
  }
}

package packline.bench;

import com.cloudbees.groovy.cps.Outcome;
import java.util.concurrent.TimeUnit;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** `sleep`, on the bench's clock. */
final class SleepStep extends Step {
  private long endsAtMs;

  @Override
  void start(Build build) {
    long time = ((Number) call.main("time")).longValue();
    endsAtMs = build.bench.nowMs() + TimeUnit.valueOf(String.valueOf(call.get("unit", "SECONDS"))).toMillis(time);
  }

  @Override
  void poll(Build build) {
    if (build.bench.nowMs() >= endsAtMs) end(new Outcome(null, null));
  }

  @Override
  void interrupt(Build build, FlowInterruptedException cause) {
    end(new Outcome(null, cause));
  }
}

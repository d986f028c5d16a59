package packline.bench;

import com.cloudbees.groovy.cps.Outcome;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** `catchError`: notes the failure in the result and goes on. */
final class CatchErrorStep extends BlockStep {
  @Override
  void bodyEnded(Build build, Flow body, Outcome outcome) {
    Throwable failure = outcome.getAbnormal();
    boolean interrupted = failure instanceof FlowInterruptedException;
    if (failure == null || (interrupted && Boolean.FALSE.equals(call.named.get("catchInterruptions")))) {
      end(outcome);
      return;
    }
    if (call.named.containsKey("message")) build.log.line(String.valueOf(call.named.get("message")));
    build.log.line("ERROR: " + failure.getMessage());
    build.worsen(interrupted ? ((FlowInterruptedException) failure).getResult() : String.valueOf(call.get("buildResult", "FAILURE")));
    end(new Outcome(null, null));
  }
}

package packline.bench;

import com.cloudbees.groovy.cps.Outcome;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException.Cause;

/** `retry(count)`, and `retry(count:, conditions: [agent(), kubernetesAgent(), nonresumable()])`. */
final class RetryStep extends BlockStep {
  private int left;

  @Override
  void start(Build build) throws Exception {
    left = ((Number) call.main("count")).intValue();
    super.start(build);
  }

  @Override
  void bodyEnded(Build build, Flow body, Outcome outcome) {
    bodies.remove(body);
    left--;
    if (outcome.isSuccess() || left <= 0 || !applies(outcome.getAbnormal())) {
      end(outcome);
      return;
    }
    build.log.line("ERROR: " + outcome.getAbnormal().getMessage() + "\nRetrying");
    runBody(build, context, call.name);
  }

  private boolean applies(Throwable failure) {
    boolean interrupted = failure instanceof FlowInterruptedException;
    if (!(call.named.get("conditions") instanceof List<?> conditions)) return !interrupted;
    boolean agentLost = interrupted && ((FlowInterruptedException) failure).reason() == Cause.AGENT_LOST;
    // KubernetesAgentErrorCondition: what is no pod counts only with handleNonKubernetes; no machine of the bench is one.
    return agentLost && conditions.stream().map(each -> (Map<?, ?>) each).anyMatch(each -> "agent".equals(each.get("symbol"))
      || "kubernetesAgent".equals(each.get("symbol")) && Boolean.TRUE.equals(each.get("handleNonKubernetes")));
  }
}

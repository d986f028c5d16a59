package packline.bench;

import com.cloudbees.groovy.cps.Outcome;
import hudson.AbortException;
import java.io.Serializable;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** A step that has been called and has not ended. It is saved with the build, as in Jenkins. */
abstract class Step implements Serializable {
  StepCall call;
  Flow flow;
  Context context;

  void attach(Flow caller) {
    flow = caller;
    context = caller.context;
  }

  abstract void start(Build build) throws Exception;

  /** Asked on every turn while the step runs. */
  void poll(Build build) {}

  void bodyEnded(Build build, Flow body, Outcome outcome) {
    end(outcome);
  }

  abstract void interrupt(Build build, FlowInterruptedException cause);

  void end(Outcome outcome) {
    flow.resumeWith(outcome);
  }

  Machine machine(Build build) throws AbortException {
    if (context.machine == null) throw new AbortException("Required context class hudson.FilePath is missing; perhaps you forgot to surround the " + call.name + " step with a node");
    return build.bench.machine(context.machine);
  }
}

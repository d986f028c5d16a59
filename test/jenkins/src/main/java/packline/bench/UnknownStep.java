package packline.bench;

import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** A name that no step has. */
final class UnknownStep extends Step {
  @Override
  void start(Build build) {
    throw build.fail(new BenchFailure("No such DSL method '" + call.name + "'", null));
  }

  @Override
  void interrupt(Build build, FlowInterruptedException cause) {}
}

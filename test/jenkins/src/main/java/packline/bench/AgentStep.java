package packline.bench;

import com.cloudbees.groovy.cps.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** Declarative's `agent any` and `agent { label '…' }`: takes a machine for all that follows and checks the repository out. */
final class AgentStep extends BlockStep {
  private String label;

  @Override
  void start(Build build) throws Exception {
    if (call.body == null) label = "";
    else super.start(build);
  }

  @Override
  void bodyEnded(Build build, Flow body, Outcome outcome) {
    bodies.remove(body);
    if (outcome.isFailure()) end(outcome);
    else label = String.valueOf(outcome.getNormal());
  }

  @Override
  void poll(Build build) {
    if (label == null || !((PipelineStep) flow.owner).enter(build, flow, label)) return;
    try {
      Tree.copy(build.bench.repository(), Path.of(flow.context.folder));
    } catch (IOException thrown) {
      throw new UncheckedIOException(thrown);
    }
    end(new Outcome(null, null));
  }

  @Override
  void interrupt(Build build, FlowInterruptedException cause) {
    end(new Outcome(null, cause));
  }
}

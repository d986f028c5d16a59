package packline.bench;

import com.cloudbees.groovy.cps.Outcome;

/** Declarative's `stages`: what fails here fails the build after `post` has run. */
final class StagesStep extends BlockStep {
  @Override
  void bodyEnded(Build build, Flow body, Outcome outcome) {
    if (outcome.isFailure()) ((PipelineStep) flow.owner).failed(build, outcome.getAbnormal());
    end(new Outcome(null, null));
  }
}

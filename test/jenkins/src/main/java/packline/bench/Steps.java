package packline.bench;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The steps that the bench knows. One that it does not know is an error, as in Jenkins. */
final class Steps {
  private static final Set<String> CONTEXT_BLOCKS = Set.of("stage", "dir", "withEnv", "timestamps", "ansiColor", "steps", "script", "options", "environment", "parameters", "post");
  private static final Map<String, Supplier<Step>> OTHERS = Map.ofEntries(
    Map.entry("node", NodeStep::new),
    Map.entry("sh", ShellStep::new),
    Map.entry("bat", ShellStep::new),
    Map.entry("parallel", ParallelStep::new),
    Map.entry("retry", RetryStep::new),
    Map.entry("timeout", TimeoutStep::new),
    Map.entry("catchError", CatchErrorStep::new),
    Map.entry("waitUntil", WaitUntilStep::new),
    Map.entry("sleep", SleepStep::new),
    Map.entry("pipeline", PipelineStep::new),
    Map.entry("agent", AgentStep::new),
    Map.entry("stages", StagesStep::new),
    Map.entry("always", PostConditionStep::new),
    Map.entry("success", PostConditionStep::new),
    Map.entry("failure", PostConditionStep::new),
    Map.entry("unstable", PostConditionStep::new),
    Map.entry("aborted", PostConditionStep::new),
    Map.entry("cleanup", PostConditionStep::new));

  private Steps() {}

  static Step make(StepCall call, boolean hasStandIn) {
    Step step;
    // `agent()` is a condition of retry, `agent { … }` Declarative's; `unstable 'why'` is a step, `unstable { … }` a condition of post.
    boolean isInstant = InstantSteps.TABLE.containsKey(call.name) && call.body == null && !"any".equals(call.sole);
    if (isInstant || hasStandIn) step = new InstantStep();
    else if (CONTEXT_BLOCKS.contains(call.name)) step = new BlockStep();
    else if (OTHERS.containsKey(call.name)) step = OTHERS.get(call.name).get();
    else step = new UnknownStep();
    step.call = call;
    return step;
  }
}

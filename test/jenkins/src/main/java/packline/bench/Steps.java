package packline.bench;

import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The steps that the bench knows. One that it does not know is an error, as in Jenkins. */
final class Steps {
  private static final Set<String> CONTEXT_BLOCKS = Set.of("stage", "dir", "withEnv", "timestamps", "ansiColor");
  private static final Map<String, Supplier<Step>> OTHERS = Map.of(
    "node", NodeStep::new,
    "sh", ShellStep::new,
    "bat", ShellStep::new,
    "parallel", ParallelStep::new,
    "retry", RetryStep::new,
    "timeout", TimeoutStep::new,
    "catchError", CatchErrorStep::new,
    "waitUntil", WaitUntilStep::new,
    "sleep", SleepStep::new);

  private Steps() {}

  static Step make(StepCall call) {
    Step step;
    if (InstantSteps.TABLE.containsKey(call.name)) step = new InstantStep();
    else if (CONTEXT_BLOCKS.contains(call.name)) step = new BlockStep();
    else if (OTHERS.containsKey(call.name)) step = OTHERS.get(call.name).get();
    else step = new UnknownStep();
    step.call = call;
    return step;
  }
}

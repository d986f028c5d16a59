package packline.bench;

import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.Env;
import com.cloudbees.groovy.cps.Envs;
import com.cloudbees.groovy.cps.Outcome;
import com.cloudbees.groovy.cps.impl.CpsCallableInvocation;
import com.cloudbees.groovy.cps.sandbox.SandboxInvoker;
import groovy.lang.Script;
import hudson.AbortException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException.Cause;

/** Runs one Jenkinsfile to its end, with a controller restart whenever it has come to a step. */
final class Build {
  static final String BUILD_URL = "https://ci.example/job/game/1/";
  private static final List<String> RESULTS = List.of("SUCCESS", "UNSTABLE", "FAILURE", "NOT_BUILT", "ABORTED");
  private static final List<Class> CATEGORIES = new ArrayList<>(Continuable.categories);
  private static final ThreadLocal<Build> CURRENT = new ThreadLocal<>();

  static {
    CATEGORIES.add(SerialisableIterators.class);
  }

  final Bench bench;
  final BuildLog log = new BuildLog();
  private final CompiledScripts scripts;
  private final Restart restart;
  private final Sandbox sandbox;
  private State state = new State();
  private Flow running;
  private BenchFailure fatal;
  private int restarts;

  Build(Bench bench, CompiledScripts scripts, Sandbox sandbox) {
    this.bench = bench;
    this.scripts = scripts;
    this.sandbox = sandbox;
    this.restart = new Restart(scripts);
  }

  static Build current() {
    return CURRENT.get();
  }

  State state() {
    return state;
  }

  boolean isVar(String name) {
    return scripts.isVar(name) && (state.isLibraryLoaded || !scripts.isLoadedByAStep());
  }

  Map<String, Object> parameters() {
    return state.parameters;
  }

  /** What `env` shows to the flow that runs: its own blocks' variables over those the script has set. */
  Map<String, String> environment() {
    Map<String, String> all = new LinkedHashMap<>(state.environment);
    if (running != null) all.putAll(running.context.environment);
    return all;
  }

  /** `NAME = 'value'` within Declarative's `environment`. */
  boolean setDeclared(String name, Object value) {
    if (running == null || running.owner == null || !running.owner.call.name.equals("environment")) return false;
    Flow pipeline = running.owner.flow;
    pipeline.context = pipeline.context.with(Map.of(name, String.valueOf(value)));
    return true;
  }

  void worsen(String result) {
    if (state.result == null || RESULTS.indexOf(result) > RESULTS.indexOf(state.result)) state.result = result;
  }

  BuildResult run(Map<String, Object> parameters) throws Exception {
    CURRENT.set(this);
    CpsCallableInvocation.registerMismatchHandler((expected, method, actual, actualMethod) -> {
      throw fail(new BenchFailure("expected to call " + method + " but wound up catching " + actualMethod
        + ": a step was called where the engine cannot wait for it", null));
    });
    sandbox.register();
    try {
      Script script = (Script) scripts.loader(0).loadClass(CompiledScripts.MAIN).getDeclaredConstructor().newInstance();
      state.parameters.putAll(parameters);
      state.environment.putAll(bench.variables());
      Context context = new Context(null, null, null, Map.of());
      state.flows.add(new Flow(new Continuable(script, freshEnvironment()), context, null, "Jenkinsfile"));
      long deadline = System.nanoTime() + bench.limitMs() * 1_000_000L;
      while (!state.flows.isEmpty()) {
        if (!advance()) Thread.sleep(4);
        if (System.nanoTime() > deadline) throw new BenchFailure("the build hangs; its log so far:\n" + log.text(), null);
      }
      return new BuildResult(state.result == null ? "SUCCESS" : state.result, state.description, log.text(), restarts, state.failure, bench.leftovers());
    } finally {
      sandbox.unregister();
      CpsCallableInvocation.registerMismatchHandler(null);
      CURRENT.remove();
      bench.killLeftovers();
    }
  }

  /** Resumes one flow that is ready; polls the steps that are not. Returns whether anything moved. */
  private boolean advance() throws IOException {
    bench.fireEvents(this);
    for (Flow flow : List.copyOf(state.flows)) {
      if (flow.step != null) flow.step.poll(this);
      if (flow.resume == null || !state.flows.contains(flow)) continue;
      resume(flow);
      restartController(flow);
      return true;
    }
    return false;
  }

  private void resume(Flow flow) {
    Outcome given = flow.resume;
    flow.resume = null;
    running = flow;
    Outcome outcome;
    try {
      outcome = flow.program.run0(given, CATEGORIES);
    } finally {
      running = null;
    }
    if (fatal != null) throw fatal;
    rejectFatal(outcome.getAbnormal());
    if (flow.program.isResumable()) {
      StepCall call = (StepCall) outcome.getNormal();
      sandbox.recordStep(call);
      state.steps++;
      Step step = Steps.make(call, bench.hasStandIn(call.name));
      step.attach(flow);
      flow.step = step;
      try {
        step.start(this);
      } catch (BenchFailure failure) {
        throw failure;
      } catch (Exception thrown) {
        step.end(new Outcome(null, thrown));
      }
    } else {
      state.flows.remove(flow);
      if (flow.owner == null) finish(outcome);
      else flow.owner.bodyEnded(this, flow, outcome);
    }
  }

  private void restartController(Flow last) {
    try {
      state = restart.of(state);
      restarts++;
    } catch (IOException | ClassNotFoundException | RuntimeException thrown) {
      String where = last.program == null || last.program.getStackTrace().isEmpty() ? last.name : last.program.getStackTrace().get(0).toString();
      throw new BenchFailure("a controller restart at " + where + " loses the build: " + thrown, thrown);
    }
  }

  /** Runs a block's body as a flow of its own. */
  Flow startBody(Step owner, groovy.lang.Closure<?> body, Context context, String name) {
    Flow flow;
    try {
      body.call();
      throw new BenchFailure("the body of " + owner.call.name + " is not a closure of the script", null);
    } catch (CpsCallableInvocation call) {
      flow = new Flow(new Continuable(call.invoke(freshEnvironment(), null, com.cloudbees.groovy.cps.Continuation.HALT)), context, owner, name);
    }
    state.flows.add(flow);
    return flow;
  }

  /** As a person who presses the red button. */
  void abort() {
    interruptAll(new FlowInterruptedException("ABORTED", Cause.USER, "Aborted by admin"));
  }

  private void interruptAll(FlowInterruptedException cause) {
    for (Flow flow : List.copyOf(state.flows)) if (flow.owner == null) interrupt(flow, cause);
  }

  void interrupt(Flow flow, FlowInterruptedException cause) {
    if (!state.flows.contains(flow)) return;
    if (flow.step != null) flow.step.interrupt(this, cause);
    else flow.resume = new Outcome(null, cause);
  }

  /** Every `sh` that runs on the machine ends as Jenkins ends it when the machine is gone. */
  void loseMachine(String machine) {
    FlowInterruptedException cause = agentLost(machine);
    for (Flow flow : List.copyOf(state.flows)) {
      if (flow.step instanceof ShellStep step && machine.equals(step.context.machine)) step.lose(this, cause);
    }
  }

  static FlowInterruptedException agentLost(String machine) {
    return new FlowInterruptedException("ABORTED", Cause.AGENT_LOST, "Agent " + machine + " was removed");
  }

  private void finish(Outcome outcome) {
    Throwable failure = outcome.getAbnormal();
    state.failure = failure;
    if (failure == null) return;
    if (failure instanceof FlowInterruptedException interrupted) {
      worsen(interrupted.getResult());
      log.line(failure.getMessage());
    } else {
      worsen("FAILURE");
      if (failure instanceof AbortException) log.line("ERROR: " + failure.getMessage());
      else log.line(stackTrace(failure));
    }
  }

  /** Ends the build for good, even where the script catches everything. */
  BenchFailure fail(BenchFailure failure) {
    fatal = failure;
    return failure;
  }

  private static void rejectFatal(Throwable abnormal) {
    for (Throwable each = abnormal; each != null; each = each.getCause()) {
      if (each instanceof BenchFailure failure) throw failure;
      if (each instanceof CpsCallableInvocation call) {
        throw new BenchFailure(call.methodName + " was called where the engine cannot wait for it", abnormal);
      }
    }
  }

  private static Env freshEnvironment() {
    return Envs.empty(new SandboxInvoker());
  }

  /** As hudson.Functions.printThrowable: by toString() and getStackTrace(). */
  private static String stackTrace(Throwable thrown) {
    StringBuilder text = new StringBuilder().append(thrown);
    for (StackTraceElement element : thrown.getStackTrace()) text.append("\n\tat ").append(element);
    if (thrown.getCause() != null) text.append("\nCaused by: ").append(stackTrace(thrown.getCause()));
    return text.toString();
  }
}

package packline.bench;

import com.cloudbees.groovy.cps.Outcome;
import hudson.AbortException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jenkinsci.plugins.workflow.steps.FlowInterruptedException;

/** A step with a body. This one only changes the context: `stage`, `dir`, `withEnv`, `timestamps`, `ansiColor`. */
class BlockStep extends Step {
  final List<Flow> bodies = new ArrayList<>();

  @Override
  void start(Build build) throws Exception {
    if (call.body == null) throw new IllegalStateException(call.name + " step must be called with a body");
    runBody(build, inner(build), call.name);
  }

  Context inner(Build build) throws Exception {
    switch (call.name) {
      case "stage":
        build.log.line("[Pipeline] { (" + call.text("name") + ")");
        // StageStepExecution tells it to its body so.
        return context.with(Map.of("STAGE_NAME", call.text("name")));
      case "dir":
        machine(build);
        return context.in(java.nio.file.Path.of(context.folder).resolve(call.text("path")).toString());
      case "withEnv":
        return context.with(variables());
      default:
        return context;
    }
  }

  final Flow runBody(Build build, Context inner, String name) {
    Flow body = build.startBody(this, call.body, inner, name);
    bodies.add(body);
    return body;
  }

  @Override
  void interrupt(Build build, FlowInterruptedException cause) {
    if (bodies.isEmpty()) end(new Outcome(null, cause));
    for (Flow body : List.copyOf(bodies)) build.interrupt(body, cause);
  }

  private Map<String, String> variables() throws AbortException {
    Map<String, String> variables = new LinkedHashMap<>();
    if (!(call.main("overrides") instanceof List<?> overrides)) throw new AbortException("withEnv needs a list of NAME=value");
    for (Object each : overrides) {
      String text = String.valueOf(each);
      int equals = text.indexOf('=');
      if (equals < 1) throw new AbortException("withEnv: " + text + " is not NAME=value");
      variables.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return variables;
  }
}

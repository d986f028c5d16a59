package packline.bench;

import com.cloudbees.groovy.cps.Outcome;

/** A condition in Declarative's `post`, such as `failure { … }`. */
final class PostConditionStep extends BlockStep {
  @Override
  void start(Build build) throws Exception {
    String result = build.state().result == null ? "SUCCESS" : build.state().result;
    boolean applies = call.name.equals("always") || call.name.equals("cleanup") || call.name.equalsIgnoreCase(result);
    if (applies) super.start(build);
    else end(new Outcome(null, null));
  }
}

package packline.bench;

import com.cloudbees.groovy.cps.Continuable;
import com.cloudbees.groovy.cps.Outcome;
import java.io.Serializable;

/** One green thread of a build: the Jenkinsfile itself, or the body of a block step. Waits for its step, or is ready to resume. */
final class Flow implements Serializable {
  /** Changed only where a Declarative pipeline's `agent` and `environment` speak for all that follows. */
  Context context;
  /** The block step whose body this is; null for the Jenkinsfile. */
  final Step owner;
  final String name;
  Continuable program;
  Step step;
  Outcome resume = new Outcome(null, null);

  Flow(Continuable program, Context context, Step owner, String name) {
    this.program = program;
    this.context = context;
    this.owner = owner;
    this.name = name;
  }

  void resumeWith(Outcome outcome) {
    step = null;
    resume = outcome;
  }
}

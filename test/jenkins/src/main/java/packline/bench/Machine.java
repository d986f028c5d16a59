package packline.bench;

import java.util.List;
import java.util.Map;

/** A build machine that the controller knows. It is outside the controller: a restart does not touch it. */
record Machine(String name, List<String> labels, boolean unix, Map<String, String> environment) {
  boolean matches(String expression) {
    return new LabelExpression(expression).matches(label -> label.equals(name) || labels.contains(label));
  }
}

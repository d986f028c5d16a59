package packline.bench;

import groovy.lang.Closure;
import groovy.lang.GString;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A step as a script called it: named arguments, or one alone, and perhaps a body. */
final class StepCall implements Serializable {
  final String name;
  final Map<String, Object> named;
  final Object sole;
  final Closure<?> body;
  /** Called by the Jenkinsfile itself, and not by the library. */
  boolean ofJenkinsfile;

  private StepCall(String name, Map<String, Object> named, Object sole, Closure<?> body) {
    this.name = name;
    this.named = named;
    this.sole = sole;
    this.body = body;
  }

  static StepCall of(String name, Object[] arguments) {
    List<Object> rest = new ArrayList<>(Arrays.asList(arguments));
    Closure<?> body = null;
    if (!rest.isEmpty() && rest.get(rest.size() - 1) instanceof Closure<?> closure) {
      body = closure;
      rest.remove(rest.size() - 1);
    }
    if (rest.size() > 1) throw new IllegalArgumentException("step " + name + " takes named arguments or one alone, not " + rest.size());
    Object first = rest.isEmpty() ? null : flatten(rest.get(0));
    if (first instanceof Map<?, ?> map) {
      Map<String, Object> named = new LinkedHashMap<>();
      map.forEach((key, value) -> named.put(String.valueOf(key), value));
      return new StepCall(name, named, null, body);
    }
    return new StepCall(name, new LinkedHashMap<>(), first, body);
  }

  Object get(String key, Object fallback) {
    Object value = named.get(key);
    return value == null ? fallback : value;
  }

  /** The argument that a script may give alone, without its name. */
  Object main(String key) {
    Object value = sole == null ? named.get(key) : sole;
    if (value == null) throw new IllegalArgumentException("step " + name + " needs " + key);
    return value;
  }

  String text(String key) {
    return String.valueOf(main(key));
  }

  boolean flag(String key) {
    return Boolean.TRUE.equals(named.get(key));
  }

  /** Jenkins turns each GString into text before a step sees it. */
  private static Object flatten(Object value) {
    if (value instanceof GString) return value.toString();
    if (value instanceof Map<?, ?> map) {
      Map<Object, Object> flat = new LinkedHashMap<>();
      map.forEach((key, each) -> flat.put(key, flatten(each)));
      return flat;
    }
    if (value instanceof List<?> list) return new ArrayList<>(list.stream().map(StepCall::flatten).toList());
    return value;
  }
}

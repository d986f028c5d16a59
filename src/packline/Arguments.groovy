package packline

import com.cloudbees.groovy.cps.NonCPS

/** Checks a step's arguments against resources/steps/NAME.json and fills in the defaults, the farm's before the step's own. */
class Arguments implements Serializable {
  static Map of(script, String step, Map given) {
    Map schema = Json.parse(script.libraryResource("steps/${step}.json")) as Map
    Map checked = check(schema, given, Defaults.of(script, step, schema.parameters))
    if (checked.problems) script.error("${step}: ${checked.problems}")
    return checked.values
  }

  /** What the steps that run one command have in common, as packlineJob takes it. */
  @NonCPS
  static Map shared(Map options) {
    Map values = [:]
    for (name in ['label', 'retries', 'unstableOn', 'report', 'annotate', 'project']) if (options.get(name) != null) values.put(name, options.get(name))
    return values
  }

  /** Made once a call and kept over restarts: sent again, the same request is known as the same. */
  static String request(script) {
    return "${script.env.BUILD_TAG ?: 'build'}-${UUID.randomUUID()}".toString()
  }

  @NonCPS
  private static Map check(Map schema, Map given, Map ofFarm) {
    Map parameters = schema.parameters
    List problems = new ArrayList(ofFarm.problems)
    Map values = [:]
    for (name in given.keySet()) {
      if (!parameters.containsKey(name)) problems.add(unknown(name.toString(), new ArrayList(parameters.keySet())))
    }
    for (entry in parameters.entrySet()) {
      Map parameter = entry.value
      Object value = given.get(entry.key)
      boolean isOfFarm = value == null && ofFarm.values.containsKey(entry.key)
      if (isOfFarm) value = ofFarm.values.get(entry.key)
      if (value == null) value = parameter.get('default')
      if (value == null && parameter.required) problems.add("${entry.key} is missing; for example ${entry.key}: ${parameter.example}".toString())
      if (value instanceof CharSequence) value = value.toString()
      if (parameter.type == 'number' && value instanceof String) value = numberIn(value)
      String expected = value == null ? null : whatIsWrong(parameter, value)
      if (expected != null) problems.add("${entry.key} is ${value}${isOfFarm ? " in the farm's defaults" : ''}; expected ${expected}".toString())
      values.put(entry.key, value)
    }
    return [values: values, problems: problems.join('; ')]
  }

  /** The parameters of a build are texts. */
  @NonCPS
  private static Object numberIn(String text) {
    try {
      return text.toInteger()
    } catch (NumberFormatException none) {
      return text
    }
  }

  /** What was expected, or null when the value fits. */
  @NonCPS
  private static String whatIsWrong(Map parameter, Object value) {
    switch (parameter.type) {
      case 'text':
        return value instanceof String && value ? null : 'a text'
      case 'choice':
        return parameter.choices.contains(value) ? null : "one of ${parameter.choices.join(', ')}".toString()
      case 'boolean':
        return value instanceof Boolean ? null : 'true or false'
      case 'number':
        boolean fits = value instanceof Integer && value >= parameter.minimum && value <= parameter.maximum
        if (fits || parameter.words?.contains(value)) return null
        String words = parameter.words ? ", or ${parameter.words.join(', ')}" : ''
        return "a whole number from ${parameter.minimum} to ${parameter.maximum}${words}".toString()
      case 'body':
        return value instanceof Closure ? null : 'a body: { … }'
      case 'axes':
        if (!(value instanceof Map) || value.isEmpty()) return 'a map of lists'
        for (axis in value.entrySet()) {
          if (!(axis.key ==~ /[A-Za-z_][A-Za-z0-9_]*/) || !(axis.value instanceof List) || axis.value.isEmpty()) return 'NAME: [values] for each axis'
        }
        return null
      case 'list':
        if (!(value instanceof List)) return 'a list of texts'
        for (each in value) if (!(each instanceof CharSequence)) return 'a list of texts'
        return null
    }
    throw new IllegalStateException("the schema has a parameter of type ${parameter.type}".toString())
  }

  @NonCPS
  static String unknown(String name, List known) {
    String best = null
    int least = Math.max(2, name.length().intdiv(3) + 1) + 1
    for (candidate in known) {
      int distance = editDistance(name.toLowerCase(), candidate.toString().toLowerCase())
      if (distance < least) {
        best = candidate
        least = distance
      }
    }
    String hint = best == null ? "known are ${known.join(', ')}" : "did you mean ${best}?"
    return "there is no argument ${name}; ${hint}".toString()
  }

  @NonCPS
  private static int editDistance(String left, String right) {
    List previous = []
    for (int j = 0; j <= right.length(); j++) previous.add(j)
    for (int i = 1; i <= left.length(); i++) {
      List current = [i]
      for (int j = 1; j <= right.length(); j++) {
        int cost = left.substring(i - 1, i) == right.substring(j - 1, j) ? 0 : 1
        current.add(Math.min(Math.min(previous.get(j) + 1, current.get(j - 1) + 1), previous.get(j - 1) + cost))
      }
      previous = current
    }
    return previous.get(right.length())
  }
}

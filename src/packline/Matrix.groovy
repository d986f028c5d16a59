package packline

import com.cloudbees.groovy.cps.NonCPS

/** Every combination of the values of some axes, but for those that are excluded. */
class Matrix implements Serializable {
  @NonCPS
  static Map cells(Map axes, List exclude) {
    List problems = []
    List excluded = []
    for (text in exclude) {
      Map pairs = [:]
      for (pair in text.toString().tokenize(' ')) {
        int equals = pair.indexOf('=')
        String axis = pair.substring(0, Math.max(0, equals))
        String value = pair.substring(equals + 1)
        if (!axes.containsKey(axis)) problems.add("exclude: ${Arguments.unknown(axis, new ArrayList(axes.keySet()))}".toString())
        else if (!axes.get(axis).contains(value)) problems.add("exclude: ${axis} is never ${value}".toString())
        pairs.put(axis, value)
      }
      excluded.add(pairs)
    }
    List all = [[:]]
    for (axis in axes.entrySet()) {
      List longer = []
      for (start in all) for (value in axis.value) longer.add(start + [(axis.key): value.toString()])
      all = longer
    }
    List cells = []
    for (values in all) if (!isExcluded(values, excluded)) cells.add(described(values))
    if (!cells) problems.add('no cell is left')
    return [cells: cells, problems: problems]
  }

  @NonCPS
  private static boolean isExcluded(Map values, List excluded) {
    for (pairs in excluded) {
      boolean fits = !pairs.isEmpty()
      for (pair in pairs.entrySet()) if (values.get(pair.key) != pair.value) fits = false
      if (fits) return true
    }
    return false
  }

  @NonCPS
  private static Map described(Map values) {
    List variables = []
    for (entry in values.entrySet()) variables.add("${entry.key}=${entry.value}".toString())
    return [name: variables.join(' '), variables: variables, axes: values]
  }
}

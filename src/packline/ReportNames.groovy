package packline

import com.cloudbees.groovy.cps.NonCPS

/** Which call a report's name belongs to: in one build two calls archive two files. */
class ReportNames implements Serializable {
  /**
   * The name itself for the first call that takes it, then with a number; a call that asks again keeps its own. `taken` holds a line
   * with call and name for each, and comes back with the new one.
   */
  @NonCPS
  static Map choose(String taken, String wanted, String call) {
    Map owners = [:]
    for (line in taken.tokenize('\n')) owners.put(line.substring(line.indexOf(' ') + 1), line.substring(0, line.indexOf(' ')))
    int dot = wanted.lastIndexOf('.') > wanted.lastIndexOf('/') ? wanted.lastIndexOf('.') : wanted.length()
    String name = wanted
    for (int number = 2; owners.containsKey(name) && owners.get(name) != call; number++) {
      name = "${wanted.substring(0, dot)}-${number}${wanted.substring(dot)}".toString()
    }
    boolean isNew = !owners.containsKey(name)
    return [name: name, isNew: isNew, taken: isNew ? "${taken}${call} ${name}\n".toString() : taken]
  }
}

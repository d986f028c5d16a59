package packline

import com.cloudbees.groovy.cps.NonCPS
import groovy.json.JsonSlurper

/** JSON as plain maps and lists, which a build can be saved with; Groovy's own parser returns lazy maps, which it cannot. */
class Json implements Serializable {
  @NonCPS
  static Object parse(String text) {
    return plain(new JsonSlurper().parseText(text))
  }

  @NonCPS
  private static Object plain(Object value) {
    if (value instanceof Map) {
      Map copy = [:]
      for (entry in value.entrySet()) copy.put(entry.key, plain(entry.value))
      return copy
    }
    if (value instanceof List) {
      List copy = []
      for (each in value) copy.add(plain(each))
      return copy
    }
    return value
  }
}

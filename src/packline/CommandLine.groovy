package packline

import com.cloudbees.groovy.cps.NonCPS

/** Words as one line for sh or cmd.exe, in which each stays the word it was. */
class CommandLine implements Serializable {
  /** Options as words: none for null and false, the name alone for true, one word for each of a list. */
  @NonCPS
  static List options(Map values) {
    List words = []
    for (entry in values.entrySet()) {
      Object value = entry.value
      String name = "--${entry.key}".toString()
      if (value instanceof List) {
        for (each in value) words.add("${name}=${each}".toString())
      } else if (value instanceof Boolean) {
        if (value) words.add(name)
      } else if (value != null) {
        words.add("${name}=${value}".toString())
      }
    }
    return words
  }

  /** Values by name as words, NAME=VALUE each. */
  @NonCPS
  static List named(Map values) {
    List words = []
    if (values) for (entry in values.entrySet()) words.add("${entry.key}=${entry.value}".toString())
    return words
  }

  @NonCPS
  static String forShell(List words) {
    List quoted = []
    for (word in words) quoted.add("'" + word.toString().replace("'", "'\\''") + "'")
    return quoted.join(' ')
  }

  /** For a batch file. A quotation mark or a line break cannot be written there safely: null then. */
  @NonCPS
  static String forBatch(List words) {
    List quoted = []
    for (word in words) {
      String text = word.toString()
      if (text.contains('"') || text.contains('\n') || text.contains('\r')) return null
      // A backslash before the closing mark would escape it.
      String end = text.endsWith('\\') ? '\\' : ''
      quoted.add('"' + text.replace('%', '%%') + end + '"')
    }
    return quoted.join(' ')
  }
}

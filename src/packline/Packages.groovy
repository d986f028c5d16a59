package packline

import com.cloudbees.groovy.cps.NonCPS

/** The packages that an answer of `package build` says are there. */
class Packages implements Serializable {
  /** As a pattern for stash, which takes a space or a comma for the end of one; a package may be a folder. */
  @NonCPS
  static String pattern(String text) {
    List patterns = []
    for (row in Json.parse(text).rows) {
      if (!row.file) continue
      String file = row.file.replace(' ', '?').replace(',', '?')
      patterns.add(file)
      patterns.add("${file}/**".toString())
    }
    return patterns.join(',')
  }
}

package packline

import com.cloudbees.groovy.cps.NonCPS

/**
 * Defaults of step arguments, which a farm keeps in one file: for all of it, for folders of jobs, for stages. The file is a resource
 * of any library that the build has loaded; the environment variable PACKLINE_DEFAULTS names it.
 */
class Defaults implements Serializable {
  /** What may be said for every step at once; a step that has no such argument passes it over. */
  static final String FOR_EVERY = 'label retries unstableOn'

  /** Values by argument, and the places in the file that name what is not there. */
  static Map of(script, String step, Map parameters) {
    String file = script.env.PACKLINE_DEFAULTS
    if (!file) return [values: [:], problems: []]
    Map found = choose(script.libraryResource(file), step, parameters, script.env.JOB_NAME ?: '', script.env.STAGE_NAME)
    // Within node it would take a second one, with an empty workspace.
    if (script.env.NODE_NAME) found.values.remove('label')
    List problems = []
    for (problem in found.problems) problems.add("${file}: ${problem}".toString())
    return [values: found.values, problems: problems]
  }

  /** From the weakest to the strongest: the farm, the folders from the outermost to the job's own, the stage. */
  @NonCPS
  private static Map choose(String text, String step, Map parameters, String job, String stage) {
    Map result = [values: [:], problems: []]
    Object document
    try {
      document = Json.parse(text)
    } catch (Exception unreadable) {
      return [values: [:], problems: ["not JSON: ${unreadable.message}".toString()]]
    }
    if (!isTable(document ?: '', 'the file', result)) return result
    for (key in document.keySet()) {
      if (!['$schema', 'farm', 'folders', 'stages'].contains(key)) result.problems.add(Arguments.unknown(key, ['farm', 'folders', 'stages']))
    }
    take(document.farm, 'farm', step, parameters, result)
    Map folders = isTable(document.folders, 'folders', result) ? document.folders ?: [:] : [:]
    List names = new ArrayList(folders.keySet())
    for (name in names.sort()) if (job == name || job.startsWith("${name}/")) take(folders.get(name), "folders ${name}", step, parameters, result)
    Map stages = isTable(document.stages, 'stages', result) ? document.stages ?: [:] : [:]
    if (stage) take(stages.get(stage), "stages ${stage}", step, parameters, result)
    return result
  }

  /** What one place says for every step, and over it what it says for this one. */
  @NonCPS
  private static void take(Object place, String where, String step, Map parameters, Map result) {
    if (!isTable(place, where, result) || place == null) return
    List known = Library.STEPS.tokenize(' ') + 'every'
    for (key in place.keySet()) if (!known.contains(key)) result.problems.add("${where}: ${Arguments.unknown(key, known)}".toString())
    for (key in ['every', step]) {
      List names = key == 'every' ? FOR_EVERY.tokenize(' ') : new ArrayList(parameters.keySet())
      Map values = isTable(place.get(key), "${where} ${key}", result) ? place.get(key) ?: [:] : [:]
      for (entry in values.entrySet()) {
        if (!names.contains(entry.key)) result.problems.add("${where} ${key}: ${Arguments.unknown(entry.key, names)}".toString())
        else if (parameters.containsKey(entry.key)) result.values.put(entry.key, entry.value)
      }
    }
  }

  @NonCPS
  private static boolean isTable(Object value, String where, Map result) {
    if (value == null || value instanceof Map) return true
    result.problems.add("${where} is ${value}; expected { … }".toString())
    return false
  }
}

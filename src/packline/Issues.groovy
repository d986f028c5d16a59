package packline

import com.cloudbees.groovy.cps.NonCPS
import groovy.json.JsonOutput

/** The errors of an answer as the plugin Warnings reads issues of its own: JsonParser of analysis-model. */
class Issues implements Serializable {
  /** Empty where there are no errors, so that the plugin sees them gone. `page` is where to look: the run's own page, else `log`. */
  @NonCPS
  static String of(String text, String project, String log) {
    Object parsed = null
    try {
      parsed = Json.parse(text)
    } catch (Exception unreadable) {
      return '{"issues": []}'
    }
    Map answer = parsed instanceof Map ? parsed : [:]
    List errors = answer.errors ?: (answer.error ? [answer.error] : [])
    String page = answer.page ?: log
    List issues = []
    for (each in errors) {
      String file = Failure.fileOf(each.details)
      String hint = each.hint ? "${escaped(each.hint)}<br>".toString() : ''
      issues.add([fileName: file ? (project == '.' ? file : "${project}/${file}".toString()) : '-', severity: 'ERROR', category: each.code,
        message: each.message ?: each.code, description: "${hint}<a href=\"${escaped(page)}\">${escaped(page)}</a>".toString()])
    }
    return JsonOutput.toJson([issues: issues])
  }

  /** The plugin shows a description as HTML. */
  @NonCPS
  private static String escaped(String text) {
    return text.replace('&', '&amp;').replace('<', '&lt;').replace('>', '&gt;').replace('"', '&quot;')
  }
}

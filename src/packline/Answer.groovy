package packline

import com.cloudbees.groovy.cps.NonCPS

/** What a packline command answered: a report, or an error with code, message, hint and retryable. */
class Answer implements Serializable {
  /** Longer lists stay in the answer's file: a build is saved with all its variables at every step. */
  static final int KEPT = 20

  @NonCPS
  static Map read(String text, int status, boolean mayBeEmpty) {
    Map answer
    try {
      Object parsed = text.trim() ? Json.parse(text) : [:]
      answer = parsed instanceof List ? [results: parsed] : parsed as Map
    } catch (Exception unreadable) {
      return [report: [:], error: failure(status, "answered what is not JSON: ${unreadable.message}")]
    }
    List errors = answer.errors ?: []
    Map error = answer.error ?: worst(errors)
    if (status == 0 && error == null && !answer && !mayBeEmpty) error = failure(status, 'ended well but gave no answer')
    if (status != 0 && error == null) error = failure(status, "ended with status ${status}")
    return [report: shortened(answer), error: error, others: Math.max(0, errors.size() - 1)]
  }

  /** One that stays wherever it is tried comes first: another node would only find it again. */
  @NonCPS
  private static Map worst(List errors) {
    for (each in errors) if (!each.retryable) return each
    return errors ? errors.get(0) : null
  }

  /** An error of the command as a whole, where it could not say one itself. */
  @NonCPS
  private static Map failure(int status, String what) {
    if (status == 127 || status == 9009) {
      return [code: 'PACKLINE_NOT_FOUND', message: 'packline was not found on this node.', retryable: true,
        hint: 'Install packline there, or give its path in the environment variable PACKLINE.']
    }
    boolean killed = status < 0 || status == 137 || status == 143
    return [code: killed ? 'PACKLINE_KILLED' : 'PACKLINE_NO_ANSWER', message: "packline ${what}.".toString(), retryable: killed,
      hint: 'See the log above.']
  }

  @NonCPS
  private static Map shortened(Map answer) {
    Map copy = [:]
    for (entry in answer.entrySet()) {
      boolean isLong = entry.value instanceof List && entry.value.size() > KEPT
      copy.put(entry.key, isLong ? new ArrayList(entry.value.subList(0, KEPT)) : entry.value)
      if (entry.value instanceof List) copy.put(entry.key + 'Count', entry.value.size())
    }
    return copy
  }
}

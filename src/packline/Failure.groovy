package packline

import com.cloudbees.groovy.cps.NonCPS

/** What a step ends with: an error that a script can catch and ask. */
class Failure extends Exception {
  final String code
  /** What to do next; null where nothing is known. */
  final String hint
  /** Whether it may go away on another machine. */
  final boolean retryable
  /** The file that it is about, where it is about one. */
  final String file

  Failure(Map problem, String text) {
    super(text)
    this.code = problem.code
    this.hint = problem.hint
    this.retryable = problem.retryable ? true : false
    this.file = fileOf(problem.details)
  }

  @NonCPS
  static String fileOf(Object details) {
    return details instanceof Map ? details.file ?: details.path : null
  }

  /** Of an exception that is not its own Jenkins prints this and the stack, of which a person needs the line. */
  @Override
  @NonCPS
  String toString() {
    return "ERROR: ${message}"
  }

  /** An array is serialisable, which CodeNarc does not see. */
  @Override
  @NonCPS
  @SuppressWarnings('ParameterOrReturnTypeNotSerializable')
  StackTraceElement[] getStackTrace() {
    return new StackTraceElement[0]
  }
}

package org.jenkinsci.plugins.workflow.steps;

/** Stands in for Jenkins's class of this name: a step that was interrupted, with the result that the build gets. */
public class FlowInterruptedException extends Exception {
  /** Why; Jenkins has a class for each. */
  public enum Cause { USER, TIMEOUT, FAIL_FAST, AGENT_LOST }

  private final String result;
  private final Cause cause;

  public FlowInterruptedException(String result, Cause cause, String message) {
    super(message);
    this.result = result;
    this.cause = cause;
  }

  public String getResult() {
    return result;
  }

  public Cause reason() {
    return cause;
  }
}

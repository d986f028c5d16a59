import packline.Arguments
import packline.CommandLine

def call(String name, Closure body) {
  return call([name: name], body)
}

def call(String name, String ttl = null, Closure body = null) {
  return call([name: name, ttl: ttl], body)
}

/** With a body the environment ends with it; what a build that was killed leaves ends at its time. */
def call(Map given, Closure body = null) {
  Map options = Arguments.of(this, 'stagingEnvironment', given)
  if (options.label && body != null) error 'stagingEnvironment: label and a body do not go together: take the node around it'
  List up = ['staging', 'up', options.name] + CommandLine.options(
    project: options.project, ttl: options.ttl, image: options.images, timeout: "${options.timeoutMinutes}m")
  Map answer = packlineJob.perform([command: up] + Arguments.shared(options))
  echo "stagingEnvironment: ${options.name} runs in ${answer.environment?.namespace} until ${answer.environment?.expiresAt}"
  if (body == null) return answer
  Object value = null
  boolean isDone = false
  try {
    value = body(answer)
    isDone = true
  } finally {
    // What the body failed with is worth more than a failure to clean up.
    packlineJob.perform(command: ['staging', 'down', options.name] + CommandLine.options(project: options.project), isSpare: !isDone)
  }
  return value
}

import packline.Arguments
import packline.CommandLine

def call(String require, Closure body = null) {
  return call([require: require], body)
}

def call(Map given = [:], Closure body = null) {
  Map options = Arguments.of(this, 'agentHealth', given)
  if (options.label && body == null) error 'agentHealth: label needs a body: the work that is to run on the node that is found'
  Map job = [command: ['health'] + CommandLine.options(require: options.require)]
  if (options.label == null) {
    Map health = packlineJob.perform(job)
    echo "agentHealth: ${health.device} is ${health.grade}"
    return body == null ? health : body()
  }
  Map result = [:]
  packlineJob.perform(job + [label: options.label, retries: options.retries, bodyRuns: 'after']) {
    echo "agentHealth: ${env.NODE_NAME} is good enough"
    result.value = body()
  }
  return result.value
}

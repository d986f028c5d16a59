import packline.Arguments

def call(String require) {
  return call([require: require])
}

Map call(Map given = [:]) {
  Map options = Arguments.of(this, 'agentHealth', given)
  Map job = [command: ['health', "--require=${options.require}".toString()], retries: options.retries]
  if (options.label) job.label = options.label
  Map health = packlineJob(job)
  echo "agentHealth: ${health.device} is ${health.grade}"
  return health
}

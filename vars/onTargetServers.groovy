import packline.Arguments
import packline.CommandLine

Map call(Map given = [:], String target, List command) {
  return call(given + [target: target, command: command])
}

Map call(Map given) {
  Map options = Arguments.of(this, 'onTargetServers', given)
  List words = ['target', 'run', options.target] + CommandLine.options(
    project: options.project, service: options.services, strategy: options.strategy, inventory: options.inventory, why: options.why)
  Map answer = packlineJob.perform([command: words + '--' + options.command] + Arguments.shared(options))
  for (result in answer.results) echo "onTargetServers: ${result.service} on ${result.host} is ${result.status}"
  return answer
}

import packline.Arguments
import packline.CommandLine

Map call(Map given = [:], String image, Closure prepare = null) {
  return perform(given + [image: image], prepare)
}

Map call(Map given, Closure prepare = null) {
  return perform(given, prepare)
}

private Map perform(Map given, Closure prepare) {
  Map options = Arguments.of(this, 'buildImage', given)
  List chosen = CommandLine.options(project: options.project, argument: options.arguments, rebuild: !options.onlyIfChanged)
  if (!options.planOnly) {
    chosen += CommandLine.options('app-version': options.version, build: options.build, commit: options.commit, record: options.why != null, why: options.why)
  }
  Map answer = packlineJob.perform([command: ['image', options.planOnly ? 'plan' : 'build', options.image] + chosen] + Arguments.shared(options), prepare)
  for (result in answer.images) {
    if (options.planOnly) echo "buildImage: ${result.image}: ${result.state}"
    else echo "buildImage: ${result.image} is ${result.record.repository}@${result.record.digest}${result.isBuilt ? '' : ', as before'}"
  }
  return answer
}

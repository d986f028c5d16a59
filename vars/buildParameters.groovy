import packline.Arguments
import packline.CommandLine

Map call(Map given = [:], Closure prepare = null) {
  Map options = Arguments.of(this, 'buildParameters', given)
  List command = ['params', 'list'] + CommandLine.options(project: options.project, stage: options.stage)
  return packlineJob.perform([command: command] + Arguments.shared(options), prepare).get('values')
}

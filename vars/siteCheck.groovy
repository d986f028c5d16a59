import packline.Arguments
import packline.CommandLine

Map call(Map given = [:]) {
  Map options = Arguments.of(this, 'siteCheck', given)
  List command = ['site', 'check'] + options.names + CommandLine.options(project: options.project, planned: options.planned)
  Map answer = packlineJob.perform([command: command] + Arguments.shared(options))
  echo "siteCheck: nothing stands against ${answer.sites}"
  return answer
}

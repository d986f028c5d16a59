import packline.Arguments
import packline.CommandLine

Map call(Map given = [:], Closure prepare = null) {
  Map options = Arguments.of(this, 'assetsCI', given)
  List command = ['assets', 'build'] + CommandLine.options(project: options.project, only: options.only, profile: options.profile)
  Map report = packlineJob.perform([command: command] + Arguments.shared(options), prepare)
  if (report.actions) {
    echo "assetsCI: ${report.actions.total} actions, ${report.actions.cached} from the cache, ${report.actions.failed} failed; ${report.outputsCount} files in ${report.durationMs} ms"
  }
  return report
}

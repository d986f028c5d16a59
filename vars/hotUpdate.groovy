import packline.Arguments
import packline.CommandLine

List call(Map given = [:], Closure prepare = null) {
  Map options = Arguments.of(this, 'hotUpdate', given)
  List command = ['hotupdate', 'build'] + CommandLine.options(
    project: options.project, 'app-version': options.version, target: options.targets, 'content-of': options.contentOf,
    release: options.release, why: options.why)
  Map report = packlineJob.perform([command: command] + Arguments.shared(options), prepare)
  List updates = report.results ?: []
  for (update in updates) echo "hotUpdate: ${update.target} ${update.version} ${update.state}, ${update.changed} of ${update.files} files changed"
  return updates
}

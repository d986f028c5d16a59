import packline.Arguments
import packline.CommandLine

Map call(Map given = [:], Closure prepare = null) {
  Map options = Arguments.of(this, 'publishRelease', given)
  List command = ['release', 'publish', options.release] + CommandLine.options(
    project: options.project, files: options.project, target: options.target, folder: options.folder, url: options.url,
    token: options.token, 'hot-update': options.hotUpdateFolder, why: options.why, id: Arguments.request(this), 'dry-run': options.dryRun)
  if (options.command) command += ['--'] + options.command
  Map result = packlineJob.perform([command: command] + Arguments.shared(options), prepare)
  if (result.written != null) echo "publishRelease: ${options.release} is at ${result.place}: ${result.written} files written, ${result.kept} were there"
  return result
}

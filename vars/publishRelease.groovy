import packline.Arguments
import packline.CommandLine

Map call(Map given = [:], Closure prepare = null) {
  Map options = Arguments.of(this, 'publishRelease', given)
  String fetched = options.fetch || options.unstash ? 'packline-fetched' : null
  List command = ['release', 'publish', options.release] + CommandLine.options(
    project: options.project, files: fetched ?: options.project, target: options.target, folder: options.folder, url: options.url,
    token: options.token, 'hot-update': options.hotUpdateFolder, why: options.why, id: Arguments.request(this), 'dry-run': options.dryRun)
  if (options.command) command += ['--'] + options.command
  Closure before = fetched ? { fetch(options, fetched, prepare) } : prepare
  if (fetched && options.label == null) before()
  Map result = packlineJob.perform([command: command] + Arguments.shared(options), before)
  if (result.written != null) echo "publishRelease: ${options.release} is at ${result.place}: ${result.written} files written, ${result.kept} were there"
  return result
}

private void fetch(Map options, String folder, Closure prepare) {
  if (prepare != null && options.label) prepare()
  // What an earlier release left there would only take room.
  dir(folder) {
    deleteDir()
    for (name in options.unstash) unstash(name: name)
  }
  if (options.fetch) packlineJob.perform(command: ['release', 'fetch', options.release] + CommandLine.options(project: options.project, target: options.target, to: folder))
}

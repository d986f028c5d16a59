import packline.Arguments
import packline.CommandLine

Map call(Map given = [:], Closure prepare = null) {
  Map options = Arguments.of(this, 'uploadRelease', given)
  List command = ['release', 'upload', options.release] + CommandLine.options(
    project: options.project, to: options.to, target: options.target, row: options.row, files: options.fetch ? null : options.project,
    'notes-file': options.notesFile, why: options.why, id: Arguments.request(this), again: options.again, 'dry-run': options.dryRun)
  if (prepare != null && options.label == null) prepare()
  Map result = packlineJob.perform([command: command] + Arguments.shared(options), options.label ? prepare : null)
  if (result.store != null) echo "uploadRelease: ${result.file} at ${result.store}: ${result.state ?: 'would be taken'}${result.isKept ? ', it was there' : ''}"
  return result
}

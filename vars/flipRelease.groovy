import packline.Arguments
import packline.CommandLine

Map call(Map given = [:], Closure prepare = null) {
  Map options = Arguments.of(this, 'flipRelease', given)
  List command = ['release', 'flip'] + CommandLine.options(
    project: options.project, game: options.game, from: options.from, to: options.to, why: options.why, id: Arguments.request(this),
    'dry-run': options.dryRun)
  Map flip = packlineJob.perform([command: command] + Arguments.shared(options), prepare)
  if (flip.after) echo "flipRelease: ${options.from} → ${options.to}, ${options.dryRun ? 'and nothing was changed' : "revision ${flip.revision}"}"
  return flip
}

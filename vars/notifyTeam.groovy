import packline.Arguments
import packline.CommandLine

Map call(Map given = [:]) {
  Map options = Arguments.of(this, 'notifyTeam', given)
  Map result = packlineJob.perform([command: ['notify', 'send'] + CommandLine.options(
    project: options.project, game: options.game, text: options.text, failed: options.failed, url: options.url ?: env.BUILD_URL,
    id: Arguments.request(this))] + Arguments.shared(options))
  echo "notifyTeam: written down as revision ${result.revision}"
  return result
}

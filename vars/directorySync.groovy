import packline.Arguments

Map call(Map given = [:]) {
  Map options = Arguments.of(this, 'directorySync', given)
  List command = ['directory', 'sync', options.planOnly ? '--plan' : '--apply']
  Map answer = packlineJob.perform([command: command] + Arguments.shared(options))
  echo "directorySync: ${answer.people} people, ${(answer.changes ?: []).size()} changes${options.planOnly ? ' planned' : ''}"
  return answer
}

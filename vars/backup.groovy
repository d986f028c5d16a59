import packline.Arguments

Map call(Map given = [:]) {
  Map options = Arguments.of(this, 'backup', given)
  Map answer = packlineJob.perform([command: ['backup', 'run'] + options.names] + Arguments.shared(options))
  for (made in answer.backups) echo "backup: ${made.name} is kept as ${made.snapshot}"
  return answer
}

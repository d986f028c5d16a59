import packline.Arguments

Map call(Map given = [:]) {
  Map options = Arguments.of(this, 'backupDrill', given)
  Map answer = packlineJob.perform([command: ['backup', 'drill'] + options.names] + Arguments.shared(options))
  for (made in answer.drills) echo "backupDrill: ${made.name} of ${made.at} is proven"
  return answer
}

import packline.Arguments

Map call(Map given = [:]) {
  Map options = Arguments.of(this, 'jenkinsDrift', given)
  Map answer = packlineJob.perform([command: ['jenkins', 'drift']] + Arguments.shared(options))
  echo 'jenkinsDrift: Jenkins is in order'
  return answer
}

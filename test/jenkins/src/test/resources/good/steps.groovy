// logs: branch values [left:1, right:2] status 3 out:"hello" where:art x=1
node('linux') {
  Map branches = parallel(
    left: {
      stage('L') {
        sh 'sleep 0.1'
        1
      }
    },
    right: {
      echo 'right'
      2
    }
  )
  int status = sh(script: 'exit 3', returnStatus: true)
  String out = sh(script: 'echo hello', returnStdout: true).trim()
  String where = ''
  dir('art') {
    withEnv(['x=1']) {
      where = sh(script: 'basename "$PWD"; echo "x=$x"', returnStdout: true).trim().replace('\n', ' ')
    }
  }
  int tries = 0
  retry(3) {
    tries++
    if (tries < 3) error 'again'
  }
  catchError(buildResult: 'UNSTABLE') {
    error 'only unstable'
  }
  echo "branch values [left:${branches.left}, right:${branches.right}] status ${status} out:\"${out}\" where:${where}"
}

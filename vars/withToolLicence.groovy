import packline.Arguments
import packline.CommandLine

def call(String name, Closure body) {
  return call([name: name], body)
}

/**
 * The lease is held by a process on the node, in a branch of its own: it outlives a restart of the controller, ends with the
 * build, and when the seat is lost the body is interrupted. What the body starts is no child of that process; it bears the lease's
 * marker instead, and is killed with it even while the controller is away.
 */
def call(Map given, Closure body) {
  Map options = Arguments.of(this, 'withToolLicence', given)
  String folder = "${pwd(tmp: true)}/licence-${UUID.randomUUID()}"
  String wait = options.waitMinutes == null ? null : "${options.waitMinutes}m"
  List command = ['licence', 'run', options.name] + CommandLine.options(wait: wait)
  Map result = [:]
  parallel(
    failFast: true,
    licence: {
      // In a folder of its own: Jenkins stops all the processes of one folder together.
      dir(folder) {
        writeFile(file: 'hold.mjs', text: libraryResource('packline/hold.mjs'))
        packlineJob.perform(command: command + ['--', 'node', 'hold.mjs'])
      }
    },
    work: {
      try {
        waitForFile("${folder}/granted")
        String lease = readFile(file: "${folder}/granted", encoding: 'UTF-8')
        withEnv(["PACKLINE_LEASE=${lease}"]) { result.value = body() }
      } finally {
        writeFile(file: "${folder}/release", text: '')
      }
    }
  )
  // Beside a folder Jenkins keeps another one for what its steps write.
  for (place in [folder, "${folder}@tmp"]) dir(place) { deleteDir() }
  return result.value
}

/** By itself waitUntil looks more and more rarely, at last every 15 s, and a granted seat would idle: it begins anew before that. */
private void waitForFile(String file) {
  int looks = 0
  boolean isThere = false
  while (!isThere) {
    waitUntil(initialRecurrencePeriod: looks ? 1000 : 250, quiet: true) {
      isThere = fileExists(file)
      looks++
      return isThere || looks % 7 == 0
    }
  }
}

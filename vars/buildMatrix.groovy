import packline.Arguments
import packline.Matrix

Map call(Map given, Closure body) {
  Map options = Arguments.of(this, 'buildMatrix', given)
  Map found = Matrix.cells(options.axes, options.exclude)
  if (found.problems) error "buildMatrix: ${found.problems.join('; ')}"
  Closure prepare = options.prepare
  String files = "packline-${Arguments.request(this)}"
  packlineJob.requireLabel(options.label)
  if (options.cellLabel) packlineJob.requireLabel(options.cellLabel)
  retry(count: options.retries + 1, conditions: packlineJob.lostNodeConditions()) {
    node(options.label) {
      prepare()
      stash(name: files, includes: options.carry)
    }
  }
  Map branches = [failFast: options.failFast]
  for (each in found.cells) {
    Map cell = each
    branches.put(cell.name) { runCell(cell, options, files, body) }
  }
  return parallel(branches)
}

/** In a folder of its own, which holds what was carried and nothing that an earlier build left. */
private Object runCell(Map cell, Map options, String files, Closure body) {
  Map result = [:]
  retry(count: options.retries + 1, conditions: packlineJob.lostNodeConditions()) {
    node(options.cellLabel ?: options.label) {
      dir('packline-matrix') {
        deleteDir()
        unstash(name: files)
        withEnv(cell.variables) { result.value = body(cell.axes) }
      }
    }
  }
  return result.value
}

import packline.Arguments
import packline.CommandLine

Map call(Map given = [:], Closure prepare = null) {
  Map options = Arguments.of(this, 'crossPackage', given)
  List command = ['package', 'build'] + CommandLine.options(
    project: options.project, 'app-version': options.version, build: options.build, row: options.rows, parameter: options.parameters,
    jobs: options.jobs,
    verify: options.verify, record: options.record != null, why: options.record)
  Map report = packlineJob.perform([command: command, stash: options.stash] + Arguments.shared(options), prepare)
  if (report.rows) echo "crossPackage: ${report.rowsCount} packages of ${report.version} build ${report.build} in ${report.durationMs} ms"
  return report
}

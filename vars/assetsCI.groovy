import packline.Arguments

Map call(Map given = [:], Closure prepare = null) {
  Map options = Arguments.of(this, 'assetsCI', given)
  List command = ['assets', 'build', "--project=${options.project}"]
  if (options.only) command.add("--only=${options.only}")
  if (options.profile) command.add("--profile=${options.profile}")
  Map job = [command: command, retries: options.retries, unstableOn: options.unstableOn]
  if (options.label) job.label = options.label
  if (options.report) job.report = options.report
  Map report = packlineJob(job, prepare)
  if (report.actions) {
    echo "assetsCI: ${report.actions.total} actions, ${report.actions.cached} from the cache, ${report.actions.failed} failed; ${report.outputsCount} files in ${report.durationMs} ms"
  }
  return report
}

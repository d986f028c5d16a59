import packline.Answer
import packline.Arguments
import packline.CommandLine
import packline.Library

Map call(Map given = [:], Closure body = null) {
  Map options = Arguments.of(this, 'packlineJob', given)
  // Made once a call, and kept over restarts: with it a node that vanished and came back finds its job again.
  options.key = Arguments.request(this)
  Map answer = options.label ? runOnSomeNode(options, body) : runHere(options)
  if (answer.error) settle(answer, options)
  return answer.report
}

/** An error that may go away elsewhere is tried again on a node with the label that has not failed yet. */
private Map runOnSomeNode(Map options, Closure body) {
  List failed = []
  Map answer = null
  for (int turn = 0; turn <= options.retries; turn++) {
    String label = "(${options.label})"
    for (name in failed) label += " && !\"${name}\""
    retry(count: options.retries + 1, conditions: [agent(), nonresumable()]) {
      node(label) {
        if (body != null && options.bodyRuns == 'before') body()
        answer = runHere(options) + [node: env.NODE_NAME]
        if (body != null && options.bodyRuns == 'after' && answer.error == null) body()
      }
    }
    if (!answer.error?.retryable) break
    failed.add(answer.node)
    // A label that nobody has would wait for ever.
    List others = turn < options.retries ? nodesByLabel(label: options.label) - failed : []
    if (!others) break
    echo "packline: ${answer.error.code} on ${answer.node}; trying again on ${others.join(' or ')}"
  }
  return answer
}

private Map runHere(Map options) {
  int separator = options.command.indexOf('--')
  int end = separator < 0 ? options.command.size() : separator
  List words = [env.PACKLINE ?: 'packline'] + options.command.take(end) + '--json' + options.command.drop(end)
  String file = options.report ?: "${pwd(tmp: true)}/packline-${options.command.take(2).join('-')}.json"
  boolean unix = isUnix()
  String line = unix ? CommandLine.forShell(words) : CommandLine.forBatch(words)
  String target = unix ? CommandLine.forShell([file]) : CommandLine.forBatch([file.replace('/', '\\')])
  if (line == null || target == null) error 'packlineJob: on Windows no argument may hold a quotation mark or a line break'
  int status = 0
  String label = "packline ${options.command.take(2).join(' ')}"
  withEnv(["PACKLINE_LIBRARY=${Library.VERSION}", "PACKLINE_JOB_KEY=${options.key}-${pwd(tmp: true)}"]) {
    if (unix) status = sh(script: "${line} > ${target}", returnStatus: true, label: label)
    else status = bat(script: "@${line} > ${target}", returnStatus: true, label: label)
  }
  String text = fileExists(file) ? readFile(file: file, encoding: 'UTF-8') : ''
  if (options.report) archiveArtifacts(artifacts: options.report, allowEmptyArchive: true)
  return Answer.read(text, status, separator >= 0)
}

private void settle(Map answer, Map options) {
  Map problem = answer.error
  String text = "${problem.code}: ${problem.message}"
  if (problem.hint) text += " ${problem.hint}"
  if (answer.others) text += " (and ${answer.others} more)"
  String line = text.replace('<', '‹').replace('>', '›') + " ${env.BUILD_URL ?: ''}console"
  currentBuild.description = currentBuild.description ? "${currentBuild.description}\n${line}" : line
  if (options.unstableOn.contains(problem.code)) unstable text
  else error text
}

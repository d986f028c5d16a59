import groovy.transform.Field
import packline.Answer
import packline.Arguments
import packline.CommandLine
import packline.Library

/** Which call a report's name belongs to: in one build two calls archive two files. */
@Field Map reports = [:]

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
  // A call's own: steps in parallel in one workspace would read each other's answer.
  String folder = "${pwd(tmp: true)}/packline-${options.key}"
  String file = options.report ? ownReport(options) : "${folder}/answer.json"
  if (!options.report) writeFile(file: file, text: '')
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
  if (options.report) archiveArtifacts(artifacts: file, allowEmptyArchive: true)
  else dir(folder) { deleteDir() }
  return Answer.read(text, status, separator >= 0)
}

/** The name itself for the first call of a build that takes it, then with a number; a call that is tried again keeps its own. */
private String ownReport(Map options) {
  String name = options.report
  int dot = name.lastIndexOf('.') > name.lastIndexOf('/') ? name.lastIndexOf('.') : name.length()
  for (int number = 2; (reports.get(name) ?: options.key) != options.key; number++) {
    name = "${options.report.substring(0, dot)}-${number}${options.report.substring(dot)}".toString()
  }
  if (name != options.report && !reports.containsKey(name)) echo "packline: this report is ${name}; ${options.report} is another step's"
  reports.put(name, options.key)
  return name
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

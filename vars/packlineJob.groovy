import packline.Answer
import packline.Arguments
import packline.CommandLine
import packline.Failure
import packline.Issues
import packline.Library
import packline.Packages
import packline.ReportNames

Map call(Map given = [:], Closure body = null) {
  return perform(Arguments.of(this, 'packlineJob', given), body)
}

/** What the other steps call, with arguments that they have checked. */
Map perform(Map given, Closure body = null) {
  Map options = [retries: 1, bodyRuns: 'before', unstableOn: []] + given
  // Made once a call, and kept over restarts: with it a node that vanished and came back finds its job again.
  options.key = Arguments.request(this)
  Map answer = options.label ? runOnSomeNode(options, body) : runHere(options)
  // What is spare is done by somebody else where it fails.
  if (answer.error && options.isSpare) echo "packline: ${answer.error.code}: ${answer.error.message}"
  else if (answer.error) settle(answer, options)
  return answer.report
}

/** An error that may go away elsewhere is tried again on a node with the label that has not failed yet. */
private Map runOnSomeNode(Map options, Closure body) {
  requireLabel(options.label)
  List failed = []
  Map answer = null
  for (int turn = 0; turn <= options.retries; turn++) {
    String label = "(${options.label})"
    for (name in failed) label += " && !\"${name}\""
    retry(count: options.retries + 1, conditions: lostNodeConditions()) {
      node(label) {
        if (body != null && options.bodyRuns == 'before') body()
        answer = runHere(options) + [node: env.NODE_NAME]
        if (body != null && options.bodyRuns == 'after' && answer.error == null) body()
      }
    }
    if (!answer.error?.retryable) break
    failed.add(answer.node)
    // A label that nobody else has would wait for ever.
    List others = turn < options.retries ? nodesWith(options.label, failed) : []
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
  String file = options.report ? ownName(options.report, options.key) : "${folder}/answer.json"
  if (!options.report) writeFile(file: file, text: '')
  boolean unix = isUnix()
  String line = unix ? CommandLine.forShell(words) : CommandLine.forBatch(words)
  String target = unix ? CommandLine.forShell([file]) : CommandLine.forBatch([file.replace('/', '\\')])
  if (line == null || target == null) error 'packlineJob: on Windows no argument may hold a quotation mark or a line break'
  int status = 0
  String label = "packline ${options.command.take(2).join(' ')}"
  withEnv(["PACKLINE_LIBRARY=${Library.VERSION}", "PACKLINE_LIBRARY_AGENTS=${Library.AGENTS}", "PACKLINE_JOB_KEY=${options.key}-${pwd(tmp: true)}"]) {
    if (unix) status = sh(script: "${line} > ${target}", returnStatus: true, label: label)
    else status = bat(script: "@${line} > ${target}", returnStatus: true, label: label)
  }
  String text = fileExists(file) ? readFile(file: file, encoding: 'UTF-8') : ''
  if (options.report) archiveArtifacts(artifacts: file, allowEmptyArchive: true)
  else dir(folder) { deleteDir() }
  Map answer = Answer.read(text, status, separator >= 0)
  // Here, where they were made: on another node there is nothing of them.
  if (options.stash && answer.error == null) stashPackages(text, options)
  // What a machine is at fault for may be tried again, and is no fault of the assets.
  if (options.annotate && !answer.error?.retryable) annotate(text, options)
  return answer
}

/** All of each, also what Ant leaves out by itself, as names that end in a tilde: they are published byte for byte. */
private void stashPackages(String text, Map options) {
  dir(options.project) { stash(name: options.stash, includes: Packages.pattern(text), useDefaultExcludes: false) }
}

/** Shows the errors by the plugin Warnings, whose files have to lie in the workspace. */
private void annotate(String text, Map options) {
  String folder = "packline-issues-${options.key.substring(options.key.length() - 36)}"
  String id = ownName('packline', options.key)
  writeFile(file: "${folder}/issues.json", text: Issues.of(text, options.project ?: '.', "${env.BUILD_URL ?: ''}console"), encoding: 'UTF-8')
  try {
    recordIssues(tool: issues(pattern: "${folder}/issues.json", id: id, name: id), enabledForFailure: true, skipBlames: true)
  } catch (NoSuchMethodError absent) {
    echo 'packline: annotate needs the plugin Warnings, which this controller lacks'
  }
  dir(folder) { deleteDir() }
}

/** Which condition knows a lost pod is told by its plugin, which not every controller has. */
List lostNodeConditions() {
  try {
    return [kubernetesAgent(handleNonKubernetes: true), nonresumable()]
  } catch (NoSuchMethodError absent) {
    return [agent(), nonresumable()]
  }
}

/** Jenkins would wait for a node with a misspelt label without end. */
void requireLabel(String label) {
  List ofClouds = (env.PACKLINE_CLOUD_LABELS ?: '').tokenize(', ')
  for (word in label.tokenize(' ()!&|"')) if (word == env.POD_LABEL || ofClouds.contains(word) || ofClouds.contains('*')) return
  List names = []
  try {
    names = nodesByLabel(label: label, offline: true)
  } catch (NoSuchMethodError absent) {
    return
  }
  if (names) return
  Map problem = [code: 'PACKLINE_NO_NODE', hint: 'Where a cloud makes nodes for a label, name it in the environment variable PACKLINE_CLOUD_LABELS.']
  throw new Failure(problem, "${problem.code}: No node, online or offline, has the label ${label}. ${problem.hint}")
}

/** Those that are online and have not failed; none where the plugin that knows is missing. */
List nodesWith(String label, List failed) {
  List names = []
  try {
    names = nodesByLabel(label: label)
  } catch (NoSuchMethodError absent) {
    return []
  }
  List others = []
  for (name in names) {
    // The built-in node has no name here, and one of two, by the controller's age, as NODE_NAME.
    boolean hasFailed = name ? failed.contains(name) : failed.contains('built-in') || failed.contains('master')
    if (!hasFailed) others.add(name ?: 'built-in')
  }
  return others
}

/** A name for a file that this build archives, of which each call gets one of its own. */
String ownName(String wanted, String key) {
  // Kept with the build, and not in this script: each script that calls a step has a packlineJob of its own.
  Map chosen = ReportNames.choose(env.PACKLINE_REPORTS ?: '', wanted, key.substring(key.length() - 36))
  env.PACKLINE_REPORTS = chosen.taken
  if (chosen.isNew && chosen.name != wanted) echo "packline: this report is ${chosen.name}; ${wanted} is another step's"
  return chosen.name
}

private void settle(Map answer, Map options) {
  Map problem = answer.error
  String text = "${problem.code}: ${problem.message}"
  if (problem.hint) text += " ${problem.hint}"
  if (answer.others) text += " (and ${answer.others} more)"
  String line = text.replace('<', '‹').replace('>', '›') + " ${env.BUILD_URL ?: ''}console"
  currentBuild.description = currentBuild.description ? "${currentBuild.description}\n${line}" : line
  if (options.unstableOn.contains(problem.code)) unstable text
  else throw new Failure(problem, text)
}

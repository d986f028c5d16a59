/** Texts of repositories, hooks, batches and Jenkins. */
export const triggerEn = {
  'error.JENKINS_NAME_INVALID': '"{name}" is no name of a Jenkins {what}.',
  'error.JENKINS_UNREACHABLE': 'Jenkins does not answer ({what}, {address}): {reason}',
  'hint.JENKINS_UNREACHABLE':
    "Check jenkins.url in the agent's configuration, and that this machine reaches the controller.",
  'error.JENKINS_TIMEOUT': 'Jenkins is too slow ({what}, {address}): {reason}',
  'error.JENKINS_UNAVAILABLE': 'Jenkins is not ready ({what}, {address}): status {status}',
  'error.JENKINS_ANSWER_INVALID': 'Jenkins answers something else than expected ({what}): {found}',
  'hint.JENKINS_ANSWER_INVALID':
    "Check that jenkins.url is the controller's own address (Manage Jenkins, System, Jenkins URL), and " +
    'no page of a proxy or a login.',
  'error.JENKINS_UNAUTHORIZED': 'Jenkins does not accept the user or the token ({what}, {address}).',
  'hint.JENKINS_UNAUTHORIZED':
    "Check jenkins.user and the file jenkins.tokenFile; API tokens are made on the user's own page in " +
    'Jenkins.',
  'error.JENKINS_FORBIDDEN': 'The user of jenkins.user may not do this in Jenkins ({method} {address}).',
  'hint.JENKINS_FORBIDDEN': 'It needs Overall/Read, Job/Read, Job/Build, Agent/Connect and Agent/Disconnect.',
  'error.JENKINS_NOT_FOUND': 'Jenkins at {address} does not have {what}.',
  'error.JENKINS_REFUSED': 'Jenkins refuses {method} {address} with status {status} ({what}).',
  'error.JENKINS_OUTCOME_UNKNOWN': 'Whether Jenkins did what was asked is unknown ({what}): {reason}',
  'error.JENKINS_NODE_UNCHANGED':
    'The Jenkins node {node} does not stay {wanted}; its reason is now: {reason}',
  'hint.JENKINS_NODE_UNCHANGED': 'Somebody or something else changes it at the same time.',
  'error.JENKINS_JOB_NOT_PARAMETERISED': 'The Jenkins job {job} takes no parameters.',
  'hint.JENKINS_JOB_NOT_PARAMETERISED': 'Declare the parameters that docs/trigger.md lists.',
  'error.JENKINS_JOB_DISABLED': 'The Jenkins job {job} is disabled.',
  'error.REPOSITORY_COMMAND_FAILED': '{command} failed for the repository {what}: {reason}',
  'hint.REPOSITORY_COMMAND_FAILED':
    "Check url, user and tokenFile of the repository in the agent's configuration, and that the agent's " +
    'user may read it.',
  'error.REPOSITORY_TOOL_MISSING': '{program} cannot be run on this machine: {reason}',
  'hint.REPOSITORY_TOOL_MISSING': "Install {program} and put it on the agent's PATH.",
  'error.REPOSITORY_UNKNOWN': 'The agent\'s configuration has no repository "{repository}".',
  'error.HOOK_UNKNOWN_FORGE': 'There are no hooks of "{forge}".',
  'error.HOOK_REFUSED': 'The hook is not signed with the secret of a configured repository.',
  'hint.HOOK_REFUSED': 'Give the forge the same secret as the file in repositories.NAME.secretFile holds.',
  'error.HOOK_TOO_OLD': 'The hook was signed {seconds} seconds ago or ahead; at most {limit} are accepted.',
  'hint.HOOK_TOO_OLD': 'Check the clocks of the forge and of this machine.',
  'error.HOOK_UNKNOWN_REPOSITORY': 'No configured repository is {address}.',
  'hint.HOOK_UNKNOWN_REPOSITORY':
    "Compare repositories.NAME.url or project in the agent's configuration with the forge's address.",
  'error.HOOK_INVALID': "The hook's payload cannot be used: {reason}",
  'error.TRIGGER_JOB_PARAMETERS': 'The Jenkins job {job} does not declare the parameters {missing}.',
  'hint.TRIGGER_JOB_PARAMETERS':
    'Jenkins drops parameters that a job does not declare, and a start could then be doubled. Declare ' +
    'them as docs/trigger.md shows.',
  'error.TRIGGER_LOCAL_RUN_FAILED': 'The run in {folder} ended with status {status}: {reason}',
  'error.FORGE_REFUSED': 'The forge refuses to set a status ({address}): status {status}',
  'hint.FORGE_REFUSED':
    'The token in tokenFile needs the right to set commit statuses (GitLab: api; GitHub: Commit ' +
    'statuses, write; Gitea: write:repository).',
  'error.FORGE_UNREACHABLE': 'The forge does not answer ({address}): {reason}',
  'trigger.status.running': 'Building {count} commits',
  'trigger.status.succeeded': 'Built with {count} commits',
  'trigger.status.failed': 'Failed in a batch of {count} commits',
  'trigger.status.failedSince': 'Still failing since {commit}',
  'trigger.status.aborted': 'Ended without a result; the next batch takes it in',
  'trigger.status.culprit': 'This commit broke the build',
  'command.triggerStatus': 'Show what is watched, waits, runs, failed, and which commit is at fault',
  'command.triggerPoll': 'Look at the repositories now; with --local build here what is due, and wait for it',
  'option.trigger.local': 'Build here, whatever job is configured, and wait until nothing is left to do',
  'trigger.heading': '{repository}  {url}',
  'trigger.problem': '  cannot be read since {since}: {code} {message}',
  'trigger.refused': '  left out, since their names could do harm in scripts: {branches}',
  'trigger.lane': '  {branch} ({pipeline})  good: {lastGood}  head: {head}',
  'trigger.waiting': '    waiting since {since}: {files} files',
  'trigger.run': '    {kind} {id} {stage} since {since}: {commits} commits, {files} files  {url}',
  'trigger.runProblem': '    cannot go on yet: {code}; again at {retryAt}',
  'trigger.searching': '    searching the commit at fault up to {bad}',
  'trigger.culprit': '    at fault: {commit}',
  'trigger.past': '    {endedAt}  {result}  {head}  {commits} commits  {url}',
  'trigger.none': 'No repositories are configured.',
  'trigger.asked': 'The agent of this machine looks at: {repositories}',
  'trigger.polled': '{repositories} repositories looked at, {succeeded} runs succeeded, {failed} failed'
} as const

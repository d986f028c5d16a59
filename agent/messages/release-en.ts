/** Texts about targets, parameters and releases. */
export const releaseEn = {
  'command.targetList': 'Show the release targets: what they hold, their rollouts, and where they come from',
  'command.targetShow': 'Show one target with its last changes',
  'command.targetApply':
    "Make the environments, targets and parameters of packline.json the ones in force; operators' " +
    'changes stay over them',
  'command.targetAdd': 'Add a target, given as JSON',
  'command.targetEdit': 'Change fields of a target',
  'command.targetRemove': 'Remove a target that holds no release',
  'command.targetRollout': 'Set the part of the players that a target takes, now or from a moment on',
  'command.targetPause': 'Stop the schedule of a rollout: whoever is in stays in',
  'command.targetResume':
    'Go on with a paused rollout; its remaining steps come later by the length of the pause',
  'command.paramsList': "Show the project's parameters: values, defaults, and who changed them",
  'command.paramsSet': 'Give a parameter a value, for all or for one target',
  'command.paramsUnset': 'Let the default of a parameter hold again',
  'command.releaseList': 'Show every version and build ever made, and how far each has come where',
  'command.releaseShow': 'Show a release: packages, history, and how to make it again',
  'command.releaseDiff': 'Compare two releases: packages, assets, parameters, bytes',
  'command.releaseEdit': 'Change the notes or recorded parameters of a release, as a new revision',
  'command.releaseMove': 'Bring a release to another state at a target',
  'command.releaseSubmit':
    'Mark a release as submitted for review at a target; its version and build get that environment',
  'command.releaseHistory': 'Show who changed what, when and why',
  'command.releaseFlip':
    'Turn what is in review at one target into what is live at another, in one transaction',
  'command.releaseUndo': 'Undo a flip by flipping to what was before',
  'command.releaseResolve': 'Show which target, servers and hot update a client gets, and why',
  'option.game': 'The game, where there is no packline.json',
  'option.requestId': 'A name for this request: the same one again is not done again',
  'option.set': 'Set a field, for example priority=20 or match.platform=["ios"]',
  'option.unset': 'Remove a field',
  'option.percent': 'Part of the players in percent, with at most two decimals',
  'option.rolloutAt': 'From this moment on (UTC), as a step of the schedule',
  'option.salt': 'Another salt takes other players',
  'option.rolloutEnd': 'End the rollout: the target takes everybody it matches',
  'option.parameterTarget': 'The value of this target only',
  'option.target': 'The target',
  'option.state': 'The new state',
  'option.notes': 'The new notes',
  'option.releaseParameter': "Record a parameter's value; an empty one removes it",
  'option.last': 'How many of the last entries',
  'option.flipFrom': 'The target where the release is in review',
  'option.flipTo': 'The target that it goes live at',
  'option.revision': 'The revision of the flip; the last one when left out',
  'option.context': 'The client: appId, platform, channel, version, build, deviceId, userId',
  'option.resolveAt': 'The moment to ask for (UTC); now when left out',
  'option.resolveExplain': 'Tell for each target why it was passed over',
  'target.none': '{project} has no targets.',
  'params.none': '{project} has no parameters.',
  'release.none': '{project} has no releases.',
  'release.revision': 'revision {revision}  {at}  {by}  {action} {subject}: {why}',
  'release.unchanged': 'Nothing was changed: it is so already.',
  'release.rebuild': 'Made of {commits} by: {command}',
  'release.bytes': 'packages {rowsBefore} → {rowsAfter}, assets {assetsBefore} → {assetsAfter}',
  'release.dryRun': 'Nothing was written: a dry run.',
  'release.flipped': 'Done as revision {revision}.',
  'release.hotUpdateDown':
    'The hot-update version goes down: clients that have the higher one keep it. Publish the old content ' +
    'under a higher version.',
  'resolve.taken': '{target}: taken',
  'resolve.passed': '{target}: passed over for {refusal}',
  'error.RELEASE_VERSION_INVALID': '"{version}" is no version.',
  'hint.RELEASE_VERSION_INVALID': 'Write one to four numbers parted by dots, such as 1.3.0 or 1.3.0.12.',
  'error.RELEASE_VERSION_DOWN': 'The version {version} is lower than {last}, the highest so far.',
  'hint.RELEASE_VERSION_DOWN':
    'Give a new version a higher number; to repackage an earlier version, name exactly that version, and ' +
    'it gets the next build number.',
  'error.RELEASE_BUILD_NOT_RISING':
    'The build {build} of {version} is not higher than {last}, the last build.',
  'hint.RELEASE_BUILD_NOT_RISING': 'Leave the build number out, and the next one is taken.',
  'error.RELEASE_UNKNOWN': '{project} has no release {release}.',
  'hint.RELEASE_UNKNOWN': '"packline release list" shows all of them.',
  'error.RELEASE_TARGET_UNKNOWN': '{project} has no target {target}.',
  'hint.RELEASE_TARGET_UNKNOWN': 'Known are {known}. Add it with "packline target add".',
  'error.RELEASE_TARGET_EXISTS': '{project} has a target {target} already.',
  'hint.RELEASE_TARGET_EXISTS': 'Change it with "packline target edit".',
  'error.RELEASE_TARGET_IN_USE': 'The target {target} cannot be removed: {release} is {state} there.',
  'hint.RELEASE_TARGET_IN_USE': 'Withdraw the release there first.',
  'error.RELEASE_NOT_AT_TARGET': 'The release {release} has nothing at the target {target}.',
  'hint.RELEASE_NOT_AT_TARGET': 'It has packages at {known}. Build packages for the target first.',
  'error.RELEASE_ROW_FIXED':
    'The row {row} of {release} at {target} is {state}; its content cannot change any more.',
  'hint.RELEASE_ROW_FIXED': 'Package again: the same version gets a new build number.',
  'error.RELEASE_STATE_NOT_ALLOWED': '{release} is {from} at {target} and cannot become {to}.',
  'hint.RELEASE_STATE_NOT_ALLOWED': 'Next can be: {allowed}.',
  'error.RELEASE_SUBMITTED_TWICE':
    '{release} is submitted to {other} already, which takes some of the same clients as {target} with ' +
    'the same priority.',
  'hint.RELEASE_SUBMITTED_TWICE': 'Withdraw it there, or give the targets different priorities.',
  'error.RELEASE_ROLLOUT_NARROWS': 'The rollout of {target} would lose players: {reason}.',
  'hint.RELEASE_ROLLOUT_NARROWS': 'Do it on purpose with --force.',
  'error.RELEASE_FLIP_REFUSED': '{from} cannot go live as {to}:\n{problems}',
  'hint.RELEASE_FLIP_REFUSED': 'Nothing was changed. Mend what is listed and flip again.',
  'error.RELEASE_FLIP_LOST':
    '{from} or {to} was changed by {by} in the meantime ({action}, revision {revision}, {at}); nothing ' +
    'was done.',
  'hint.RELEASE_FLIP_LOST': 'Look at "packline release history" and decide again.',
  'error.RELEASE_NOTHING_TO_UNDO': 'There is no flip {revision} to undo.',
  'hint.RELEASE_NOTHING_TO_UNDO': '"packline release history" shows the flips with their revisions.',
  'error.RELEASE_ARTIFACT_MISSING': '{file} is not in {folder}.',
  'hint.RELEASE_ARTIFACT_MISSING':
    'Name the folder that "packline package build" wrote with --files, or build the packages again.',
  'error.RELEASE_ARTIFACT_CHANGED': '{file} is not what was recorded: sha256 {found} in place of {expected}.',
  'hint.RELEASE_ARTIFACT_CHANGED': 'Take the files of that build, or package again; a release never changes.',
  'error.RELEASE_ARTIFACT_NAME': '"{name}" is no name of a file below a folder.',
  'hint.RELEASE_ARTIFACT_NAME': 'Something other than packline wrote it into the registry.',
  'error.RELEASE_PUBLISHED_DIFFERS':
    '{place} is published already with other bytes (sha256 {found} in place of {expected}).',
  'hint.RELEASE_PUBLISHED_DIFFERS':
    'Nothing published is written over. Find out who wrote it; publish under another release.',
  'error.RELEASE_PUBLISHER_FAILED': '{place} did not take the release: {reason}',
  'hint.RELEASE_PUBLISHER_FAILED':
    'Nothing became visible. Mend it and publish again; what arrived is not sent twice.',
  'command.releasePublish':
    'Hand a release to where it is served: a folder, a server that takes PUT, or a command after --',
  'option.publishTarget': 'The target whose packages are published',
  'option.publishFiles': 'The folder that the packages were built in',
  'option.publishHotUpdate': 'A folder with a hot update, which goes along, its manifests last',
  'option.publishFolder': 'Publish into this folder',
  'option.publishUrl': 'Publish below this address with PUT',
  'option.publishToken': 'Where the bearer token is read from',
  'release.published':
    '{release} is published to {target}: {written} files written ({size}), {kept} were there; {place}',
  'error.RELEASE_RECORD_DAMAGED': 'The record {document} of the registry is not whole.',
  'hint.RELEASE_RECORD_DAMAGED': 'Record the packages again, or restore the documents from their backup.',
  'command.environmentList':
    'Show the environments: services, namespaces, which targets use them, and where they come from',
  'command.environmentShow': 'Show one environment with its last changes',
  'command.environmentAdd': 'Add an environment, given as JSON',
  'command.environmentEdit': 'Change fields of an environment',
  'command.environmentRemove': 'Remove an environment that nothing leads to',
  'option.setEnvironment': 'Set a field, for example services.GameServer.addresses=["game.example:7001"]',
  'environment.none': '{project} has no environments.',
  'error.RELEASE_ENVIRONMENT_UNKNOWN': '{project} has no environment {environment}.',
  'hint.RELEASE_ENVIRONMENT_UNKNOWN': 'Known are {known}. Add it with "packline environment add".',
  'error.RELEASE_ENVIRONMENT_EXISTS': '{project} has an environment {environment} already.',
  'hint.RELEASE_ENVIRONMENT_EXISTS': 'Change it with "packline environment edit".',
  'command.releaseRebuild':
    'Make the packages of a release again, from its order and baselines, and compare every digest',
  'release.rebuiltFrom': '{what}: recorded {recorded}, here {here}',
  'release.rebuiltAsset': 'asset {path}: {change}',
  'release.rebuilt': '{same} of {rows} packages are the same, byte for byte; they are in {output}',
  'error.RELEASE_NOT_REBUILDABLE': '{release} cannot be made again: {reason}.',
  'hint.RELEASE_NOT_REBUILDABLE': '"packline package build --record" keeps what is needed.',
  'error.RELEASE_BASELINE_DIFFERS':
    'The baseline {baseline} is not the one of the release: sha256 {found} in place of {expected}.',
  'hint.RELEASE_BASELINE_DIFFERS': 'Put the file of then in its place, and try again.',
  'error.RELEASE_REBUILD_DIFFERS': '{count} of {rows} packages of {release} came out otherwise.',
  'hint.RELEASE_REBUILD_DIFFERS':
    'Check out the commit of the release, build its assets, and use the same keys and tools; what ' +
    'differs is listed above.',
  'error.RELEASE_BUSY':
    'The releases of {project} were changed by others again and again; gave up after {tries} tries.',
  'error.HOT_UPDATE_VERSION_REUSED':
    'The hot-update version {version} of {target} was published with other bytes by {release} ({at}).',
  'hint.HOT_UPDATE_VERSION_REUSED':
    'Hot-update versions are never reused: take a higher one, also to roll back.',
  'error.HOT_UPDATE_VERSION_DOWN':
    'The hot-update version {version} of {target} is lower than {last}; clients would ignore it.',
  'hint.HOT_UPDATE_VERSION_DOWN': 'Roll back by publishing the old content under a higher version.'
} as const

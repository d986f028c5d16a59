import { healthEn } from './health-en.js'
import { packagingEn } from './packaging-en.js'
import { releaseEn } from './release-en.js'
import { agentEn } from './agent-en.js'
import { triggerEn } from './trigger-en.js'

/** Texts for people. Keys starting with `error.` and `hint.` carry an error's code. */
export const en = {
  ...healthEn,
  ...packagingEn,
  ...releaseEn,
  ...agentEn,
  ...triggerEn,

  'error.INTERNAL': 'packline failed unexpectedly: {reason}',
  'hint.INTERNAL':
    'This is a defect of packline. Run again with PACKLINE_DEBUG=1 and report the stack trace.',
  'error.INTERRUPTED': 'Interrupted; nothing was published.',
  'error.USAGE_UNKNOWN_COMMAND': 'There is no command "{command}".',
  'error.USAGE_UNKNOWN_OPTION': '{command} has no option {option}.',
  'error.USAGE_BAD_VALUE': '{option} is {value}; expected {expected}.',
  'error.USAGE_MISSING_ARGUMENT': '{command} needs {argument}.',
  'error.USAGE_UNEXPECTED_ARGUMENT': '{command} does not take the argument "{argument}".',
  'hint.usage': 'Run "packline {command} --help".',
  'hint.didYouMean': 'Did you mean {suggestion}?',
  'error.LIBRARY_TOO_OLD':
    'The Jenkins library is version {library}, too old for packline {packline} on this node.',
  'hint.LIBRARY_TOO_OLD':
    'Update the library: raise its version in @Library or in the Jenkins configuration.',
  'error.LIBRARY_TOO_NEW':
    'The Jenkins library is version {library}, too new for packline {packline} on this node.',
  'hint.LIBRARY_TOO_NEW':
    'Update packline on this node, or take an older version of the library in @Library.',
  'error.LIBRARY_UNKNOWN_VERSION': 'PACKLINE_LIBRARY is {library}; expected a version such as 0.1.0.',
  'hint.LIBRARY_UNKNOWN_VERSION':
    'The Jenkins library sets this variable. Unset it where packline is called by hand.',
  'error.CONFIG_NOT_FOUND': 'There is no {file}.',
  'hint.CONFIG_NOT_FOUND': 'Run in a folder that holds a packline.json, or name it with --project DIR.',
  'error.CONFIG_UNREADABLE': '{file} cannot be read: {reason}',
  'error.CONFIG_NOT_JSON': '{file} is not valid JSON: {reason}',
  'error.CONFIG_INVALID': '{file} has {count} mistakes:\n{mistakes}',
  'error.AGENT_CONFIG_NOT_FOUND': 'There is no agent configuration {file}.',
  'hint.AGENT_CONFIG_NOT_FOUND':
    'Check --config and PACKLINE_CONFIG, or leave both out to run with all defaults.',
  'error.CONFIG_SECRET_MISSING': 'The secret in {where} cannot be used: {reason}',
  'config.mistake': '{path} is {value}; expected {expected}',
  'config.unknownKeyNear': '{path} is not a known key; did you mean {suggestion}?',
  'config.unknownKey': '{path} is not a known key',
  'config.missingKey': '{path} is missing; expected {expected}',

  'error.ZOOKEEPER_SERVERS_INVALID': 'zookeeper.servers holds "{entry}"; expected {expected}.',
  'hint.ZOOKEEPER_SERVERS_INVALID': 'Write it like "zk1:2181,zk2:2181,zk3:2181".',
  'error.ZOOKEEPER_CHROOT_INVALID': 'zookeeper.chroot is "{chroot}"; expected a path like /packline.',
  'error.ZOOKEEPER_PATH_INVALID':
    '"{path}" is no ZooKeeper path; expected /name/name without "." and ".." and control characters.',
  'error.ZOOKEEPER_AUTH_FAILED': 'ZooKeeper does not let the user {user} into {chroot}.',
  'hint.ZOOKEEPER_AUTH_FAILED':
    'The digest password or user differs from the one that {chroot} was created with. Check zookeeper.auth.',
  'error.ZOOKEEPER_CHROOT_MISSING':
    'The ZooKeeper node {chroot} does not exist and {user} may not create {missing}.',
  'hint.ZOOKEEPER_CHROOT_MISSING':
    'Have an administrator create {chroot} and give the user all rights on it.',
  'error.ZOOKEEPER_CHROOT_NOT_WRITABLE': 'The ZooKeeper node {chroot} can be read but not written by {user}.',
  'hint.ZOOKEEPER_CHROOT_NOT_WRITABLE':
    'Give the user all rights on {chroot} (setAcl), or set zookeeper.auth to a user that has them.',
  'error.ZOOKEEPER_NOT_ALLOWED': 'ZooKeeper does not allow {operation} on {path}.',
  'hint.ZOOKEEPER_NOT_ALLOWED':
    'The node was written by another digest user. All agents of a farm need the same zookeeper.auth.',
  'error.ZOOKEEPER_UNAVAILABLE':
    'No ZooKeeper server of {servers} could be used within {waitedMs} ms ({reason}).',
  'hint.ZOOKEEPER_UNAVAILABLE':
    'Check that the servers run, that a majority of them is up, and that this machine reaches their port.',
  'error.ZOOKEEPER_NOT_ZOOKEEPER': '{server} answers, but not as ZooKeeper does: {reason}',
  'hint.ZOOKEEPER_NOT_ZOOKEEPER': 'Check host and port in zookeeper.servers; a TLS port needs zookeeper.tls.',
  'error.ZOOKEEPER_TLS_FAILED': 'No TLS connection to {server}: {reason}',
  'hint.ZOOKEEPER_TLS_FAILED':
    "Check zookeeper.tls: ca must have signed the server's certificate, which must carry the name used " +
    'in zookeeper.servers.',
  'error.ZOOKEEPER_CONNECTION_LOSS':
    'The connection to ZooKeeper went during {operation} on {path}; whether it took effect is unknown.',
  'error.ZOOKEEPER_SESSION_LOST': 'The ZooKeeper session {generation} has ended.',
  'error.ZOOKEEPER_CLOSED': 'The ZooKeeper session was closed.',
  'error.ZOOKEEPER_NO_NODE': 'The ZooKeeper node {path} does not exist.',
  'error.ZOOKEEPER_NODE_EXISTS': 'The ZooKeeper node {path} exists already.',
  'error.ZOOKEEPER_BAD_VERSION': 'The ZooKeeper node {path} was changed in the meantime.',
  'error.ZOOKEEPER_NOT_EMPTY': 'The ZooKeeper node {path} has children.',
  'error.ZOOKEEPER_TOO_LARGE':
    '{operation} on {path} carries {sizeBytes} bytes; ZooKeeper takes at most {maxBytes} at once.',
  'error.ZOOKEEPER_REFUSED': 'ZooKeeper refused {operation} on {path} with code {zooKeeperCode}: {reason}',
  'error.DOCUMENT_KEY_INVALID':
    '"{key}" is no document key; expected names of letters, digits, ".", "_" and "-", parted by "/".',
  'error.DOCUMENT_CONFLICT': 'The document {key} was changed by somebody else in the meantime.',
  'error.DOCUMENT_TOO_LARGE':
    'The documents of one transaction take {sizeBytes} bytes; at most {maxBytes} fit.',
  'error.DOCUMENT_DAMAGED': 'The document {key} in {where} is not readable: {reason}',
  'hint.DOCUMENT_DAMAGED':
    'Something other than packline wrote it. Nothing was changed; restore or remove it by hand.',
  'error.DOCUMENTS_LOCKED': 'The store {folder} was in use by process {holder} for {waitedMs} ms.',
  'hint.DOCUMENTS_LOCKED': 'If that process hangs or is stopped, end it; the store survives that.',
  'error.DOCUMENTS_UNREADABLE': 'The store {folder} cannot be opened: {reason}',
  'hint.DOCUMENTS_UNREADABLE':
    "Check the folder's owner and the free space; a damaged store can be moved away, a new one is made.",
  'error.DOCUMENTS_CLOSED': 'The document store was closed.',

  'error.ATLAS_BAD_FRAME_NAME':
    'The frame name {frame} holds a control or other character that a property list cannot hold.',
  'hint.ATLAS_BAD_FRAME_NAME': 'Rename the file.',
  'error.DISK_FULL': 'The disk that holds {folder} is full.',
  'hint.DISK_FULL': 'Free some space; "packline cache gc" removes what was not used lately.',
  'error.CACHE_ENTRY_LOST': 'The cache entry {sha256} vanished during the run.',
  'hint.CACHE_ENTRY_LOST': 'Run again: what is missing is made anew.',
  'error.OUTPUT_NOT_OURS': '{path} is in the way: packline did not write it, so it is left as it is.',
  'hint.OUTPUT_NOT_OURS': 'Move it away, or give the rule another output.',
  'error.OUTPUT_NOT_WRITABLE': '{folder} cannot be written: {reason}',
  'hint.OUTPUT_NOT_WRITABLE':
    'Check the owner and the mode of the folder and that it is not mounted read-only.',
  'error.SCAN_LINK_LEAVES_PROJECT': '{file} is a link that leads out of the project ({target}).',
  'hint.SCAN_LINK_LEAVES_PROJECT': 'Copy what it points to into the project, or exclude it.',
  'error.SCAN_UNREADABLE': '{file} cannot be read: {reason}',
  'error.SCAN_NAMES_DIFFER_IN_CASE':
    'These names differ only in case, and are one file on macOS and Windows: {files}.',
  'hint.SCAN_NAMES_DIFFER_IN_CASE': 'Rename one of them.',
  'error.SCAN_FILE_CHANGED': '{file} changed or vanished while the run was using it.',
  'hint.SCAN_FILE_CHANGED': 'Run again when nobody is writing it.',
  'error.PLAN_UNKNOWN_RULE': 'The project file has no rule "{rule}".',
  'error.PLAN_OUTPUT_COLLISION': '{path} would be written by {first} and by {second}.',
  'hint.PLAN_OUTPUT_COLLISION':
    'Give one of the rules another output; names that differ only in case are one file on many machines.',
  'error.PLAN_CYCLE': 'The rule {rule} takes files from {folder}, where packline writes.',
  'hint.PLAN_CYCLE': 'Let include name sources only.',
  'error.PLAN_NOTHING_MATCHES': 'No file matches any include of the rule {rule}.',
  'error.RUN_FAILED': '{count} actions failed; nothing was published:\n{list}',

  'error.ATLAS_DUPLICATE_FRAME': 'The frame name "{frame}" stands for more than one sprite: {files}.',
  'hint.ATLAS_DUPLICATE_FRAME':
    "The game skips the second one silently. Rename one file, or set the rule's option frameName to " +
    '"{dir}/{path}".',
  'error.ATLAS_SPRITE_TOO_LARGE':
    '{file} is {width}×{height} after trimming; a page holds at most {maxWidth}×{maxHeight}.',
  'hint.ATLAS_SPRITE_TOO_LARGE': "Raise the rule's maxSize, or take the picture out of the atlas.",
  'error.IMAGE_EMPTY': '{file} is empty (0 bytes).',
  'error.IMAGE_TRUNCATED': '{file} is damaged or cut off: {reason}',
  'hint.IMAGE_TRUNCATED': 'Export the picture again, or take it from an earlier commit.',
  'error.IMAGE_WRONG_FORMAT': '{file} is named {extension} but holds {actual}.',
  'hint.IMAGE_WRONG_FORMAT': 'Save it in the format of its name, or rename it.',
  'error.IMAGE_UNSUPPORTED': '{file} cannot be used: {reason}',
  'error.IMAGE_TOO_LARGE': '{file} is {width}×{height} pixels; at most {maxPixels} pixels are decoded.',
  'hint.IMAGE_TOO_LARGE': 'A picture of this size is no sprite. Scale it down.',
  'error.IMAGE_ENCODER_FAILED': 'The page {page} could not be encoded: {reason}',
  'error.TOOL_NOT_FOUND': '{tool} is needed but was not found.',
  'hint.TOOL_NOT_FOUND': 'Install {tool}, or put its folder on PATH.',
  'error.TOOL_FAILED': '{tool} failed: {reason}',
  'error.TEXTUREPACKER_FAILED': '{set}: TexturePacker failed: {reason}',
  'hint.TEXTUREPACKER_FAILED':
    'Nothing of it was published or cached. docs/texturepacker.md lists the libraries that a container ' +
    'needs; option multipack allows more than one page.',
  'error.TEXTUREPACKER_DEMO_OUTPUT':
    '{set}: TexturePacker is not licensed here and wrote demo output; it was thrown away.',
  'hint.TEXTUREPACKER_DEMO_OUTPUT':
    'Activate the licence for this account ("TexturePacker --activate-license KEY"), or give the ' +
    'floating server in TP_FLOATING_LICENSE.',
  'error.TEXTUREPACKER_TERMS': 'TexturePacker ({file}) asks for its terms to be accepted.',
  'hint.TEXTUREPACKER_TERMS':
    'Read them and accept once, as the account that builds: echo agree | TexturePacker --version',
  'error.TEXTUREPACKER_VERSION': 'The rule {rule} needs TexturePacker {expected}; {file} is {found}.',
  'hint.TEXTUREPACKER_VERSION':
    "Install that version, or change the rule's option toolVersion for every machine.",
  'error.TEXTUREPACKER_FRAMES':
    "{set}: TexturePacker's sheets do not hold what was asked for; missing: {missing}; unexpected: " +
    '{unexpected}.',
  'hint.TEXTUREPACKER_FRAMES':
    'A sprite that TexturePacker leaves out would be missing in the game. Check that it can be read.',
  'error.TEXTUREPACKER_NINE_PATCH':
    '{set}: TexturePacker trimmed or turned the nine-patch frame {frame}, which the game could not ' +
    'stretch then.',
  'hint.TEXTUREPACKER_NINE_PATCH':
    'Switch trimming and rotation off in the .tps, or move the nine-patch pictures to a set of their own.',
  'error.TEXTUREPACKER_FRAME_NAME':
    '{file} gets the frame name "{frame}", which cannot be a path below a folder.',
  'hint.TEXTUREPACKER_FRAME_NAME':
    "TexturePacker names frames by files. Rename the file or change the rule's option frameName.",
  'error.TEXTUREPACKER_TPS_INVALID': '{file} cannot be used: {reason}',
  'hint.TEXTUREPACKER_TPS_INVALID': 'Open it in TexturePacker, put it right and save it again.',
  'error.TEXTUREPACKER_TPS_UNSUPPORTED': '{file} uses what packline does not carry over: {what}.',
  'hint.TEXTUREPACKER_TPS_UNSUPPORTED':
    'Only sheets and one data file are published. Remove it from the .tps.',

  'error.LICENCE_UNKNOWN': 'There is no licence "{licence}" in the agent\'s configuration.',
  'hint.LICENCE_UNKNOWN': 'Add it under "licences"; known are {known}.',
  'error.LICENCE_DEVICE_NOT_ALLOWED':
    'The licence {licence} is pinned to {devices}; this device is {device}.',
  'hint.LICENCE_DEVICE_NOT_ALLOWED':
    'Run this job on one of those devices, or pin this one: "packline licence pin {device}".',
  'error.LICENCE_WAIT_TIMEOUT':
    'No seat of {licence} came free within {waited}; position {position} in the queue. Held by {held}.',
  'hint.LICENCE_WAIT_TIMEOUT':
    'Run again later, raise the licence\'s maxWaitMs, or see who holds it: "packline licence status".',
  'error.LICENCE_LOST': 'The seat of {licence} was lost during the work: {reason}. Nothing was published.',
  'hint.LICENCE_LOST': 'Run again; the seat was given to another device or could not be renewed.',
  'error.LICENCE_CONFIG_DIFFERS':
    'The licence {licence} is configured differently on this machine than on the others: {differences}.',
  'hint.LICENCE_CONFIG_DIFFERS':
    'Make the configurations equal. To change them for all, change every machine and run "packline ' +
    'licence adopt --licence {licence} --why …" on one.',
  'error.LICENCE_NOT_PINNED':
    'The licence {licence} has mode "{mode}"; only pinned licences have a list of devices.',
  'error.LICENCE_DEVICE_NOT_PINNED': '{device} is not among the devices of {licence}: {devices}.',
  'error.LICENCE_DEVICE_UNKNOWN': 'No machine named "{device}" has ever reported.',
  'hint.LICENCE_DEVICE_UNKNOWN':
    'Known are {known}. Start the agent there once, or pin it all the same with --force.',
  'error.LICENCE_ALL_PINNED': '{licence} has {seats} seats and all are pinned: {devices}.',
  'hint.LICENCE_ALL_PINNED': 'Unpin one first: "packline licence unpin DEVICE".',
  'error.LICENCE_SEAT_UNKNOWN': '{licence} has no seat {seat}; its seats are 0 to {last}.',
  'error.LICENCE_SEAT_IN_USE': 'Seat {seat} of {licence} is in use; there are to be {seats} seats only.',
  'hint.LICENCE_SEAT_IN_USE':
    'Wait until it is free, or take it away first: "packline licence release {seat} --force --why …".',
  'error.LICENCE_STORE_BUSY': '{file} stayed locked for {waitedMs} ms.',
  'hint.LICENCE_STORE_BUSY': 'A stopped process may hold it: "fuser -v {file}" shows which.',
  'error.LICENCE_GUARD_FAILED': 'The process that guards licensed tools failed: {reason}',
  'error.LICENCE_RECORD_DAMAGED': 'The ZooKeeper node {path} holds no valid record.',
  'hint.LICENCE_RECORD_DAMAGED':
    'Stop all agents, remove the node and its children with zkCli, and start them again.',
  'error.DEVICE_UNIDENTIFIED': 'This machine has no identity: {reason}.',
  'hint.DEVICE_UNIDENTIFIED':
    "Set PACKLINE_DEVICE_ID to the name of the physical host, or mount the host's /etc/machine-id " +
    'read-only and set PACKLINE_MACHINE_ID_FILE to it.',

  'error.CCSUI_UNREADABLE': '{file} cannot be read: {reason}',
  'error.CCSUI_NO_INPUT': 'There is no csd file in {path}.',
  'hint.CCSUI_NO_INPUT': 'Name a csd file, a folder that holds some, or a Cocos Studio project (.ccs).',
  'error.CCSUI_NOT_XML': '{file}:{line}:{column}: not well-formed XML: {reason}.',
  'error.CCSUI_TRUNCATED': '{file}:{line}:{column}: cut off: {reason}.',
  'hint.CCSUI_TRUNCATED': 'Take the file from an earlier commit, or save it again in Cocos Studio.',
  'error.CCSUI_NOT_UTF8': '{file}:{line}:{column}: not UTF-8 (found {encoding}).',
  'hint.CCSUI_NOT_UTF8': 'Save the file as UTF-8.',
  'error.CCSUI_DUPLICATE_ATTRIBUTE':
    '{file}:{line}:{column}: <{element}> has the attribute {attribute} twice.',
  'error.CCSUI_DOCTYPE': '{file}:{line}:{column}: a document type declaration is not accepted.',
  'hint.CCSUI_DOCTYPE': 'Cocos Studio writes none. Remove it; entities of its own are refused for safety.',
  'error.CCSUI_ENTITY': '{file}:{line}:{column}: {entity} is no known entity or character.',
  'hint.CCSUI_ENTITY':
    'Known are &amp; &lt; &gt; &quot; &apos; and character references such as &#xA;. A bare & is written ' +
    '&amp;.',
  'error.CCSUI_TOO_LARGE': '{file} has {size} bytes; at most {maximum} are read.',
  'error.CCSUI_TOO_DEEP': '{file}:{line}:{column}: more than {maximum} levels.',
  'error.CCSUI_TOO_MANY': '{file}:{line}:{column}: more than {maximum} {what}.',
  'error.CCSUI_WRONG_ROOT':
    '{file}:{line}:{column}: <{root}> is not the root of a csd; expected <GameFile> or <GameProjectFile>.',
  'error.CCSUI_NO_CONTENT': '{file}:{line}:{column}: <{root}> holds no <Content> without attributes.',
  'error.CCSUI_NO_OBJECT_DATA': '{file}:{line}:{column}: <Content> holds no <ObjectData>.',
  'error.CCSUI_OLD_STUDIO':
    '{file}:{line}:{column}: written by Cocos Studio {version}; 2.1 or newer is needed.',
  'hint.CCSUI_OLD_STUDIO':
    'Studio 2.0 and older exported another csb (protocol buffers). Open the project in Studio 2.1 or ' +
    'newer once and save it.',
  'error.CCSUI_IS_CSB': '{file} is an exported csb, not a csd.',
  'hint.CCSUI_IS_CSB':
    'Name the csd that it was exported from; "packline ccsui dump" shows what a csb holds.',
  'error.CCSUI_UNKNOWN_CLASS':
    '{file}:{line}:{column}: {nodePath} is of the class "{className}", which the engine cannot load.',
  'hint.CCSUI_UNKNOWN_CLASS':
    'Use a class that Cocos Studio has, or set unknownClass to "node" to write it as a plain Node.',
  'error.CCSUI_REFERENCE_OUTSIDE':
    '{file}:{line}:{column}: {nodePath} names {path}, which is outside of the project.',
  'hint.CCSUI_REFERENCE_OUTSIDE':
    "Paths are relative to the project's cocosstudio folder. Copy the file into the project.",
  'error.CCSUI_DUPLICATE_OUTPUT': '{first} and {second} would both be written to {output}.',
  'error.CCSUI_EXPORT_FAILED': '{failed} of {total} files cannot be exported; {written} csb were written.',
  'hint.CCSUI_EXPORT_FAILED':
    "Each file's error is above. Unless --keep-going is given, nothing is written when any fails.",
  'error.CCSUI_OLD_CSB':
    '{file} is a csb of Cocos Studio 2.0 or older (protocol buffers), which is not supported.',
  'error.CCSUI_NOT_CSB': '{file} is not a readable csb: {reason} (at byte {offset}).',
  'ccsui.warning.CCSUI_BAD_NUMBER':
    '{file}:{line}:{column}: {nodePath}: {element} has {attribute}="{text}", which is no number; {used} ' +
    'is written.',
  'ccsui.warning.CCSUI_UNKNOWN_CLASS':
    '{file}:{line}:{column}: {nodePath}: the class "{className}" is unknown; written as a plain Node.',
  'ccsui.warning.CCSUI_FRAME_AS_FILE':
    '{file}:{line}:{column}: {nodePath}: the frame {path} of a sheet is written as a file.',
  'error.CCSUI_WRONG_INPUT': '{rule}: {tool} exports {expected} files, and {file} is none.',
  'hint.CCSUI_WRONG_INPUT':
    'Name .ccs projects for cocos-tool, which publishes whole projects, and .csd files for the other ' +
    'exporters.',
  'ccsui.missingEntry': '{file} is listed in the project but is not there.',
  'ccsui.missing.file': '{file}:{line}:{column}: {nodePath}: there is no {kind} {path}',
  'ccsui.missing.frame': '{file}:{line}:{column}: {nodePath}: the sheet {plist} has no frame {path}',
  'ccsui.missing.sheet': '{file}:{line}:{column}: {nodePath}: there is no sheet {plist} for the frame {path}',
  'ccsui.missing.case': '{file}:{line}:{column}: {nodePath}: {path} is spelled {suggestion} in the project',
  'ccsui.checked': '{checked} csd with {references} references: {missing} missing, {failed} unreadable',
  'command.ccsuiCheck':
    'Check that everything the csd files name is in the project; exit status 1 when something is missing',
  'command.ccsuiVerify':
    'Export with the embedded exporter and an external one, and show where the results differ',
  'option.ccsui.against': 'The exporter to compare with; external is the one that is installed',
  'option.ccsui.tool': "Path of the external exporter's program; by default it is looked for on PATH",
  'ccsui.verified': '{count} csd compared with {tool}, {different} differ',
  'ccsui.exported': '{count} csb written to {output} ({bytes} bytes)',
  'ccsui.same': '{first} and {second} hold the same.',
  'ccsui.different': '{count} differences',
  'command.ccsuiExport': 'Export Cocos Studio csd files to csb',
  'command.ccsuiDump': 'Show what a csb holds',
  'command.ccsuiDiff': 'Compare what two csb files hold; exit status 1 when they differ',
  'option.ccsui.output': 'File to write; a folder when a folder or a .ccs is exported',
  'option.ccsui.keepGoing':
    'Write what can be exported even when other files fail; the exit status is 1 all the same',
  'option.ccsui.texturePrefix': 'Put before the path of every picture and sheet',
  'option.ccsui.textureType': 'Write pictures as the csd says, as files, or as frames of sheets',
  'option.ccsui.csbPrefix': 'Put before the path of every nested csb',
  'option.ccsui.fontPrefix': 'Put before the path of every font',
  'option.ccsui.unknownClass': 'A class that the engine cannot load: an error, or written as a plain Node',
  'command.assetsBuild': 'Build the assets of a project: scan, plan, execute, publish',
  'command.assetsPlan': 'Show the actions of a build: which are cached, and why the others are not',
  'command.atlasPack': 'Pack the pictures of a folder into an atlas set; no project file needed',
  'command.cacheStats': 'Show what the cache holds',
  'command.cacheVerify': 'Check every cache entry; damaged ones are removed',
  'command.cacheGc': 'Remove cache entries that were not used lately until the limit is kept',
  'option.project': 'Folder that holds packline.json',
  'option.only': 'Build this rule only; outputs of the others stay as they are',
  'option.profile': 'fast, or release with smaller pages; wins over the project file',
  'option.watch': 'Build again after each change until interrupted',
  'option.explain': 'Tell why each action that is not cached runs',
  'option.dryRun': 'Plan only; write nothing',
  'option.keepGoing': 'Go on after an error to report all of them; nothing is published',
  'option.events': 'Print the events of the run and its report as NDJSON on standard output',
  'option.local': 'Run here, without the agent of this machine',
  'option.out': 'Folder to write to',
  'option.atlasName': "Name of the pages; the folder's name when left out",
  'option.maxSize': 'Longest side of a page, in pixels',
  'option.padding': 'Transparent pixels between two sprites',
  'option.format': 'Sheet description',
  'option.cacheLimit': 'Size to keep, in MB',
  'command.atlasShow': 'Draw the pages of an atlas with outlines and names, as one HTML file',
  'option.contactSheet': 'Where to write the HTML file',
  'atlas.shown': '{frames} frames on {pages} pages drawn in {output}',
  'error.ATLAS_BAD_SHEET': '{file} is no sheet that can be read: {reason}',
  'error.CCSUI_MISSING_REFERENCE': 'Csd files name what is not in the project ({count}):\n{list}',
  'hint.CCSUI_MISSING_REFERENCE':
    "Add or rename them, or set checkReferences to false in the rule's options.",
  'atlas.packed': '{sprites} sprites packed into {files} files ({size}) in {seconds} s.',
  'error.ATLAS_NO_PICTURES': 'There are no pictures below {folder}.',
  'hint.ATLAS_NO_PICTURES': 'Name a folder that holds PNG, JPEG or WebP files.',
  'cache.stats': '{folder}: {actions} actions, {blobs} files, {size}; oldest use {oldestUse}',
  'cache.verified': '{actions} actions and {blobs} files checked; {damaged} damaged ones removed',
  'cache.collected': '{removedActions} actions and {removedBlobs} files removed, {freed} freed; {kept} kept',
  'run.waiting': 'Waiting for another run on this project (process {pid}, since {since}: {command}).',
  'run.warning': 'Warning: {warning}',
  'run.progress':
    '{seconds} s: {files} files, {done} actions done, {cached} cached, {running} running: {current}',
  'run.remaining': 'about {seconds} s left for these',
  'run.done':
    '{project}: done in {seconds} s. {executed} actions ran, {cached} cached; {written} of {outputs} ' +
    'outputs written ({size}), {removed} removed.',
  'run.unchanged': '{project}: nothing to do ({seconds} s, {cached} actions cached, {outputs} outputs).',
  'run.staged':
    'The workspace is on a slow file system ({type}): {count} tool runs worked in a local folder ' +
    'instead, which saved about {seconds} s.',
  'run.notStaged':
    'The workspace is on a slow file system ({type}), and the local folder for temporary files has no ' +
    'space: {count} tool runs worked in the workspace.',
  'run.planned':
    '{project}: {executed} actions would run, {cached} are cached; outputs that would be removed: {removed}.',

  'contactSheet.summary': 'Pages: {pages}, frames: {frames}, used: {share} % of the area',
  'contactSheet.page': '{width}×{height}, frames: {frames}, used: {share} %',
  'contactSheet.names': 'Frame names',

  'help.usage': 'Usage: packline {command}',
  'help.commands': 'Commands',
  'help.options': 'Options',
  'help.default': 'default {value}',
  'help.exit':
    'Exit status: 0 done; 1 the work failed; 2 wrong usage or configuration; 3 a needed tool, licence or ' +
    'service is missing; 130 interrupted.',
  'command.licenceRun':
    'Run a command under a lease of a licence; its output, exit status and signals pass through',
  'command.licenceStatus': 'Show seats, holders, waiters and the last changes by administrators',
  'command.licenceRelease': 'Take a seat away from its holder, whose tools are killed; audited',
  'command.licencePin': 'Let a device use a pinned licence; audited',
  'command.licenceUnpin': 'No longer let a device use a pinned licence; audited',
  'command.licenceAdopt': "Make this machine's configuration of a licence the one of all machines; audited",
  'option.config':
    "The agent's configuration; PACKLINE_CONFIG or the user's configuration folder when left out",
  'option.licence': 'The licence, when several are configured',
  'option.why': 'The reason, for the audit',
  'option.force': 'Do it although it may hurt',
  'option.wait': "Longest wait for a seat; the licence's maxWaitMs when left out",
  'option.priority': 'From 0 to 9; higher goes first',
  'licence.heading': '{licence} ({mode}; {jobsPerDevice} jobs per device)',
  'licence.freeSeat': '  seat {seat}  free',
  'licence.seat': '  seat {seat}  {state}  {device}  since {since}  {jobs} of {jobsPerDevice} jobs',
  'licence.waiter': '  waits {position}.  {device}  priority {priority}',
  'licence.audit': '  {at}  {action} by {by} on {device}: {why} {details}',
  'licence.waiting': 'Waiting for a seat of {licence}: position {position}; held by {held}',
  'option.help': 'Show this help',
  'option.json': 'Print one JSON document on standard output',
  'option.jsonError': 'Print an error as one JSON document on standard output'
} as const

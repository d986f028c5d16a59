// Kills what stands under a lease wherever it went: processes that bear its marker in their environment, also
// those that left their process group, and containers that bear it as a label, which are nobody's children.
// Run by the guard, and by the shell beside a tool whose agent and guard are both dead.
import { execFile } from 'node:child_process'
import { accessSync, constants, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

const variable = 'PACKLINE_LEASE'
const label = 'packline.lease'
const runtimeNames = ['docker', 'podman', 'nerdctl']
const processDeadlineMs = 10_000
const containerDeadlineMs = 30_000
const callMs = 10_000
/** A daemon may be about to start what its dead client asked for. */
const settleMs = 300
/** By itself: of one that was killed, whoever was to remove it may be dead, too. */
const hasEnded = /^(Exited \((?!137\))|Dead|Removal|Stopped)/

/**
 * Returns what could not be killed, in words. `isOver` says that the tools ended by themselves: then nobody
 * else is asked but the runtimes that they are known to have used.
 */
export async function sweep ({ marker, environment, runtimes }, isOver) {
  const [processes, containers] = await Promise.all([
    killProcesses(marker, environment),
    Promise.all(
      allRuntimes(runtimes, environment, isOver).map(({ command, isUsed }) =>
        removeContainers(marker, environment, command, isUsed, isOver)
      )
    )
  ])
  // What a container's first process left, and what a client began while it was being killed.
  const late = isOver ? [] : await killProcesses(marker, environment)
  return [...processes, ...late, ...containers.flat()]
}

function allRuntimes (used, environment, isOver) {
  const known = used.map(command => ({ command, isUsed: true }))
  if (isOver) return known
  const files = new Set(used.map(([file]) => file))
  const others = runtimeNames.flatMap(name => executable(name, environment.PATH ?? '')).filter(file =>
    !files.has(file)
  )
  return [...known, ...others.map(file => ({ command: [file], isUsed: false }))]
}

function executable (name, searchPath) {
  for (const folder of searchPath.split(':')) {
    try {
      if (folder === '') continue
      accessSync(join(folder, name), constants.X_OK)
      return [join(folder, name)]
    } catch { /* the next folder */ }
  }
  return []
}

/** Again until a look finds none: what is being killed may have started another one meanwhile. */
async function killProcesses (marker, environment) {
  const deadline = performance.now() + processDeadlineMs
  for (let waitMs = 2;; waitMs = Math.min(100, waitMs * 2)) {
    const found = await marked(marker, environment)
    if (found.length === 0) return []
    if (performance.now() > deadline) return found.map(pid => `process ${pid}`)
    for (const pid of found) {
      try {
        process.kill(pid, 'SIGKILL')
      } catch { /* it has ended, or is another user's */ }
    }
    await delay(waitMs)
  }
}

async function marked (marker, environment) {
  const sought = `${variable}=${marker}`
  const pids = process.platform === 'linux'
    ? readdirSync('/proc').filter(name => /^\d+$/.test(name) && environmentOf(name).includes(sought)).map(
      Number
    )
    : await markedByPs(sought, environment)
  return pids.filter(pid => pid !== process.pid && pid !== process.ppid)
}

/** Empty for a process that has ended, and for one of another user. */
function environmentOf (pid) {
  try {
    return readFileSync(`/proc/${pid}/environ`, 'latin1').split('\0')
  } catch {
    return []
  }
}

/** macOS shows the environment behind the command; of the system's own programs it shows none. */
async function markedByPs (sought) {
  const list = await call(['/bin/ps', '-A', '-E', '-ww', '-o', 'pid=,command='], { LC_ALL: 'C' })
  return (list ?? '')
    .split('\n')
    .filter(line => line.split(' ').includes(sought))
    .map(line => parseInt(line))
}

async function removeContainers (marker, environment, command, isUsed, isOver) {
  const deadline = performance.now() + containerDeadlineMs
  let quietLooks = 0
  for (;;) {
    const containers = await runningContainers(marker, environment, command)
    // A runtime that was never used and does not answer has nothing of ours.
    if (containers === undefined && !isUsed) return []
    if (containers?.length === 0 && (isOver || !isUsed || ++quietLooks > 1)) return []
    if (performance.now() > deadline) {
      return containers?.map(id => `container ${id}`) ??
        [`containers of ${command[0]}, which does not answer`]
    }
    if (containers !== undefined && containers.length > 0) {
      isUsed = true
      quietLooks = 0
      // Not "kill": a container with a restart policy would come again.
      await call([...command, 'rm', '--force', ...containers], environment)
    } else await delay(settleMs)
  }
}

/** `Status` is the field that docker, podman and nerdctl all have; theirs differ for those that run. */
async function runningContainers (marker, environment, command) {
  const list = await call([
    ...command,
    'ps',
    '--all',
    '--no-trunc',
    '--filter',
    `label=${label}=${marker}`,
    '--format',
    '{{.ID}} {{.Status}}'
  ], environment)
  return list
    ?.split('\n')
    .map(line => line.split(' '))
    .filter(([id, ...status]) => id !== '' && !hasEnded.test(status.join(' ')))
    .map(([id]) => id)
}

/** The output, or undefined when the program failed or was silent for too long. */
async function call ([file, ...args], environment) {
  return await new Promise(resolve => {
    execFile(
      file,
      args,
      { env: environment, timeout: callMs, killSignal: 'SIGKILL', maxBuffer: 64 << 20 },
      (error, stdout) => {
        resolve(error === null ? stdout : undefined)
      }
    )
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const { [variable]: _, ...environment } = process.env
  const [, , marker, runtimes] = process.argv
  await sweep({ marker, environment, runtimes: JSON.parse(runtimes) }, false)
}

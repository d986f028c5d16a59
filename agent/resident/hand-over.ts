import { lstatSync } from 'node:fs'
import type { Socket } from 'node:net'
import { isAbsolute, join } from 'node:path'
import { projectFolder } from '../config/find-project.js'
import { packlineHome } from '../config/home.js'
import { mountsSeen, withSocket, workerName, workersFolder } from './worker-place.js'
import { lineReader, messageIn } from './worker-request.js'
import type { StreamLook, WorkerAnswer, WorkerRequest } from './worker-request.js'

/** A worker that is there answers at once, on a busy machine somewhat later. */
const answerMs = 2000
/** One that was told to end and does not is left. */
const endMs = 5000

export interface HandedCommand {
  /** Folder of this program. */
  build: string
  isJob?: boolean
  /** As `assets build …`. */
  words: readonly string[]
  environment: Readonly<Record<string, string | undefined>>
  cwd: string
  stdout: StreamLook & { write: (text: string) => unknown }
  stderr: StreamLook & { write: (text: string) => unknown }
  onSignal: (listener: (signal: NodeJS.Signals) => void) => () => void
  /** The worker has died over the command. */
  onLost: () => void
}

/**
 * Lets the warm worker of the project do a build, a plan or a shard. Undefined where there is none, or where
 * it leaves the work or dies over it: then the caller does it, as if there had been no worker.
 */
export async function handOver (command: HandedCommand): Promise<number | undefined> {
  const socket = openSocket(command)
  if (socket === undefined) return undefined
  try {
    return await converse(socket, command)
  } finally {
    socket.destroy()
  }
}

/** Options with which a command is no single run of the project, or is to be done by somebody named. */
const notForWorkers = /^(?:--(?:watch|local|help|key|directory)(?:=|$)|-[hC])/

function openSocket ({ words, environment, cwd }: HandedCommand): Socket | undefined {
  const named = environment.PACKLINE_AGENT ?? ''
  // Under a key, an agent knows a build again as a job; no plan and no shard is one.
  const mayBeJob = words[1] === 'build' && !isOfShard(words) && (environment.PACKLINE_JOB_KEY ?? '') !== ''
  const isForWorker = words[0] === 'assets' && (words[1] === 'build' || words[1] === 'plan') &&
    named === '' && !mayBeJob && !words.some(word => notForWorkers.test(word))
  const home = packlineHome(environment)
  if (!isForWorker || !isAbsolute(home) || !isOurs(workersFolder(home), 'folder')) return undefined
  try {
    const name = workerName(projectFolder(cwd, namedProject(words)))
    if (!isOurs(join(workersFolder(home), `${name}.sock`), 'socket')) return undefined
    return withSocket(home, name, path => process.getBuiltinModule('node:net').connect(path))
  } catch {
    return undefined
  }
}

/** What a shard makes is for others: nothing is published. */
export function isOfShard (words: readonly string[]): boolean {
  return words.some(word => /^--(?:shard|plan)(?:=|$)/.test(word))
}

function namedProject (words: readonly string[]): string | undefined {
  const at = words.findLastIndex(word => /^--project(?:=|$)/.test(word))
  const word = words[at]
  return word?.includes('=') === true ? word.slice(word.indexOf('=') + 1) : words[at < 0 ? at : at + 1]
}

/** Nobody else may have put it there, or could put something in its place. */
function isOurs (path: string, kind: 'folder' | 'socket'): boolean {
  const status = lstatSync(path, { throwIfNoEntry: false })
  return status !== undefined && (kind === 'folder' ? status.isDirectory() : status.isSocket()) &&
    status.uid === process.geteuid?.() && (status.mode & 0o022) === 0
}

async function converse (socket: Socket, command: HandedCommand): Promise<number | undefined> {
  // A document that was cut off must not be followed by another one.
  const isStreamed = command.words.includes('--events')
  const held: string[] = []
  let isTaken = false
  const timers: NodeJS.Timeout[] = []
  let resolve: (status: number | undefined) => void = () => {}
  const ended = new Promise<number | undefined>(_resolve => {
    resolve = _resolve
  })
  const take = ({ refused, taken, stdout, stderr, exit }: WorkerAnswer): void => {
    isTaken ||= taken === true
    if (stdout !== undefined) {
      if (isStreamed) command.stdout.write(stdout)
      else held.push(stdout)
    }
    if (stderr !== undefined) command.stderr.write(stderr)
    if (refused !== undefined || exit !== undefined) resolve(exit)
  }
  socket.on(
    'data',
    lineReader(line => {
      const answer = messageIn<WorkerAnswer>(line)
      if (answer === undefined) resolve(undefined)
      else take(answer)
    })
  )
  socket.on('error', () => {})
  socket.on('close', () => {
    resolve(undefined)
  })
  socket.write(`${JSON.stringify(requestOf(command))}\n`)
  const stopListening = command.onSignal(signal => {
    socket.write(`${JSON.stringify({ signal })}\n`)
    timers.push(setTimeout(resolve, endMs, 130))
  })
  timers.push(setTimeout(() => {
    if (!isTaken) resolve(undefined)
  }, answerMs))
  const status = await ended
  timers.forEach(clearTimeout)
  stopListening()
  if (status !== undefined) { for (const text of held) command.stdout.write(text) }
  else if (isTaken) command.onLost()
  return status
}

function requestOf ({ build, isJob, words, environment, cwd, stdout, stderr }: HandedCommand): WorkerRequest {
  const umask = process.umask()
  const look = ({ isTTY = false, columns }: StreamLook): StreamLook => ({
    isTTY,
    ...columns !== undefined && { columns }
  })
  const mounts = mountsSeen()
  const streams = { stdout: look(stdout), stderr: look(stderr) }
  return { build, mounts, words, environment, cwd, umask, ...streams, ...isJob !== undefined && { isJob } }
}

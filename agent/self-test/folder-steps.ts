import { randomBytes } from 'node:crypto'
import { mkdir, mkdtemp, readFile, readdir, realpath, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { exchangeFolders } from '../assets/outputs/move-into-place.js'
import { writeFileAtomic } from '../files/atomic-file.js'
import { FileLock, isLocked } from '../files/file-lock.js'
import { mountOf, readMounts } from '../files/mount-table.js'
import { systemCalls } from '../files/system-calls.js'
import type { WatchedFolder } from '../health/probes/folder.js'
import { startProgram } from '../processes/process-group.js'
import { ProgramError } from '../processes/program-error.js'
import { runProgram } from '../processes/run-program.js'
import { seen, type Seen, type SelfTestStep } from './self-test-step.js'
import { phrase } from '../messages/phrase.js'

/** A folder that the agent works in; `temporary` lies in it once that could be made. */
export interface TestedFolder extends WatchedFolder {
  temporary?: string
}

const prefix = '.packline-self-test-'
const leftAfterMs = 86_400_000
const limitMs = 60_000
const writtenBytes = 1 << 20

/** What has to work in each folder: the temporary folder first, since all else happens there. */
export function folderSteps (folder: TestedFolder): SelfTestStep[] {
  const isWorkspace = folder.role.startsWith('workspace')
  const step = (what: string, look: SelfTestStep['look']): SelfTestStep => ({
    id: `${what}.${folder.role}`,
    folder: folder.path,
    limitMs,
    look
  })
  const within = (what: string, look: (temporary: string) => Promise<Seen>): SelfTestStep =>
    step(what, async () => {
      const { temporary, path } = folder
      return temporary === undefined
        ? seen('notMeasured', 'selfTest.noFolder', { path })
        : await look(temporary)
    })
  return [
    step('folder', async () => await writeThere(folder)),
    ...folder.role === 'temp' ? [] : [within('lock', lockThere)],
    ...isWorkspace ? [within('exchange', exchangeThere), within('start', startThere)] : []
  ]
}

export async function removeTemporary ({ temporary }: TestedFolder): Promise<void> {
  if (temporary !== undefined) await rm(temporary, { recursive: true, force: true })
}

async function writeThere (folder: TestedFolder): Promise<Seen> {
  const { path } = folder
  await mkdir(path, { recursive: true })
  await removeLeftOver(path)
  folder.temporary = await mkdtemp(join(path, prefix))
  const file = join(folder.temporary, 'written')
  const bytes = randomBytes(writtenBytes)
  await writeFileAtomic(file, bytes)
  if (!bytes.equals(await readFile(file))) return seen('fail', 'selfTest.otherBytes', { path })
  const type = mountOf(readMounts(), await realpath(path))?.type
  return seen('ok', type === undefined ? 'selfTest.written' : 'selfTest.writtenOn', { path, type })
}

/** A self-test that was killed leaves its folder behind. */
async function removeLeftOver (path: string): Promise<void> {
  for (const name of await readdir(path)) {
    if (!name.startsWith(prefix)) continue
    const left = join(path, name)
    const { mtimeMs } = await stat(left)
    if (Date.now() - mtimeMs > leftAfterMs) await rm(left, { recursive: true, force: true })
  }
}

/** Another process has the lock, as a guard has its agent's, until it is killed. */
async function lockThere (temporary: string): Promise<Seen> {
  const file = join(temporary, 'lock')
  const lock = new FileLock(file)
  let holder
  try {
    if (!lock.tryLock()) return seen('fail', 'selfTest.lock.none')
    holder = await startProgram(process.execPath, ['-e', 'setInterval(() => {}, 1e6)'], {
      env: {},
      stdio: ['ignore', 'ignore', 'ignore', lock.descriptor]
    })
  } finally {
    lock.close()
  }
  const wasLocked = isLocked(file)
  holder.signal('SIGKILL')
  await holder.exited
  if (!wasLocked) return seen('fail', 'selfTest.lock.none')
  return isLocked(file) ? seen('fail', 'selfTest.lock.stays') : seen('ok', 'selfTest.lock')
}

async function exchangeThere (temporary: string): Promise<Seen> {
  const [staged, live] = [join(temporary, 'staged'), join(temporary, 'live')]
  for (const folder of [staged, live]) {
    await mkdir(folder)
    await writeFile(join(folder, 'name'), folder)
  }
  const isOneStep = systemCalls().exchange(staged, live)
  if (!isOneStep && !exchangeFolders(staged, live)) return seen('warn', 'selfTest.exchange.files')
  if (await readFile(join(live, 'name'), 'utf8') !== staged) return seen('fail', 'selfTest.exchange.wrong')
  return isOneStep ? seen('ok', 'selfTest.exchange') : seen('warn', 'selfTest.exchange.renames')
}

const ownStatus = 7

/** Tools of a game and the commands of its packages lie in its workspace. */
async function startThere (temporary: string): Promise<Seen> {
  if (process.platform === 'win32') return seen('notMeasured', 'selfTest.start.windows')
  const file = join(temporary, 'program')
  await writeFile(file, `#!/bin/sh\nexit ${ownStatus}\n`, { mode: 0o755 })
  try {
    const { status } = await runProgram({ file, args: [], environment: {}, timeoutMs: limitMs })
    if (status === ownStatus) return seen('ok', 'selfTest.start')
    return seen('fail', 'selfTest.broken', {
      reason: phrase('program.exitStatus', { status: String(status) })
    })
  } catch (error) {
    if (!(error instanceof ProgramError)) throw error
    return seen('fail', 'selfTest.start.refused', { reason: error.message })
  }
}

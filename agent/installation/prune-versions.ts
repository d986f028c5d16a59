import { readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Installation } from './installation.js'
import { leftoverName } from './install-version.js'

/**
 * Removes all but the `keep` newest versions. The current one, the one before it, and those that a process
 * runs from stay: what a job needs is loaded while it runs. Returns what was removed.
 */
export async function pruneVersions (
  installation: Installation,
  keep: number,
  runningPrograms: readonly string[]
): Promise<string[]> {
  const { current, previous } = installation
  const isUsed = (name: string): boolean =>
    name === current || name === previous ||
    runningPrograms.some(program => program.includes(`${installation.folderOf(name)}/`))
  const old = installation.versions().slice(keep).filter(name => !isUsed(name))
  for (const name of old) {
    // What is cut off here is no version any more.
    const leftover = join(installation.versionsFolder, leftoverName(name))
    await rename(installation.folderOf(name), leftover)
    await rm(leftover, { recursive: true, force: true })
  }
  return old
}

/** What an installer unpacks to, before it runs the version in there. */
const installerPrefix = '.install-'
const abandonedMs = 3_600_000
/** As `temporaryName` makes them. */
const temporaryNames = /^\..+\.[0-9a-f]{12}\.tmp$/

/** What updates left that were killed. Nobody else may be at work. */
export async function removeLeftovers (
  { folder, versionsFolder }: Installation,
  runningPrograms: readonly string[],
  nowMs: number
): Promise<void> {
  const remove = async (path: string): Promise<void> => {
    await rm(path, { recursive: true, force: true })
  }
  for (const name of await readdir(versionsFolder)) {
    if (name.startsWith('.')) await remove(join(versionsFolder, name))
  }
  for (const name of await readdir(folder)) {
    const path = join(folder, name)
    if (temporaryNames.test(name)) await remove(path)
    if (!name.startsWith(installerPrefix)) continue
    // An installer takes no lock before it runs the version that it unpacked.
    const isRun = runningPrograms.some(program => program.includes(`${path}/`))
    const changedMs = (await stat(path).catch(() => undefined))?.mtimeMs ?? nowMs
    if (!isRun && changedMs < nowMs - abandonedMs) await remove(path)
  }
}

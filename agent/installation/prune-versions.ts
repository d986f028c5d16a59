import { readdir, rename, rm } from 'node:fs/promises'
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

/** What updates left that were killed. Nobody else may be at work. */
export async function removeLeftovers ({ versionsFolder }: Installation): Promise<void> {
  for (const name of await readdir(versionsFolder)) {
    if (name.startsWith('.')) await rm(join(versionsFolder, name), { recursive: true, force: true })
  }
}

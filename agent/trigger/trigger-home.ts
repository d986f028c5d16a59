import { join } from 'node:path'
import { lockFile } from '../files/file-lock.js'
import type { FileLock } from '../files/file-lock.js'
import { updateDocument } from '../coordination/documents.js'
import type { Documents, DocumentValue } from '../coordination/documents.js'
import { LevelDocuments } from '../coordination/level-documents.js'

const wakeKey = 'trigger/wake'

/** Where a trigger keeps what it has in a home. */
export function triggerFolder (home: string): string {
  return join(home, 'trigger')
}

/** Held by the one process of a home that has the trigger open. */
export async function lockTrigger (folder: string, signal: AbortSignal): Promise<FileLock> {
  return await lockFile(join(folder, 'lock'), { signal, command: 'packline trigger' })
}

/** The documents that a trigger of this home keeps. */
export function triggerDocuments (home: string): LevelDocuments {
  return new LevelDocuments({ folder: join(triggerFolder(home), 'documents') })
}

/** Whether another process of this home has a trigger open. */
export async function isTriggerOpen (home: string): Promise<boolean> {
  let lock: FileLock | undefined
  try {
    lock = await lockTrigger(triggerFolder(home), AbortSignal.timeout(200))
    return false
  } catch (error) {
    if (error instanceof Error && (error.name === 'AbortError' || error.name === 'TimeoutError')) return true
    throw error
  } finally {
    lock?.close()
  }
}

/** Asks the process that has the trigger open to look. */
export async function askToLook (
  documents: Documents,
  repositories: readonly string[],
  now: number
): Promise<void> {
  await updateDocument(documents, wakeKey, () => ({ repositories, at: now }))
}

/** Calls `wake` with each repository that a process asks to be looked at. Returns its end. */
export function watchForCalls (documents: Documents, wake: (repository: string) => void): () => void {
  return documents.watch(wakeKey, () => {
    documents.get(wakeKey).then(found => {
      for (const name of calledFor(found?.value)) wake(name)
    }, () => {/* it is closing, or the next look finds what was pushed */})
  })
}

function calledFor (value: DocumentValue | undefined): string[] {
  if (typeof value !== 'object' || value === null || !('repositories' in value)) return []
  const { repositories } = value
  return Array.isArray(repositories) ? repositories.filter(name => typeof name === 'string') : []
}

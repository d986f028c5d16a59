import type { Draft } from './draft-documents.js'
import type { ReleaseStore } from './release-store.js'
import { writersKey } from './revision.js'

/** Who writes where no lock can be held, and since when. */
type Writers = Record<string, string>

/** More than all tries of a request take. */
const longestMs = 3_600_000

/**
 * Somebody begins to write at places that can hold no lock. Whoever is killed there may have written over
 * what was shown later by others; that it never ended is how they know.
 */
export async function beginWriting (store: ReleaseStore, by: string, writer: string): Promise<void> {
  await store.commit({ action: 'write', subject: store.project, by, why: '' }, async draft => {
    const writers = await draft.read<Writers>(writersKey)
    draft.note(writersKey, { ...writers, [writer]: draft.moment.at })
  })
}

/** Within the change that was written for. */
export async function endWriting (draft: Draft, writer: string | undefined): Promise<void> {
  if (writer === undefined) return
  const writers = await draft.read<Writers>(writersKey)
  if (writers?.[writer] !== undefined) draft.write(writersKey, without(writers, writer))
}

export async function hasOtherWriters (store: ReleaseStore, writer: string): Promise<boolean> {
  return Object.keys(await store.read<Writers>(writersKey) ?? {}).some(each => each !== writer)
}

/** After all was put right: this one ended, and so have those that began long ago. */
export async function dropWriters (store: ReleaseStore, writer: string): Promise<void> {
  await store.commit({ action: 'write', subject: store.project, by: '', why: '' }, async draft => {
    const writers = await draft.read<Writers>(writersKey)
    if (writers === undefined) return
    const now = Date.parse(draft.moment.at)
    const left = Object.entries(without(writers, writer)).filter(([, at]) => now - Date.parse(at) < longestMs)
    draft.note(writersKey, Object.fromEntries(left))
  })
}

function without (writers: Writers, writer: string): Writers {
  return Object.fromEntries(Object.entries(writers).filter(([each]) => each !== writer))
}

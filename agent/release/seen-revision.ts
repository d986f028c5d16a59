import { PacklineError } from '../errors.js'
import { deedLater } from '../messages/deed-key.js'
import type { WrittenDocument } from './draft-documents.js'
import { changesOf } from './revision.js'
import type { Revision } from './revision.js'

interface History {
  project: string
  history: (from: number) => Promise<Revision[]>
}

/**
 * Throws RELEASE_CHANGED when somebody changed what `written` changes since revision `seen`, on which it was
 * decided. Changes of other things, of the same target too, leave it as it was meant.
 */
export async function checkSeen (
  { project, history }: History,
  seen: number,
  written: readonly WrittenDocument[]
): Promise<void> {
  const own = written.flatMap(changesOf)
  for (const { revision, at, by, why, action, subject, changes } of await history(seen + 1)) {
    const other = changes.find(change => own.some(each => isOverlapping(each, change)))
    if (other !== undefined) {
      const { document, path } = other
      throw new PacklineError('RELEASE_CHANGED', {
        project,
        seen,
        revision,
        by,
        at,
        why,
        action,
        did: deedLater({ by, action, subject }),
        what: path === '' ? document : `${document} ${path}`
      })
    }
  }
}

type Place = Pick<Revision['changes'][number], 'document' | 'path'>

function isOverlapping (a: Place, b: Place): boolean {
  return a.document === b.document && (isWithin(a.path, b.path) || isWithin(b.path, a.path))
}

function isWithin (path: string, outer: string): boolean {
  return outer === '' || path === outer || path.startsWith(`${outer}.`)
}

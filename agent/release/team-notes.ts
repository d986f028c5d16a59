import type { ErrorCode } from '../errors.js'
import type { Author, ReleaseStore } from './release-store.js'
import type { Revision } from './revision.js'

/** What stopped packages, as the team is told of it. */
export interface PackageFailure {
  /** How many packages; 0 where none could be begun. */
  count: number
  row?: string
  error: { code: ErrorCode, details: Record<string, unknown> }
}

/** What somebody tells the team of a project. */
export interface TeamMessage {
  text: string
  isFailure: boolean
  url?: string
}

interface TeamNote {
  failure?: PackageFailure
  message?: TeamMessage
}

/** Longer details are output of tools, which the build's own log has. */
const maxDetails = 4000
/** The newest note by its revision; older ones stand in the history alone. */
const noteDocument = 'note'

/** Writes into the history that packages of `release` (VERSION-BUILD, or what is known of it) failed. */
export async function recordFailure (
  store: ReleaseStore,
  release: string,
  { error: { code, details }, ...failure }: PackageFailure,
  author: Author
): Promise<Revision | undefined> {
  const kept = JSON.stringify(details).length > maxDetails ? {} : details
  const note = { failure: { ...failure, error: { code, details: kept } } }
  return await recordNote(store, 'packages failed', release, note, author)
}

/** Writes into the history what the team is told; agents that have receivers for the project send it. */
export async function recordMessage (
  store: ReleaseStore,
  message: TeamMessage,
  author: Author
): Promise<Revision | undefined> {
  return await recordNote(store, 'notice', store.project, { message }, author)
}

/** What such a revision wrote. */
export function noteIn ({ revision, changes }: Pick<Revision, 'revision' | 'changes'>): TeamNote {
  for (const { document, path, after } of changes) {
    if (document !== noteDocument) continue
    const note = path === '' ? (after as Record<string, unknown> | undefined)?.[revision] : after
    if ((path === '' || path === String(revision)) && typeof note === 'object') return note as TeamNote
  }
  return {}
}

async function recordNote (
  store: ReleaseStore,
  action: string,
  subject: string,
  note: TeamNote,
  author: Author
): Promise<Revision | undefined> {
  return await store.commit({ ...author, action, subject }, async draft => {
    await draft.read(noteDocument)
    draft.write(noteDocument, { [draft.revision]: note })
  })
}

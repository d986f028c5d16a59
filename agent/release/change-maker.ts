import type { Draft } from './draft-documents.js'
import type { ReleaseStore, Request } from './release-store.js'
import type { Revision } from './revision.js'

/** Makes a change of what targets hold: in the documents only, or with all publishers. */
export type ChangeMaker = (
  store: ReleaseStore,
  request: Request,
  work: (draft: Draft) => Promise<void>
) => Promise<Revision | undefined>

/** The documents alone, which is all where nothing was ever published. */
export const commitChange: ChangeMaker = async (store, request, work) => await store.commit(request, work)

import type { Documents } from '../coordination/documents.js'
import type { ReleaseStore } from './release-store.js'
import { projectsFolder } from './revision.js'
import type { Revision } from './revision.js'

export interface ListedProject {
  project: string
  last: Pick<Revision, 'revision' | 'at' | 'by' | 'why' | 'action' | 'subject'> | null
}

/** Every project that was changed since there is this list, with its last change. */
export async function listProjects (
  documents: Documents,
  storeOf: (project: string) => ReleaseStore
): Promise<ListedProject[]> {
  const listed = await documents.list(projectsFolder)
  return await Promise.all(
    listed.map(async ({ key }): Promise<ListedProject> => {
      const project = key.slice(projectsFolder.length + 1)
      const store = storeOf(project)
      const [entry] = await store.history(await store.head())
      if (entry === undefined) return { project, last: null }
      const { revision, at, by, why, action, subject } = entry
      return { project, last: { revision, at, by, why, action, subject } }
    })
  )
}

import type { RepositoriesConfig } from '../config/repository-schema.js'
import type { Documents } from '../coordination/documents.js'
import type { Lane } from './lane.js'
import { LaneStore } from './lane-store.js'
import type { RepositoryRecord } from './lane-store.js'

export interface RepositoryStatus extends Pick<RepositoryRecord, 'problem' | 'refused'> {
  repository: string
  url: string
  lanes: Lane[]
}

/** What is known of each configured repository, as it was last written down. */
export async function triggerStatus (
  repositories: RepositoriesConfig,
  documents: Documents
): Promise<RepositoryStatus[]> {
  const store = new LaneStore(documents)
  const statuses: RepositoryStatus[] = []
  for (const [repository, { url }] of Object.entries(repositories)) {
    const record = await store.repository(repository)
    const lanes = await store.lanes(repository)
    statuses.push({
      repository,
      url,
      problem: record?.problem ?? null,
      refused: record?.refused ?? [],
      lanes: lanes.sort((a, b) => a.branch < b.branch ? -1 : 1)
    })
  }
  return statuses
}

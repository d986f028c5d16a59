import { setTimeout as delay } from 'node:timers/promises'
import type { RepositoriesConfig } from '../../../agent/config/repository-schema.js'
import type { Lane } from '../../../agent/trigger/lane.js'
import { triggerDocuments } from '../../../agent/trigger/trigger-home.js'
import { triggerStatus } from '../../../agent/trigger/repository-status.js'

/**
 * Waits until what an agent has written down about its lanes is as wanted; the agent runs in another process.
 */
export async function lanesSuch (
  what: string,
  home: string,
  config: Record<string, unknown>,
  isTrue: (lanes: Lane[]) => boolean,
  limitMs = 600_000
): Promise<void> {
  const documents = triggerDocuments(home)
  const deadline = performance.now() + limitMs
  try {
    while (
      !isTrue(
        (await triggerStatus(config.repositories as RepositoriesConfig, documents)).flatMap(({ lanes }) =>
          lanes
        )
      )
    ) {
      if (performance.now() > deadline) throw new Error(`${what}: not within ${limitMs} ms`)
      await delay(200)
    }
  } finally {
    await documents.close()
  }
}

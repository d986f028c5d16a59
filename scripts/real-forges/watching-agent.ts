import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { TriggerStanding } from '../../agent/http/trigger-routes.js'
import { ServedAgent } from '../benchmarks/trigger/served-agent.js'
import { eventually } from './tried.js'

const root = join(import.meta.dirname, '../..')
export const hookSecret = 'hook-secret'

/** An agent that watches one repository, `dk`, and builds what is pushed to it. It looks by itself once an hour only. */
export class WatchingAgent {
  readonly #agent: ServedAgent

  constructor (folder: string, repository: Record<string, unknown>) {
    const secretFile = join(folder, 'hook-secret')
    writeFileSync(secretFile, hookSecret)
    this.#agent = new ServedAgent(folder, [process.execPath, join(root, 'dist/start.cjs')], {
      workspaces: [folder],
      repositories: {
        dk: {
          secretFile,
          pollSeconds: 3600,
          branches: ['main'],
          ...repository,
          pipelines: { assets: { quietSeconds: 0.2, maxWaitSeconds: 5 } }
        }
      }
    })
  }

  async start (): Promise<string> {
    await this.#agent.start()
    await eventually('the first look', async () => {
      const { repositories } = await this.#trigger()
      return repositories.some(({ lanes }) => lanes.length > 0) ? true : undefined
    })
    return this.#agent.address
  }

  /** How the build of the commit ended. */
  async resultOf (commit: string): Promise<string> {
    return await eventually(`a build of ${commit}`, async () => {
      const lanes = (await this.#trigger()).repositories.flatMap(each => each.lanes)
      return lanes.flatMap(({ history }) => history).find(({ head }) => head === commit)?.result
    })
  }

  async stop (): Promise<void> {
    await this.#agent.stop()
  }

  async #trigger (): Promise<TriggerStanding> {
    return await (await fetch(`${this.#agent.address}/v1/trigger`)).json() as TriggerStanding
  }
}

import { join } from 'node:path'
import type { AgentConfig } from '../config/agent-schema.js'
import type { Documents } from './documents.js'

export interface DocumentsPlace {
  config: Pick<AgentConfig, 'zookeeper'>
  environment: Readonly<Record<string, string | undefined>>
  /** PACKLINE_HOME. */
  home: string
  /** What relative paths of the configuration's secrets start from. */
  cwd: string
}

/** The shared documents of this farm in ZooKeeper, or without one those of this machine, below `home`. */
export async function openDocuments ({ config, environment, home, cwd }: DocumentsPlace): Promise<Documents> {
  if (config.zookeeper === undefined) {
    const { LevelDocuments } = await import('./level-documents.js')
    return new LevelDocuments({ folder: join(home, 'documents') })
  }
  const [{ ZooKeeperDocuments }, { configuredSession }] = await Promise.all([
    import('./zookeeper-documents.js'),
    import('./configured-session.js')
  ])
  const session = await configuredSession(config.zookeeper, environment, cwd)
  session.start()
  const documents = new ZooKeeperDocuments(session)
  const close = documents.close.bind(documents)
  // The session is ours alone, and goes with the documents.
  documents.close = async () => {
    await close()
    await session.close()
  }
  return documents
}

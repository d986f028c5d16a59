import { join } from 'node:path'
import type { AgentConfig } from '../config/agent-schema.js'

/** Where the seats of licences are recorded, and so for whom they count. */
export interface StorePlace {
  kind: 'zookeeper' | 'machine'
  at: string
}

export function storePlace ({ zookeeper }: AgentConfig, home: string): StorePlace {
  return zookeeper === undefined
    ? { kind: 'machine', at: join(home, 'licences') }
    : { kind: 'zookeeper', at: `${zookeeper.servers}${zookeeper.chroot}` }
}

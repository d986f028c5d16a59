import { existsSync, readFileSync } from 'node:fs'
import type { ZooKeeperConfig } from '../../agent/config/zookeeper-schema.js'
import type { DeliveryOperation, DeliveryPlace } from './delivery-operations.js'
import type { DeliveryBreak } from './delivery-world.js'

export interface ReleaseAgentSettings {
  name: string
  folder: string
  places: DeliveryPlace[]
  /** Without one the registry is in a folder. */
  zookeeper?: ZooKeeperConfig
  /** Keys of the bucket. */
  environment: Record<string, string>
  /** So many operations are begun, in this run and those before it. */
  quota: number
  seed: number
  broken: DeliveryBreak | undefined
}

/** An intent before it is tried, then what came of it. */
export type ReleaseEntry =
  | { id: string, action: DeliveryOperation }
  | { id: string, done: number | null }
  | { id: string, told: string }

/** Whole lines only: a kill may have left half a one. */
export function readReleases (file: string): ReleaseEntry[] {
  if (!existsSync(file)) return []
  const lines = readFileSync(file, 'utf8').split('\n').filter(line => line.endsWith('}'))
  return lines.map(line => JSON.parse(line) as ReleaseEntry)
}

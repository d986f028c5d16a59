import { hasCode } from '../errors.js'
import type { NodeOperations } from '../coordination/node-operations.js'
import { anyVersion } from '../coordination/zookeeper-types.js'
import { jsonOf } from '../messages/words-beside.js'

/** Where each thing of the farm is in ZooKeeper. */
export const farmPaths = {
  root: '/farm',
  machines: '/farm/machines',
  machine: (device: string): string => `/farm/machines/${device}`,
  /** Ephemeral: there while the agent's session is. */
  live: '/farm/live',
  report: (device: string): string => `/farm/live/${device}`,
  order: (device: string): string => `/farm/orders/${device}`,
  labels: (device: string): string => `/farm/labels/${device}`,
  warden: '/farm/warden',
  alerts: '/farm/alerts'
}

/** undefined when there is no such node. */
export async function readNode (nodes: NodeOperations, path: string) {
  return await nodes.get(path).catch(unlessGone)
}

export async function readText (nodes: NodeOperations, path: string): Promise<string | undefined> {
  return (await readNode(nodes, path))?.data.toString()
}

export async function putJson (nodes: NodeOperations, path: string, value: object): Promise<void> {
  const data = Buffer.from(jsonOf(value))
  try {
    await nodes.set(path, data, anyVersion)
  } catch (error) {
    if (!hasCode(error, 'ZOOKEEPER_NO_NODE')) throw error
    await nodes.ensure(path.slice(0, path.lastIndexOf('/')))
    await nodes.create(path, data)
  }
}

/** One that is gone already is as good. */
export async function removeNode (nodes: NodeOperations, path: string): Promise<void> {
  await nodes.remove(path, anyVersion).catch(unlessGone)
}

function unlessGone (error: unknown): undefined {
  if (!hasCode(error, 'ZOOKEEPER_NO_NODE')) throw error
}

import zookeeper, { type ACL, type Client, type TransactionResult } from 'node-zookeeper-client'
import jute from 'node-zookeeper-client/lib/jute/index.js'
import type { CreateMode, MultiOperation } from './zookeeper-types.js'

export const createModes: Record<CreateMode, number> = {
  persistent: zookeeper.CreateMode.PERSISTENT,
  ephemeral: zookeeper.CreateMode.EPHEMERAL
}

export type TransactionCallback = (error: Error | null | undefined, results?: TransactionResult[]) => void

/**
 * Sends `operations`, with absolute paths, as one transaction. The library's own Transaction takes version 0
 * for "any version", and throws on error codes it does not know; this calls back with what the server said
 * per operation, where `err` is not 0 for what failed.
 */
export function sendTransaction (
  client: Client,
  operations: readonly MultiOperation[],
  acls: ACL[],
  callback: TransactionCallback
): void {
  const request = new jute.TransactionRequest(operations.map(operation => toRecord(operation, acls)))
  const header = new jute.protocol.RequestHeader()
  header.type = jute.OP_CODES.MULTI
  client.connectionManager.queue(new jute.Request(header, request), (error, response) => {
    if (error) callback(error)
    else callback(null, response!.payload!.results)
  })
}

/**
 * The first operation that failed, and the server's code; those before and after it only say that they were
 * not done either.
 */
export function failureIn (
  results: readonly TransactionResult[]
): { index: number, code: number } | undefined {
  const index = results.findIndex(({ err = 0 }) => err !== 0)
  return index < 0 ? undefined : { index, code: results[index]!.err! }
}

function toRecord (operation: MultiOperation, acls: ACL[]): Record<string, unknown> {
  const { CREATE, SET_DATA, DELETE, CHECK } = jute.OP_CODES
  const { path } = operation
  switch (operation.type) {
    case 'create':
      return {
        type: CREATE,
        path,
        data: operation.data,
        acls,
        mode: createModes[operation.mode ?? 'persistent']
      }
    case 'set':
      return { type: SET_DATA, path, data: operation.data, version: operation.version }
    case 'remove':
      return { type: DELETE, path, version: operation.version }
    case 'check':
      return { type: CHECK, path, version: operation.version }
  }
}

import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { writeFileAtomic } from '../files/atomic-file.js'

/** Where the agent of this machine listens, for the commands of its user. */
export interface Endpoint {
  /** A URL, or `unix:PATH`. */
  address: string
  /** Made anew at each start: who can read it is the agent's user. */
  token?: string
  version?: string
  /** The agent's own certificate, where it speaks TLS: a caller here need not know who signed it. */
  certificate?: string
}

/** `id` is of the agent that wrote it: another one may have come since. */
interface WrittenEndpoint extends Endpoint {
  id?: string
}

export async function writeEndpoint (
  home: string,
  endpoint: Endpoint
): Promise<{ remove: () => Promise<void> }> {
  const file = endpointFile(home)
  const id = randomUUID()
  await writeFileAtomic(file, JSON.stringify({ ...endpoint, id }), 0o600)
  return {
    remove: async () => {
      if (readEndpoint(home)?.id === id) await rm(file, { force: true })
    }
  }
}

/** Undefined when no agent is up; a killed one leaves it behind. */
export function readEndpoint (home: string): WrittenEndpoint | undefined {
  try {
    return JSON.parse(readFileSync(endpointFile(home), 'utf8')) as WrittenEndpoint
  } catch {
    return undefined
  }
}

function endpointFile (home: string): string {
  return join(home, 'agent-endpoint.json')
}

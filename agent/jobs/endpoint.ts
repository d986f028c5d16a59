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
  /** The agent ended then, in milliseconds since 1970, and its service starts another one. */
  leftAt?: number
}

/** `id` is of the agent that wrote it: another one may have come since. */
interface WrittenEndpoint extends Endpoint {
  id?: string
}

/** What the agent that wrote it does with it in its end. */
export interface OwnEndpoint {
  remove: () => Promise<void>
  /** Tells commands to wait for the agent that comes next. */
  leave: (nowMs: number) => Promise<void>
}

export async function writeEndpoint (home: string, endpoint: Endpoint): Promise<OwnEndpoint> {
  const file = endpointFile(home)
  const id = randomUUID()
  const write = async (written: WrittenEndpoint): Promise<void> => {
    await writeFileAtomic(file, JSON.stringify(written), 0o600)
  }
  const isOwn = (): boolean => readEndpoint(home)?.id === id
  await write({ ...endpoint, id })
  return {
    remove: async () => {
      if (isOwn()) await rm(file, { force: true })
    },
    leave: async nowMs => {
      if (isOwn()) await write({ ...endpoint, id, leftAt: nowMs })
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

import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Environment } from '../../config/home.js'
import { PacklineError } from '../../errors.js'
import { writeFileAtomic } from '../../files/atomic-file.js'
import type { PublisherRecord } from '../publisher-record.js'
import type { Publisher } from './publisher.js'

export interface PublisherContext {
  environment: Environment
  /** PACKLINE_HOME. */
  home: string
}

/**
 * The publisher of a record. The registry is shared: a command from it is run, and a secret sent to an
 * address in it, only where somebody gave both on this machine.
 */
export async function openPublisher (
  record: PublisherRecord,
  { environment, home }: PublisherContext
): Promise<Publisher> {
  const { reach, place, token, command = [], cwd = home, variables = [] } = record
  const isGiven = async (): Promise<boolean> => await stat(noteOf(home, record)).then(() => true, () => false)
  if ((token !== undefined || reach === 'command') && !await isGiven()) {
    const reason =
      'it was never published to from this machine, which is needed before its command is run or ' +
      'its token sent'
    throw new PacklineError('RELEASE_PUBLISHER_FAILED', { place, reason })
  }
  if (reach === 'command') {
    return (await import('./command-publisher.js')).commandPublisher({ command, cwd, environment, variables })
  }
  const { storePublisher } = await import('./store-publisher.js')
  const { openStore } = await import('../store/open-store.js')
  return storePublisher(await openStore(place, token, { environment, cwd }))
}

/** Somebody on this machine says that this is a place to publish to. */
export async function givePublisher (record: PublisherRecord, { home }: PublisherContext): Promise<void> {
  await writeFileAtomic(noteOf(home, record), `${record.place}\n`)
}

function noteOf (home: string, { reach, place, token, command, cwd, variables }: PublisherRecord): string {
  const text = JSON.stringify([
    reach,
    place,
    token,
    command,
    cwd,
    ...variables === undefined ? [] : [variables]
  ])
  return join(home, 'publishers', createHash('sha256').update(text).digest('hex'))
}

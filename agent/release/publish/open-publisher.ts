import { phrase } from '../../messages/phrase.js'
import { createHash } from 'node:crypto'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import type { Environment } from '../../config/home.js'
import { PacklineError } from '../../errors.js'
import { writeFileAtomic } from '../../files/atomic-file.js'
import type { ObjectStore } from '../store/object-store.js'
import type { PublisherRecord } from '../publisher-record.js'
import type { Publisher } from './publisher.js'

export interface PublisherContext {
  environment: Environment
  /** PACKLINE_HOME. */
  home: string
  /** In place of Aliyun's own. */
  cdnEndpoint?: string
}

/**
 * The publisher of a record. The registry is shared: a command from it is run, and a secret sent to an
 * address in it, only where somebody gave both on this machine.
 */
export async function openPublisher (
  record: PublisherRecord,
  context: PublisherContext
): Promise<Publisher> {
  const { reach, place, token, command = [], cwd = context.home, variables = [] } = record
  const { environment } = context
  if (token !== undefined || reach === 'command') await checkGiven(record, partsOf(record), context)
  if (reach === 'command') {
    return (await import('./command-publisher.js')).commandPublisher({ command, cwd, environment, variables })
  }
  const { storePublisher } = await import('./store-publisher.js')
  const { openStore } = await import('../store/open-store.js')
  return storePublisher(await openStore(place, token, { environment, cwd }))
}

/**
 * The store of a place that somebody on this machine published to, for reading; undefined for every other:
 * whoever writes into the registry could have any address asked from here.
 */
export async function givenStore (
  record: PublisherRecord,
  context: PublisherContext
): Promise<ObjectStore | undefined> {
  const { reach, place, token } = record
  const { environment, home } = context
  if (reach !== 'http' || !await isGiven(partsOf(record), context)) return undefined
  const { openStore } = await import('../store/open-store.js')
  return await openStore(place, token, { environment, cwd: home })
}

/** Throws unless somebody on this machine gave these parts of a place. */
async function checkGiven (
  { place }: PublisherRecord,
  parts: unknown[],
  context: PublisherContext
): Promise<void> {
  if (await isGiven(parts, context)) return
  throw new PacklineError('RELEASE_PUBLISHER_FAILED', { place, reason: phrase('publisher.neverHere') })
}

async function isGiven (parts: unknown[], { home }: PublisherContext): Promise<boolean> {
  return await stat(noteOf(home, parts)).then(() => true, () => false)
}

/** Throws unless somebody on this machine named the command that refreshes the network before a place. */
export async function checkGivenRefresh (record: PublisherRecord, context: PublisherContext): Promise<void> {
  await checkGiven(record, refreshParts(record), context)
}

/** Somebody on this machine says that this is a place to publish to. */
export async function givePublisher (record: PublisherRecord, { home }: PublisherContext): Promise<void> {
  await writeFileAtomic(noteOf(home, partsOf(record)), `${record.place}\n`)
  if (record.cdn?.command !== undefined) {
    await writeFileAtomic(noteOf(home, refreshParts(record)), `${record.cdn.command}\n`)
  }
}

function partsOf ({ reach, place, token, command, cwd, variables }: PublisherRecord): unknown[] {
  return [reach, place, token, command, cwd, ...variables === undefined ? [] : [variables]]
}

function refreshParts ({ place, cdn }: PublisherRecord): unknown[] {
  return ['refresh', place, cdn?.url, cdn?.command]
}

function noteOf (home: string, parts: unknown[]): string {
  return join(home, 'publishers', createHash('sha256').update(JSON.stringify(parts)).digest('hex'))
}

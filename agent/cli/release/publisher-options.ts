import { resolve } from 'node:path'
import { PacklineError } from '../../errors.js'
import { publishersKey } from '../../release/publisher-record.js'
import type { PublisherRecord, PublisherRecords } from '../../release/publisher-record.js'
import type { ReleaseStore } from '../../release/release-store.js'
import type { CommandContext } from '../command.js'
import { phrase } from '../../messages/phrase.js'

/** Where a release goes, and the network before it. */
export const publisherOptions = {
  folder: { type: 'string', value: 'DIR', describe: 'option.publishFolder' },
  url: { type: 'string', value: 'URL', describe: 'option.publishUrl' },
  place: { type: 'string', value: 'PLACE', describe: 'option.publishPlace' },
  token: { type: 'string', value: 'file:PATH|env:NAME', describe: 'option.publishToken' },
  variable: { type: 'string', value: 'NAME', multiple: true, describe: 'option.publishVariable' },
  cdn: { type: 'string', value: 'URL', describe: 'option.publishCdn' },
  'cdn-key': { type: 'string', value: 'file:PATH|env:NAME', describe: 'option.publishCdnKey' },
  'cdn-command': { type: 'string', value: 'FILE', describe: 'option.publishCdnCommand' }
} as const

type Said = 'folder' | 'url' | 'token' | 'cdn' | 'cdn-key' | 'cdn-command'
type Given = Record<Said, string | undefined> & { variable: string[] }

/**
 * A place that was published to before, just as it was given then. Throws RELEASE_PUBLISHER_UNKNOWN, and
 * USAGE_UNEXPECTED_ARGUMENT where more is said of it.
 */
export async function earlierPlace (
  store: ReleaseStore,
  command: string,
  given: Given & { place: string },
  words: readonly string[],
  targets: Pick<PublisherRecord, 'targets' | 'hotUpdates'>
): Promise<PublisherRecord> {
  const { place, variable } = given
  const said: readonly Said[] = ['folder', 'url', 'token', 'cdn', 'cdn-key', 'cdn-command']
  const more = said.find(name => given[name] !== undefined) ?? (variable.length > 0 ? 'variable' : undefined)
  if (more !== undefined || words.length > 0) {
    const argument = more === undefined ? words.join(' ') : `--${more}`
    throw new PacklineError('USAGE_UNEXPECTED_ARGUMENT', { command, argument, usage: command })
  }
  const records = await store.read<PublisherRecords>(publishersKey) ?? {}
  const record = Object.hasOwn(records, place) ? records[place] : undefined
  if (record === undefined) {
    const known = Object.keys(records).join(', ') || phrase('list.none')
    throw new PacklineError('RELEASE_PUBLISHER_UNKNOWN', { place, known })
  }
  return { ...record, ...targets }
}

/** The place that options name. Throws USAGE_MISSING_ARGUMENT and USAGE_BAD_VALUE. */
export function recordOf (
  { cwd }: CommandContext,
  name: string,
  given: Given,
  words: readonly string[],
  targets: Pick<PublisherRecord, 'targets' | 'hotUpdates'>
): PublisherRecord {
  const { folder, url, token, variable } = given
  const ways = [folder !== undefined, url !== undefined, words.length > 0].filter(Boolean)
  if (ways.length !== 1) {
    throw new PacklineError('USAGE_MISSING_ARGUMENT', {
      command: name,
      argument: '--folder DIR | --url URL | --place PLACE | -- COMMAND'
    })
  }
  const bad = variable.find(name => words.length === 0 || !/^[A-Za-z_]\w*$/.test(name))
  if (bad !== undefined) {
    throw new PacklineError('USAGE_BAD_VALUE', {
      option: '--variable',
      value: JSON.stringify(bad),
      expected: phrase('expected.variable')
    })
  }
  const cdn = cdnOf(cwd, name, given, words)
  if (folder !== undefined) return { reach: 'folder', place: resolve(cwd, folder), ...targets, ...cdn }
  if (url === undefined) {
    return {
      reach: 'command',
      place: words.join(' '),
      ...targets,
      command: [...words],
      cwd,
      ...variable.length > 0 && { variables: [...new Set(variable)].sort() }
    }
  }
  if (!/^(https?|s3|oss):\/\/[^\s@]+$/.test(url)) {
    throw new PacklineError('USAGE_BAD_VALUE', {
      option: '--url',
      value: JSON.stringify(url),
      expected: phrase('expected.store')
    })
  }
  return {
    reach: 'http',
    place: url.replace(/\/+$/, ''),
    ...targets,
    ...cdn,
    ...token === undefined ? {} : { token: wholeReference(token, cwd) }
  }
}

function cdnOf (
  cwd: string,
  name: string,
  { cdn: url, 'cdn-key': key, 'cdn-command': program }: Given,
  words: readonly string[]
): Pick<PublisherRecord, 'cdn'> {
  if (url === undefined) {
    if (key === undefined && program === undefined) return {}
    throw new PacklineError('USAGE_MISSING_ARGUMENT', { command: name, argument: '--cdn URL' })
  }
  if (words.length > 0 || !/^https?:\/\/[^\s@?#]+$/.test(url)) {
    throw new PacklineError('USAGE_BAD_VALUE', {
      option: '--cdn',
      value: JSON.stringify(url),
      expected: phrase('expected.address')
    })
  }
  return {
    cdn: {
      url,
      ...key !== undefined && { key: wholeReference(key, cwd) },
      ...program !== undefined && { command: resolve(cwd, program) }
    }
  }
}

/** Whoever delivers later may stand in another folder. */
function wholeReference (token: string, cwd: string): string {
  return token.startsWith('env:') ? token : `file:${resolve(cwd, token.replace(/^file:/, ''))}`
}

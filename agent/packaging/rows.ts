import { createHash } from 'node:crypto'
import type { Channel, Pairing } from '../config/package-schema.js'
import type { ConfigPlace, Platform } from '../config/package-platform-schema.js'
import type { Edit, Selection } from '../config/edit-schema.js'
import type { ProjectFile } from '../config/project-schema.js'
import type { Target } from '../config/target-schema.js'
import { PacklineError } from '../errors.js'
import { phrase } from '../messages/phrase.js'

/**
 * One package to make: target × platform × channel × pairing. A dimension that the project does not use is
 * absent.
 */
export interface Row {
  /** Its parts, joined by slashes. */
  id: string
  /** Folder below packages.output. */
  folder: string
  target?: Target
  platform: string
  channel?: string
  pairing?: string
  definition: Platform & { baseline?: string }
  channelDefinition?: Channel
  pairingDefinition?: Pairing
  config: ConfigPlace
  edits: Edit[]
  signing?: string
}

type Definition = Pick<ProjectFile, 'targets' | 'packages'>

/** The rows that the project orders, each once, in the order of the project file. */
export function rowsOf (project: Definition): Row[] {
  const { packages } = project
  if (Object.keys(packages.platforms).length === 0) {
    throw new PacklineError('PACKAGE_NO_ROWS', { reason: phrase('rows.noPlatforms') })
  }
  const rows = new Map<string, Row>()
  const all = [...placesOf(project)]
  for (const item of packages.order) {
    for (const place of all.filter(each => isSelected(item, partsOf(each)))) {
      const row = makeRow(project, item.config, place)
      if (!rows.has(row.id)) rows.set(row.id, row)
    }
  }
  if (rows.size === 0) {
    throw new PacklineError('PACKAGE_NO_ROWS', { reason: phrase('rows.noOrder') })
  }
  checkFolders([...rows.values()])
  return [...rows.values()]
}

/** Names of a row's parts. */
interface Parts {
  target: string | undefined
  platform: string
  channel: string | undefined
  pairing: string | undefined
}

/** Where in target × platform × channel × pairing a row is. */
interface Place extends Omit<Parts, 'target'> {
  target: Target | undefined
  definition: Platform
}

function* placesOf ({ packages, targets }: Definition): Generator<Place> {
  const { platforms, channels, pairings } = packages
  for (const target of targets.length === 0 ? [undefined] : targets) {
    for (const [platform, definition] of Object.entries(platforms)) {
      for (const channel of dimension(definition.channels ?? Object.keys(channels))) {
        for (const pairing of dimension(Object.keys(pairings))) {
          yield { target, platform, definition, channel, pairing }
        }
      }
    }
  }
}

function partsOf ({ target, platform, channel, pairing }: Place): Parts {
  return { target: target?.id, platform, channel, pairing }
}

/** Whether a selection takes a row: each list that it has names the row's part. */
export function isSelected (selection: Selection, { target, platform, channel, pairing }: Parts): boolean {
  const { targets, platforms, channels, pairings } = selection
  return takes(targets, target) && takes(platforms, platform) && takes(channels, channel) &&
    takes(pairings, pairing)
}

function takes (list: readonly string[] | undefined, part: string | undefined): boolean {
  return list === undefined || (part !== undefined && list.includes(part))
}

function dimension (names: readonly string[]): Array<string | undefined> {
  return names.length === 0 ? [undefined] : [...names]
}

function makeRow ({ packages }: Definition, config: ConfigPlace | undefined, place: Place): Row {
  const { target, platform, definition, channel, pairing } = place
  const channelDefinition = channel === undefined ? undefined : packages.channels[channel]
  const pairingDefinition = pairing === undefined ? undefined : packages.pairings[pairing]
  const baseline = pairingDefinition?.baseline ?? definition.baseline
  const signing = channelDefinition?.signing ?? definition.signing
  const parts = [target?.id, platform, channel, pairing].filter(part => part !== undefined)
  return {
    id: parts.join('/'),
    folder: parts.map(folderName).join('/'),
    ...target !== undefined && { target },
    platform,
    ...channel !== undefined && { channel },
    ...pairing !== undefined && { pairing },
    definition: { ...definition, ...baseline !== undefined && { baseline } },
    ...channelDefinition !== undefined && { channelDefinition },
    ...pairingDefinition !== undefined && { pairingDefinition },
    config: config ?? definition.config ?? { in: 'beside' },
    edits: packages.edits.filter(({ when }) => isSelected(when, partsOf(place))),
    ...signing !== undefined && { signing }
  }
}

/** What file systems take for a name; a channel of 128 Chinese characters takes 384. */
const maxNameBytes = 255

/**
 * Any script is kept; what a file system or a URL could stumble over is escaped as in URLs. What is too long
 * is cut and ends with ~ and a digest: no other name has a ~.
 */
function folderName (part: string): string {
  const escape = (text: string): string =>
    [...Buffer.from(text)].map(byte => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`).join('')
  const name = part.normalize('NFC').replace(/[^\p{L}\p{N}\p{M}._-]|^\.|\.$/gu, escape)
  if (Buffer.byteLength(name) <= maxNameBytes) return name
  const end = `~${createHash('sha256').update(name).digest('hex').slice(0, 16)}`
  let start = ''
  for (const [piece] of name.matchAll(/%..|./gsu)) {
    if (Buffer.byteLength(start + piece) > maxNameBytes - end.length) break
    start += piece
  }
  return start + end
}

function checkFolders (rows: readonly Row[]): void {
  const byFolder = new Map<string, Row>()
  for (const row of rows) {
    const key = row.folder.toLowerCase()
    const other = byFolder.get(key)
    if (other !== undefined) {
      throw new PacklineError('PACKAGE_ROW_COLLISION', {
        first: other.id,
        second: row.id
      })
    }
    byFolder.set(key, row)
  }
}

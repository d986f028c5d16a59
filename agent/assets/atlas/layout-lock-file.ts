import { PacklineError } from '../../errors.js'
import { isJsonObject } from '../../json-object.js'
import { phrase, type Phrase } from '../../messages/phrase.js'
import type { LayoutLock } from './pack/layout-lock.js'

/**
 * Reads a layout file; an empty one is none. Throws ATLAS_LAYOUT_CONFLICT for the marks that a merge left,
 * and ATLAS_LAYOUT_DAMAGED for whatever else is no layout file: packing anew would move every sprite, which
 * nobody has asked for.
 */
export function parseLayoutLock (file: string, bytes: Uint8Array): LayoutLock | undefined {
  const text = Buffer.from(bytes).toString('utf8')
  if (text.trim() === '') return undefined
  if (/^(<{7}|={7}|>{7}|\|{7})( |$)/m.test(text)) throw new PacklineError('ATLAS_LAYOUT_CONFLICT', { file })
  const document = parsed(file, text)
  const mistake = mistakeIn(document)
  if (mistake !== undefined) throw new PacklineError('ATLAS_LAYOUT_DAMAGED', { file, mistake })
  return document as LayoutLock
}

/** One sprite a line, so that a version control shows what moved. */
export function formatLayoutLock ({ sprites, pages, ...rest }: LayoutLock): string {
  const head = JSON.stringify({ ...rest, pages }).slice(0, -1)
  return `${head},"sprites":[\n${sprites.map(sprite => JSON.stringify(sprite)).join(',\n')}\n]}\n`
}

function parsed (file: string, text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new PacklineError('ATLAS_LAYOUT_DAMAGED', { file, mistake: phrase('layout.noJson') }, { cause })
  }
}

/** The first value that a layout file does not have there. */
function mistakeIn (document: unknown): Phrase | undefined {
  if (!isJsonObject(document)) return phrase('layout.noJson')
  const { version, settings, pages, sprites } = document
  if (version !== 1) return wrongAt('version')
  if (!isJsonObject(settings)) return wrongAt('settings')
  if (!Array.isArray(pages)) return wrongAt('pages')
  if (!Array.isArray(sprites)) return wrongAt('sprites')
  return mistakeInList('pages', pages, { width: 'number', height: 'number' }) ??
    mistakeInList('sprites', sprites, spriteFields)
}

const spriteFields = {
  name: 'string',
  page: 'number',
  x: 'number',
  y: 'number',
  width: 'number',
  height: 'number',
  rotated: 'boolean'
} as const

function mistakeInList (
  list: string,
  values: readonly unknown[],
  fields: Readonly<Record<string, string>>
): Phrase | undefined {
  const names = new Set<unknown>()
  const types = Object.entries(fields)
  for (const [index, value] of values.entries()) {
    if (!isJsonObject(value)) return wrongAt(list, `${index + 1}`)
    const { name } = value
    const wrong = types.find(([field, type]) => (typeof value[field] as string) !== type)
    if (wrong !== undefined) return wrongAt(list, typeof name === 'string' ? name : `${index + 1}`, wrong[0])
    if (typeof name !== 'string') continue
    const before = names.size
    // A merge by lines leaves both sides' lines of one sprite.
    if (names.add(name).size === before) return phrase('layout.twice', { name })
  }
  return undefined
}

function wrongAt (...steps: string[]): Phrase {
  return phrase('layout.wrongAt', { place: steps.join(' › ') })
}

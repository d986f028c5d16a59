import { createHash } from 'node:crypto'
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

export interface TranslatedPage {
  page: string
  /** The page in English that it was made from, and its digest then and now. */
  source: string
  translatedFrom: string
  digest: string
  text: string
  original: string
}

const folder = 'docs/zh-CN'

/** The pages in Chinese that are translations; the glossary is none. */
export function translatedPages (root: string): TranslatedPage[] {
  const names = readdirSync(join(root, folder)).filter(name => name.endsWith('.md')).toSorted()
  return names.flatMap(name => {
    const page = `${folder}/${name}`
    const whole = readFileSync(join(root, page), 'utf8')
    const [note = '', source, translatedFrom] = /^<!-- translated from (\S+), sha256 ([0-9a-f]{64}) -->\n/
      .exec(whole) ?? []
    if (source === undefined || translatedFrom === undefined) return []
    const original = readFileSync(join(root, source), 'utf8')
    const digest = createHash('sha256').update(original).digest('hex')
    return [{ page, source, translatedFrom, digest, text: whole.slice(note.length), original }]
  })
}

/** A line for each page whose text in English has changed since. */
export function stalePages (root: string): string[] {
  return translatedPages(root).filter(({ translatedFrom, digest }) => translatedFrom !== digest).map(
    ({ page, source, digest }) =>
      `${page} is older than ${source}; translate what changed, then note ${digest}`
  )
}

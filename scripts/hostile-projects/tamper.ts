import { readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import type { HostileProject } from './hostile-project.js'

/** Ways of going wrong that the proof has to notice, each in the smallest measure. */
export const tamperings = ['pixel', 'offset', 'frame', 'turned', 'stale', 'copy'] as const
export type Tampering = typeof tamperings[number]

/** Does it to what was published, as far as there is something that it can be done to. */
export async function tamper (tampering: Tampering, project: HostileProject, output: string): Promise<void> {
  const files = project.sets.flatMap(({ places }) =>
    places.flatMap(({ folder }) =>
      readdirSync(join(output, folder), { withFileTypes: true, recursive: true })
        .filter(entry => entry.isFile())
        .map(entry => join(entry.parentPath, entry.name))
    )
  )
  const sheets = files.filter(file => /\.(plist|json)$/.test(file))
  switch (tampering) {
    case 'pixel':
      for (const page of files.filter(file => file.endsWith('.png'))) await invert(page)
      break
    case 'offset':
      rewrite(sheets, text =>
        text
          .replace(/(<key>(?:spriteO|o)ffset<\/key>\s*<string>\{)(-?\d+)/g, moved)
          .replace(/("spriteSourceSize":\s*\{\s*"x":\s*)(-?\d+)/g, moved))
      break
    case 'frame':
      rewrite(
        sheets,
        text =>
          text.replace(/(<key>frames<\/key>\s*<dict>\s*<key>)/, '$1x').replace(/("frames":\s*\{\s*")/, '$1x')
      )
      break
    case 'turned':
      rewrite(
        sheets,
        text =>
          text.replace(/(otated<\/key>\s*)<(?:true|false)\/>/g, turned).replace(
            /("rotated":\s*)(?:true|false)/g,
            turned
          )
      )
      break
    case 'stale':
      writeFileSync(join(output, 's0', 'left behind.png'), '')
      break
    case 'copy':
      for (const { output: path } of project.copies.values()) {
        writeFileSync(join(output, path), 'something else')
      }
  }
}

function moved (_: string, before: string, number: string): string {
  return `${before}${Number(number) + 1}`
}

function turned (whole: string): string {
  return whole.includes('true') ? whole.replace('true', 'false') : whole.replace('false', 'true')
}

function rewrite (files: readonly string[], change: (text: string) => string): void {
  for (const file of files) writeFileSync(file, change(readFileSync(file, 'utf8')))
}

/** One opaque pixel of a page, the first. */
async function invert (page: string): Promise<void> {
  const { data, info } = await sharp(page).ensureAlpha().raw().toBuffer({ resolveWithObject: true })
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3] !== 255) continue
    data[at] = 255 - (data[at] ?? 0)
    break
  }
  writeFileSync(page, await sharp(data, { raw: { ...info, channels: 4 } }).png().toBuffer())
}

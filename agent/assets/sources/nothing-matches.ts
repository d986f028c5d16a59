import { readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { PacklineError } from '../../errors.js'
import type { IncludePattern } from '../../files/glob.js'
import { nearest } from '../../nearest.js'

/** What is wrong with includes that match nothing: the folder is not there, or nothing in it is meant. */
export function nothingMatches (
  project: string,
  includes: ReadonlyArray<{ rule: string, include: IncludePattern }>
): PacklineError[] {
  return includes.map(({ rule, include: { text, base } }) => {
    const details = { rule, include: text }
    const folder = firstMissing(project, base)
    if (folder === undefined) return new PacklineError('PLAN_NOTHING_MATCHES', details)
    const suggestion = nearest(folder, siblings(project, dirname(folder)))
    return new PacklineError('PLAN_FOLDER_MISSING', {
      ...details,
      folder,
      ...suggestion !== undefined && { suggestion }
    })
  })
}

/** The outermost part of a path that is not there. */
function firstMissing (project: string, path: string): string | undefined {
  const parts = path === '' ? [] : path.split('/')
  return parts
    .map((_, depth) => parts.slice(0, depth + 1).join('/'))
    .find(part => statSync(join(project, part), { throwIfNoEntry: false }) === undefined)
}

function siblings (project: string, folder: string): string[] {
  return readdirSync(join(project, folder)).map(name => folder === '.' ? name : `${folder}/${name}`)
}

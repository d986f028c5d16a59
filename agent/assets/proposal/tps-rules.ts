import { readFileSync, statSync } from 'node:fs'
import { join, posix } from 'node:path'
import { innerReason } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import { ruleOfTps } from '../atlas/texturepacker/tps-rule.js'
import { entriesOf, readTpsSettings, textOf } from '../atlas/texturepacker/tps-settings.js'
import type { Settings } from '../atlas/texturepacker/tps-settings.js'
import { readPictureHeader } from '../pictures/picture-header.js'
import type { ArtTree } from './art-tree.js'
import type { LeftOut, ProposedRule } from './proposal.js'
import type { RuleNames } from './rule-names.js'
import { takenBy } from './taken-paths.js'

interface TpsRules {
  rules: ProposedRule[]
  left: LeftOut[]
  /** Names of the sheets that TexturePacker writes, without their endings: packline makes them now. */
  madeSheets: ReadonlySet<string>
}

/** A rule for each TexturePacker project whose pictures are there. */
export function tpsRules (
  { root, tps, all }: ArtTree,
  isTaken: (path: string) => boolean,
  names: RuleNames
): TpsRules {
  const rules: ProposedRule[] = []
  const left: LeftOut[] = []
  const madeSheets = new Set<string>()
  for (const file of tps) {
    try {
      const settings = readTpsSettings(file, readFileSync(join(root, file)))
      const { rule, left: settingsLeft } = ruleOfTps(file, settings, surroundings(root))
      for (const sheet of sheetsOf(file, settings)) madeSheets.add(sheet)
      const include = rule.include.map(onlyPictures)
      const missing = include.find(each => leadsOut(each) || !all.some(takenBy([each])))
      if (missing !== undefined || include.length === 0) {
        left.push({ path: file, key: 'onboard.tpsEmpty', parameters: { include: missing ?? '' } })
        continue
      }
      if (all.filter(takenBy(include)).every(isTaken)) continue
      const name = names.take(rule.name, 'sheet')
      rules.push({ ...rule, include, name, output: name })
      if (settingsLeft.length > 0) {
        left.push({ path: file, key: 'onboard.tpsSettings', parameters: { count: settingsLeft.length } })
      }
    } catch (error) {
      if (!(error instanceof PacklineError)) throw error
      left.push({
        path: file,
        key: 'onboard.tpsUnreadable',
        parameters: { reason: innerReason(error) }
      })
    }
  }
  return { rules, left, madeSheets }
}

function surroundings (root: string) {
  return {
    isFolder: (path: string) => statSync(join(root, path), { throwIfNoEntry: false })?.isDirectory() === true,
    sizeOf: (picture: string) => {
      try {
        return picture.startsWith('../')
          ? undefined
          : readPictureHeader(readFileSync(join(root, picture)), picture)
      } catch {
        return undefined
      }
    }
  }
}

/** A pattern out of the project would be a mistake of the project file. */
function leadsOut (include: string): boolean {
  return include.split('/').includes('..') || include.startsWith('/')
}

/** What else lies in a folder that a project names among others is no picture. */
function onlyPictures (include: string): string {
  return include.endsWith('/**') ? `${include}/*.{png,jpg,jpeg,webp}` : include
}

function sheetsOf (file: string, settings: Settings): string[] {
  return [...entriesOf(settings, 'dataFileNames').values()].flatMap(entry => {
    const name = entry instanceof Map ? textOf(entry, 'name').replaceAll('\\', '/') : ''
    return name === '' ? [] : [posix.join(posix.dirname(file), name).replace(/\.[^./]+$/, '')]
  })
}

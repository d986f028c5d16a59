import { posix } from 'node:path'
import { literalPattern } from '../../files/glob.js'
import { isCcs, isCsd } from '../ccsui/file-names.js'
import { studioBeside, studioFolderOf } from '../sources/studio-folder.js'
import { readArtTree } from './art-tree.js'
import type { ArtTree } from './art-tree.js'
import { atlasRules } from './atlas-rules.js'
import { coverOf } from './folder-cover.js'
import type { Proposal, ProposedRule } from './proposal.js'
import { RuleNames } from './rule-names.js'
import { spriteSetsOf } from './sprite-sets.js'
import { takenBy } from './taken-paths.js'
import { tpsRules } from './tps-rules.js'
import { withUniqueFrames } from './unique-frames.js'

export interface Already {
  /** Names of rules that there are. */
  names: readonly string[]
  /** What they take, and nobody has to propose. */
  takes: (path: string) => boolean
}

/**
 * Rules for what lies in a game repository: Cocos Studio projects, TexturePacker projects, folders of
 * pictures, and what is copied as it is.
 */
export function proposeRules (root: string, already: Already = { names: [], takes: () => false }): Proposal {
  const tree = readArtTree(root, already.takes)
  const names = new RuleNames(already.names)
  const studio = studioRules(tree, names)
  const tps = tpsRules(tree, already.takes, names)
  const isTaken = takenBy([...studio, ...tps.rules].flatMap(({ include }) => include))
  const ofStudio = [...tree.ccs.map(studioBeside), ...tree.csd.flatMap(path => studioFolderOf(path) ?? [])]
  const isFree = (path: string): boolean =>
    !isTaken(path) && !ofStudio.some(folder => path.startsWith(`${folder}/`))
  const { sets, loose } = spriteSetsOf(tree.pictures.filter(isFree), root)
  const ready = tree.ready.filter(path => isFree(path) && !isMade(path, tps.madeSheets))
  const copies = ([
    ['pictures', loose],
    ['sheets', ready],
    ['sound', tree.sounds.filter(isFree)],
    ['fonts', tree.fonts.filter(isFree)]
  ] as const)
    .flatMap(([name, files]) => files.length === 0 ? [] : [copyRule(name, files, tree, names)])
  const rules = [...studio, ...tps.rules, ...atlasRules(sets, tree.pictures.filter(isFree), names), ...copies]
  return { rules: withUniqueFrames(rules, tree.all), left: tps.left }
}

/** Whole projects where there is a .ccs, else the csd files of each folder of Studio. */
function studioRules ({ ccs, csd, all }: ArtTree, names: RuleNames): ProposedRule[] {
  const projects = ccs.filter(path => {
    const inside = all.filter(file => file.startsWith(`${studioBeside(path)}/`))
    const csds = inside.filter(isCsd)
    return inside.length > 0 && (csds.length === 0 || csds.some(file => csd.includes(file)))
  })
  const folders = projects.map(studioBeside)
  const alone = csd.filter(path => !folders.some(folder => path.startsWith(`${folder}/`)))
  const places = [...new Set(alone.map(path => studioFolderOf(path) ?? posix.dirname(path)))]
    .filter((place, _, others) => !others.some(other => place.startsWith(`${other}/`)))
  const count = projects.length + places.length
  return [...projects, ...places].map(path => {
    const isProject = isCcs(path)
    const name = names.take(count === 1 ? 'ui' : posix.basename(path).replace(/\.ccs$/i, ''), 'ui')
    const include = isProject
      ? literalPattern(path)
      : `${path === '.' ? '' : `${literalPattern(path)}/`}**/*.csd`
    return { name, processor: isProject ? 'cocos-publish' : 'ccsui', include: [include], output: name }
  })
}

function isMade (path: string, sheets: ReadonlySet<string>): boolean {
  const stem = path.replace(/\.[^./]+$/, '')
  return [...sheets].some(sheet =>
    sheet.replace(/-?\{[nv]\d*\}.*/, '') === stem.replace(/-?\d+$/, '') || sheet === stem
  )
}

function copyRule (name: string, files: readonly string[], { all }: ArtTree, names: RuleNames): ProposedRule {
  return { name: names.take(name, name), processor: 'copy', include: coverOf(files, all) }
}

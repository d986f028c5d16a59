import type { ProjectFile } from '../../config/project-schema.js'
import type { Rule } from '../../config/rule-schema.js'
import type { FileTable } from '../../files/file-table.js'
import { excludeMatcher, includePattern } from '../../files/glob.js'
import type { IncludePattern } from '../../files/glob.js'
import { isAccepted } from './accepted-files.js'
import { besidePatterns, withCompanions } from './companion-files.js'
import type { Group } from './group.js'
import { sourceFileAt } from './source-file.js'
import type { SourceFile } from './source-file.js'
import { variantsOf } from './variants.js'
import type { RuleVariant, Variant } from './variants.js'

/** A rule ready to be asked which files it takes. */
export interface RuleMatcher {
  rule: Rule
  /** What of the game it is for. */
  variant: Variant
  patterns: IncludePattern[]
  /** What its options name. */
  beside: IncludePattern[]
  isInput: (path: string) => boolean
  /** Inputs, and what lies beside them. */
  takes: (path: string) => boolean
}

/** The matchers of all rules, in all variants. */
export function ruleMatchers (assets: ProjectFile['assets']): RuleMatcher[] {
  return variantsOf(assets).map(ruleMatcher)
}

function ruleMatcher ({ rule, variant }: RuleVariant): RuleMatcher {
  const patterns = rule.include.map(text => withCompanions(rule, includePattern(text)))
  const beside = besidePatterns(rule)
  const isExcluded = excludeMatcher(rule.exclude)
  const isInput = (path: string): boolean =>
    patterns.some(pattern => takesBy(pattern, rule, path)) && !isExcluded(path)
  return {
    rule,
    variant,
    patterns,
    beside,
    isInput,
    takes: path => isInput(path) || beside.some(pattern => pattern.matches(path))
  }
}

function takesBy (pattern: IncludePattern, { processor }: Rule, path: string): boolean {
  return pattern.namesFolders
    ? isAccepted(processor, path) && deepestFolder(pattern, path) !== undefined
    : isBelow(path, pattern.base) && pattern.matches(path)
}

/** Whether its outputs lie as its inputs do; what a sheet calls its frames has nothing to do with that. */
function keepsPlace ({ output, processor }: Rule): boolean {
  return output === undefined && processor !== 'atlas' && processor !== 'cocos-publish'
}

/** The includes of a rule by which it takes none of these files. */
export function emptyIncludes (
  { rule, patterns, isInput }: RuleMatcher,
  paths: readonly string[]
): IncludePattern[] {
  return patterns.filter(pattern => !paths.some(path => takesBy(pattern, rule, path) && isInput(path)))
}

/** The folders to walk for some rules: no one inside another. */
export function walkBases (matchers: readonly RuleMatcher[]): string[] {
  const patterns = matchers.flatMap(({ patterns, beside }) => [...patterns, ...beside])
  const bases = [...new Set(patterns.map(pattern => pattern.base))].sort()
  return bases.filter(base => !bases.some(other => other !== base && isBelow(base, other)))
}

/** What the group of a file that its rule takes calls it, where the rule makes one thing of its files. */
export function nameInGroup ({ patterns }: RuleMatcher, path: string): string {
  return nameBelow(homeOf(patterns, path).base, path)
}

/**
 * The groups of a rule: one per folder that a folder pattern names, and one for all files of its file
 * patterns.
 */
export function groupsOf (matcher: RuleMatcher, table: FileTable): Group[] {
  const { rule, variant, patterns } = matcher
  const besides: SourceFile[] = []
  const groups = new Map<string, Group>()
  const values = Object.values(variant)
  const suffix = values.length === 0 ? '' : ` [${values.join(', ')}]`
  for (const [index, path] of table.paths.entries()) {
    if (matcher.beside.some(pattern => pattern.matches(path))) besides.push(sourceFileAt(table, index, path))
    if (!matcher.isInput(path)) continue
    const home = homeOf(patterns, path)
    const key = home.isFolder ? home.base : ''
    let group = groups.get(key)
    if (group === undefined) {
      const dir = home.isFolder ? home.base.slice(home.base.lastIndexOf('/') + 1) : rule.name
      group = {
        id: `${home.isFolder ? `${rule.name}/${dir}` : rule.name}${suffix}`,
        rule,
        variant,
        base: home.isFolder ? home.base : commonBase(patterns),
        dir,
        files: [],
        ...matcher.beside.length > 0 && { beside: besides }
      }
      groups.set(key, group)
    }
    const start = keepsPlace(rule) && !home.isFolder ? group.base : home.base
    group.files.push(sourceFileAt(table, index, path, nameBelow(start, path)))
  }
  return [...groups.values()]
}

/**
 * `output` of a rule for a group, without {scale}; a rule without one keeps the place that the group has in
 * the project.
 */
export function outputOf (group: Group): string {
  const { output } = group.rule
  if (output === undefined) return group.base
  return output.replaceAll('{dir}', group.dir)
}

/**
 * The same for a rule that publishes whole Cocos Studio projects, whose paths start from a folder of their
 * own: without an output they go right below assets.output.
 */
export function publishFolderOf ({ rule, dir }: Group): string {
  return (rule.output ?? '').replaceAll('{dir}', dir).replace(/\/$/, '')
}

/** Of a quality that has one scale, the name says which. */
export function isNamedByQuality ({ rule: { options }, variant }: Group): boolean {
  return variant?.quality !== undefined && 'scales' in options && options.scales.length === 1
}

function nameBelow (folder: string, path: string): string {
  return folder === '' ? path : path.slice(folder.length + 1)
}

function homeOf (patterns: readonly IncludePattern[], path: string): { base: string, isFolder: boolean } {
  for (const pattern of patterns) {
    const folder = pattern.namesFolders ? deepestFolder(pattern, path) : undefined
    if (folder !== undefined) return { base: folder, isFolder: true }
    if (!pattern.namesFolders && isBelow(path, pattern.base) && pattern.matches(path)) {
      return { base: pattern.base, isFolder: false }
    }
  }
  throw new Error(`no pattern takes ${path}`)
}

/** Files come folder by folder: what a pattern said of the last one holds for the next. */
const lastFolders = new WeakMap<IncludePattern, { folder: string, deepest: string | undefined }>()

/** The deepest folder above `path` that the pattern names. */
function deepestFolder (pattern: IncludePattern, path: string): string | undefined {
  const folder = path.slice(0, Math.max(0, path.lastIndexOf('/')))
  const last = lastFolders.get(pattern)
  if (last?.folder === folder) return last.deepest
  const deepest = deepestAbove(pattern, path)
  lastFolders.set(pattern, { folder, deepest })
  return deepest
}

function deepestAbove (pattern: IncludePattern, path: string): string | undefined {
  if (!isBelow(path, pattern.base)) return undefined
  for (
    let end = path.lastIndexOf('/');
    end >= pattern.base.length && end > 0;
    end = path.lastIndexOf('/', end - 1)
  ) {
    const folder = path.slice(0, end)
    if (pattern.matches(folder)) return folder
  }
  return undefined
}

function commonBase (patterns: readonly IncludePattern[]): string {
  const bases = patterns.filter(pattern => !pattern.namesFolders).map(pattern => pattern.base)
  const [first = ''] = bases
  return bases.every(base => base === first) ? first : ''
}

function isBelow (path: string, folder: string): boolean {
  return folder === '' ||
    (path.startsWith(folder) && (path.length === folder.length || path[folder.length] === '/'))
}

import type { Rule } from '../../config/rule-schema.js'
import { includePattern, literalPattern } from '../../files/glob.js'
import type { IncludePattern } from '../../files/glob.js'
import { isAccepted } from './accepted-files.js'
import { studioFolderOf } from './studio-folder.js'

/** Whether a pattern names the sheets of a Cocos Studio project. */
export function namesCsi (pattern: string): boolean {
  return /\.csi$/i.test(pattern)
}

/**
 * A pattern that also takes what the files it names name by themselves: a csi its pictures, whose paths start
 * from the studio's folder, a .ccs everything in that folder. So a run knows when one of them has changed.
 */
export function withCompanions (
  { processor }: Pick<Rule, 'processor'>,
  pattern: IncludePattern
): IncludePattern {
  if (pattern.namesFolders) return pattern
  if (processor === 'atlas' && namesCsi(pattern.text)) {
    return alsoTaking(pattern, path => isAccepted('atlas', path))
  }
  if (processor === 'cocos-publish') {
    return alsoTaking(pattern, path => /(?:^|\/)cocosstudio\/./.test(path) || /\.cfg$/i.test(path))
  }
  return pattern
}

/** What options name beside the patterns. */
export function besidePatterns (rule: Rule): IncludePattern[] {
  const { options } = rule
  const { defaultPictures, texts } = { defaultPictures: undefined, texts: undefined, ...options }
  return [
    ...namesParts(rule) ? rule.include.map(partsBelow) : [],
    ...defaultPictures === undefined ? [] : [`${literalPattern(defaultPictures)}/**`],
    ...texts === undefined ? [] : [literalPattern(texts)]
  ]
    .map(includePattern)
}

/** JSON lists the files that belong to those that its csd names. */
function namesParts ({ processor, options }: Rule): boolean {
  return processor === 'ccsui' && 'serializer' in options && options.serializer === 'json'
}

/** The files that have parts, in the folder that the paths of a csd start from. */
function partsBelow (include: string): string {
  const { base } = includePattern(include)
  const folder = studioFolderOf(base) ?? base
  return `${folder === '' ? '' : `${literalPattern(folder)}/`}**/*.{plist,fnt,tmx,tsx,ExportJson}`
}

function alsoTaking (pattern: IncludePattern, isCompanion: (path: string) => boolean): IncludePattern {
  return {
    ...pattern,
    base: studioFolderOf(pattern.base) ?? pattern.base,
    // Cocos Studio keeps pictures of its own in hidden folders.
    matches: path => pattern.matches(path) || (!/(?:^|\/)\./.test(path) && isCompanion(path))
  }
}

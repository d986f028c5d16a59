import { closeSync, openSync, readSync } from 'node:fs'
import { join, posix } from 'node:path'
import { defaultExcludes } from '../../config/default-excludes.js'
import { excludeMatcher } from '../../files/glob.js'
import { walk } from '../../files/walk.js'
import { isCcs, isCsd } from '../ccsui/file-names.js'
import { readPictureHeader } from '../pictures/picture-header.js'
import { isAccepted } from '../sources/accepted-files.js'

/** A game repository's files by what could be made of them; paths are relative to it. */
export interface ArtTree {
  root: string
  all: readonly string[]
  ccs: readonly string[]
  csd: readonly string[]
  tps: readonly string[]
  /** Pictures that nobody has packed yet. */
  pictures: readonly string[]
  /** Sheets, bitmap fonts and skeletons that are ready: a picture and what says where in it is what. */
  ready: readonly string[]
  sounds: readonly string[]
  fonts: readonly string[]
}

/** What programs and builds leave, and no art. */
const neverArt = [
  ...['node_modules', 'build', 'dist', '.*', 'docs', 'doc', 'tools', 'screenshots', 'packline-layouts'],
  // Of engines, and of the apps around a game: icons and launch screens.
  ...[
    'frameworks',
    'cocos2d*',
    'runtime',
    'simulator',
    'proj.*',
    'Pods',
    '*.xcassets',
    'mipmap*',
    'drawable*'
  ]
]
  .map(name => `**/${name}/`)
const sound = /\.(?:mp3|ogg|wav|m4a|aac|caf|flac)$/i
const font = /\.(?:ttf|otf|ttc)$/i
/** What lies beside a ready picture, under its name. */
const readyBeside = ['.plist', '.fnt', '.atlas', '.skel', '.ExportJson']
const headerBytes = 65_536

/** `isTaken`: what rules take already is left out. */
export function readArtTree (root: string, isTaken: (path: string) => boolean): ArtTree {
  const isExcluded = excludeMatcher([...defaultExcludes, ...neverArt])
  const all: string[] = []
  walk({ project: root, bases: [''], skip: new Set(), gitignore: true, isExcluded }, (path, _, defect) => {
    if (defect === undefined && !isExcluded(path)) all.push(path)
  })
  const files = all.filter(path => !isTaken(path))
  const known = new Set(all)
  const isPicture = (path: string): boolean => isAccepted('atlas', path)
  const stemOf = (path: string): string => path.slice(0, path.length - posix.extname(path).length)
  const isReady = (path: string): boolean =>
    isPicture(path) && readyBeside.some(ending => known.has(`${stemOf(path)}${ending}`))
  const readyPictures = files.filter(isReady)
  const stems = new Set(readyPictures.map(stemOf))
  return {
    root,
    all,
    ccs: files.filter(isCcs),
    csd: files.filter(isCsd),
    tps: files.filter(path => /\.tps$/i.test(path)),
    pictures: files.filter(path => isPicture(path) && !isReady(path)),
    ready: files.filter(path =>
      isReady(path) || (readyBeside.includes(posix.extname(path)) && stems.has(stemOf(path)))
    ),
    sounds: files.filter(path => sound.test(path)),
    fonts: files.filter(path => font.test(path))
  }
}

/** The longer side of a picture in pixels; 0 where its header cannot be read, which a build tells. */
export function longestSide (root: string, path: string): number {
  const bytes = Buffer.alloc(headerBytes)
  try {
    const file = openSync(join(root, path), 'r')
    try {
      const { width, height } = readPictureHeader(bytes.subarray(0, readSync(file, bytes)), path)
      return Math.max(width, height)
    } finally {
      closeSync(file)
    }
  } catch {
    return 0
  }
}

import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { ArchiveFile } from './archive.js'
import { isNeeded } from './needed-modules.js'
import type { Platform } from './platforms.js'

/** What a farm node needs besides the program: the launcher, the service, what steps and editors load. */
const shipped = [
  'LICENSE',
  'CHANGELOG.md',
  'scripts/packline',
  'scripts/packline.cmd',
  'scripts/launcher.sh',
  'scripts/install-agent',
  'scripts/launchd.sh',
  'scripts/warm-up.mjs',
  'resources/examples',
  'resources/hooks',
  'resources/man',
  'resources/monitoring',
  'resources/packaging',
  'resources/release',
  'resources/schema',
  'resources/service',
  // What an update builds to try itself.
  'resources/sample-game/art/units',
  'resources/sample-game/art/map'
]

export interface ProductionPlaces {
  /** The sources of the commit. */
  source: string
  /** The compiled agent. */
  compiled: string
  /** A folder with node_modules for the platform. */
  installed: string
  modules: ReadonlySet<string>
}

/** The files of an archive by their names in its top folder. */
export function productionFiles (places: ProductionPlaces, platform: Platform): ArchiveFile[] {
  const { source, compiled, installed, modules } = places
  const taken = (root: string, names: Iterable<string>, to = ''): ArchiveFile[] =>
    [...names].map(name => {
      const file = join(root, name)
      return { name: `${to}${name}`, content: { file }, isProgram: (statSync(file).mode & 0o111) !== 0 }
    })
  const kept = filesBelow(installed, 'node_modules').filter(path => isNeeded(path, modules, platform))
  // A manifest and a licence alone are no package.
  const packages = new Set(
    kept.filter(path => !/(?:^|\/)(?:package\.json|(?:licen[cs]e|copying|notice)[^/]*)$/i.test(path)).map(
      packageOf
    )
  )
  return [
    ...taken(source, shipped.flatMap(name => filesBelow(source, name))),
    ...taken(compiled, filesBelow(compiled, ''), 'dist/'),
    ...taken(installed, kept.filter(path => packages.has(packageOf(path))))
  ]
}

/** The folder of the package that a file belongs to. */
export function packageOf (path: string): string {
  return /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? ''
}

function filesBelow (root: string, name: string): string[] {
  const path = join(root, name)
  if (!existsSync(path)) throw new Error(`there is no ${path}`)
  if (statSync(path).isFile()) return [name]
  return readdirSync(path, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name).slice(root.length + 1).split(sep).join('/'))
}

/** The package.json of an archive: what the program reads of it, and which release it is. */
export function manifest (
  source: string,
  release: { version: string, platform: string, commit: string, node?: string }
): ArchiveFile {
  const { name, license, type, engines } = JSON.parse(
    readFileSync(join(source, 'package.json'), 'utf8')
  ) as Record<
    string,
    unknown
  >
  const { version, ...facts } = release
  return {
    name: 'package.json',
    content: Buffer.from(
      `${JSON.stringify({ name, version, license, type, engines, release: facts }, null, 2)}\n`
    )
  }
}

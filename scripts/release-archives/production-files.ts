import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join, sep } from 'node:path'
import type { ArchiveFile } from './archive.js'
import { plainScripts } from '../build.mjs'
import { builtTables } from '../built-tables.mjs'
import { packedFiles, threads } from '../bundle.mjs'
import { isNeeded, nativePackage } from './needed-modules.js'
import { packageOf } from './package-licences.js'
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
  'resources/monitoring/grafana',
  'resources/monitoring/rules',
  'resources/monitoring/prometheus.example.yml',
  'resources/packaging',
  'resources/schema',
  'resources/service',
  // What an update builds to try itself.
  'resources/sample-game/art/icons',
  'resources/sample-game/art/bg'
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

/** What runs of a compiled agent: its bundles in place of its modules. */
const runs: ReadonlySet<string> = new Set([
  ...plainScripts,
  ...builtTables,
  ...threads,
  ...threads.map(name => `${name}.wasm.gz`),
  ...packedFiles,
  'all.bundle.cjs',
  'assets.bundle.cjs',
  'checks.bundle.cjs',
  'hand-over.bundle.cjs',
  'main.bundle.cjs',
  'shared.bundle.cjs'
])

/** What loads packages: start.cjs names the modules of a checkout, and the other plain scripts load nothing. */
export function bundlesOf (compiled: string): string[] {
  return filesBelow(compiled, '')
    .filter(name => runs.has(name) && !plainScripts.includes(name))
    .map(name => join(compiled, name))
}

/** The files of an archive by their names in its top folder. */
export function productionFiles (places: ProductionPlaces, platform: Platform): ArchiveFile[] {
  const { source, compiled, installed, modules } = places
  const taken = (root: string, names: Iterable<string>, to = ''): ArchiveFile[] =>
    [...names].map(name => {
      const file = join(root, name)
      return { name: `${to}${name}`, content: { file }, isProgram: (statSync(file).mode & 0o111) !== 0 }
    })
  const packages = [...new Set([...modules].map(packageOf)), ...nativePackages(installed)].filter(Boolean)
  const kept = [...new Set(packages.flatMap(name => filesBelow(installed, name)))]
    .filter(path => isNeeded(path, modules, platform))
  return [
    ...taken(source, shipped.flatMap(name => filesBelow(source, name))),
    ...taken(compiled, filesBelow(compiled, '').filter(name => runs.has(name)), 'dist/'),
    ...taken(installed, kept)
  ]
}

/** Those that are named at run time. */
function nativePackages (installed: string): string[] {
  return ['@img', '@napi-rs', '@koromix']
    .flatMap(scope =>
      readdirSync(join(installed, 'node_modules', scope)).map(name => `node_modules/${scope}/${name}`)
    )
    .filter(name => nativePackage.test(name))
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

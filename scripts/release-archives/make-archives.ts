import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { archiveName } from '../../agent/installation/digest-list.js'
import { compile } from '../build.mjs'
import { writeArchive } from './archive.js'
import type { ArchiveFile } from './archive.js'
import { billOfMaterials } from './bill-of-materials.js'
import { nativeFaults } from './native-code.js'
import { neededModules } from './needed-modules.js'
import { npmFlags, platforms } from './platforms.js'
import type { Platform } from './platforms.js'
import { licenceTexts, packagesOf } from './package-licences.js'
import { bundlesOf, manifest, productionFiles } from './production-files.js'

export interface ReleaseWork {
  /** The repository. */
  root: string
  /** A folder for all that is made on the way. */
  scratch: string
  out: string
  commit: string
  version: string
  timeMs: number
  platforms: readonly Platform[]
  /** Also archives with a Node of their own. */
  withNode: boolean
  say: (text: string) => void
}

/** Makes the archives and their bills of materials, and returns the digest of each file by its name. */
export async function makeArchives (work: ReleaseWork): Promise<Map<string, string>> {
  const { root, scratch, say } = work
  const source = join(scratch, 'source')
  mkdirSync(source)
  execFileSync('sh', ['-c', 'git -C "$1" archive "$2" | tar -xf - -C "$3"', 'sh', root, work.commit, source])
  const digests = new Map<string, string>()
  let compiled: Compiled | undefined
  for (const platform of work.platforms) {
    say(`${platform.name}: installing what it needs`)
    const installed = join(scratch, platform.name)
    npmCi(join(source), installed, platform)
    compiled ??= await compiledIn(source, installed)
    for (const hasNode of work.withNode ? [false, true] : [false]) {
      const node = hasNode ? ownNode(root, scratch, platform) : undefined
      const files = [
        manifest(source, {
          version: work.version,
          platform: platform.name,
          commit: work.commit,
          ...node !== undefined && { node: node.version }
        }),
        ...productionFiles(
          { source, compiled: compiled.folder, installed, modules: compiled.modules },
          platform
        ),
        {
          name: 'dist/LICENSES.txt',
          content: Buffer.from(licenceTexts(installed, packagesOf(installed, compiled.bundled)))
        },
        ...node === undefined ? [] : [node.program, node.licence]
      ]
      await writeOne(work, platform, files, { installed, bundled: compiled.bundled }, digests, node?.version)
    }
  }
  return digests
}

async function writeOne (
  { out, version, timeMs, say }: ReleaseWork,
  platform: Platform,
  files: ArchiveFile[],
  { installed, bundled }: { installed: string, bundled: readonly string[] },
  digests: Map<string, string>,
  node: string | undefined
): Promise<void> {
  const archive = archiveName(version, platform.name, node !== undefined)
  const faults = nativeFaults(files, platform)
  if (faults.length > 0) throw new Error([`${archive} would not work:`, ...faults].join('\n'))
  const top = `packline-${version}`
  const sha256 = await writeArchive(
    join(out, archive),
    files.map(file => ({ ...file, name: `${top}/${file.name}` })),
    timeMs
  )
  digests.set(archive, sha256)
  const packages = new Set(
    packagesOf(installed, [...files.map(file => file.name), ...bundled]).map(({ name, version }) =>
      `${name}@${version}`
    )
  )
  const bill = billOfMaterials(
    npm(installed, ['sbom', '--package-lock-only', '--sbom-format=cyclonedx', '--omit=dev']),
    { version, archive, sha256, packages, timeMs, ...node !== undefined && { node } }
  )
  writeFileSync(join(out, archive.replace('.tar.gz', '.cdx.json')), bill)
  say(`${archive}: ${files.length} files, ${megabytes(files)} MB unpacked`)
}

function megabytes (files: readonly ArchiveFile[]): string {
  const bytes = files.map(({ content }) =>
    Buffer.isBuffer(content) ? content.length : readFileSync(content.file).length
  )
  return (bytes.reduce((sum, each) => sum + each, 0) / 1e6).toFixed(1)
}

interface Compiled {
  folder: string
  /** What its bundles hold of packages, and what they load of them. */
  bundled: readonly string[]
  modules: Set<string>
}

/** What runs is the same on every platform: it is compiled once. */
async function compiledIn (source: string, installed: string): Promise<Compiled> {
  const folder = join(installed, 'dist')
  const bundled = await compile(source, folder)
  if (bundled === undefined) throw new Error('esbuild does not run here; it is needed for a release')
  return { folder, bundled, modules: await neededModules(installed, bundlesOf(folder)) }
}

/** npm's packages of Node carry what nodejs.org publishes; the lock file beside has their digests. */
function ownNode (
  root: string,
  scratch: string,
  platform: Platform
): { version: string, program: ArchiveFile, licence: ArchiveFile } {
  const from = nodePackage(root, scratch, platform)
  const version = versionOfPackage(from)
  const name = platform.os === 'win32' ? 'bin/node.exe' : 'bin/node'
  return {
    version,
    program: { name: `node/${name}`, content: { file: join(from, name) }, isProgram: true },
    licence: { name: 'node/LICENSE', content: { file: licenceOfNode(root, scratch, from, version) } }
  }
}

/** The package for Windows lacks the licence; it is the same text for each platform of a version. */
function licenceOfNode (root: string, scratch: string, from: string, version: string): string {
  const [first] = platforms
  const other = existsSync(join(from, 'LICENSE')) || first === undefined
    ? from
    : nodePackage(root, scratch, first)
  const licence = join(other, 'LICENSE')
  if (versionOfPackage(other) !== version || !existsSync(licence)) {
    throw new Error(`there is no licence of Node ${version} in ${other}`)
  }
  return licence
}

function nodePackage (root: string, scratch: string, platform: Platform): string {
  const folder = join(scratch, `${platform.name}-node`)
  if (!existsSync(folder)) npmCi(join(root, 'scripts/release-archives/node'), folder, platform)
  return join(folder, 'node_modules', platform.nodePackage)
}

function versionOfPackage (folder: string): string {
  return (JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as { version: string }).version
}

function npmCi (from: string, to: string, platform: Platform): void {
  mkdirSync(to)
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(from, name), join(to, name))
  npm(to, ['ci', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', ...npmFlags(platform)])
}

function npm (cwd: string, words: string[]): string {
  return execFileSync('npm', words, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64_000_000
  })
}

import { realpathSync, statSync } from 'node:fs'
import { join } from 'node:path'
import type { Environment } from '../config/home.js'
import type { ProjectFile } from '../config/project-schema.js'
import type { ReleaseDefinition } from '../config/release-schema.js'
import { PacklineError } from '../errors.js'
import { findExecutable } from '../processes/find-executable.js'
import { parameterValues } from '../release/effective-project.js'
import type { PackageEntry } from '../release/entry-lists.js'
import { noTarget, rowKey } from '../release/registry-model.js'
import type { PackageRow, Release } from '../release/registry-model.js'
import type { AssetList, Registry, ReleaseName } from '../release/registry.js'
import type { Author } from '../release/release-store.js'
import type { StoredFile } from '../release/store/object-store.js'
import { packlineVersion } from '../version.js'
import { releaseBefore } from './changelog.js'
import { FileDigests } from './file-digests.js'
import { packageEntries } from './package-entries.js'
import { isMade } from './package-report.js'
import type { MadeRow, PackageReport } from './package-report.js'
import type { PackageSettings } from './package-run.js'
import { digestsFile } from './package-state.js'
import { filesBelow } from './project-folder.js'
import { runCommand } from './run-command.js'

/** What a build was made of, besides what its report tells. */
interface PackageSources {
  /** The project's folder, in which the packages lie. */
  folder: string
  /** The project file as it was in force, operators' changes included. */
  order: ProjectFile
  commits: Record<string, string>
  assets: AssetList
  /** What git has between two commits; nothing where it cannot tell. */
  changelog?: (from: string, to: string) => Promise<string | undefined>
}

/**
 * Keeps what a build made in the registry of releases; the release is begun when it is not there yet. Rows
 * that failed are left out.
 */
export async function recordPackages (
  registry: Registry,
  report: PackageReport,
  { folder, order, commits, assets, changelog }: PackageSources,
  { by, why }: Author
): Promise<Release> {
  const [name, author] = [{ version: report.version, build: report.build }, { by, why }]
  const parameters = parameterValues(order)
  const known = await registry.get(name).catch((error: unknown) => {
    if (error instanceof PacklineError && error.code === 'RELEASE_UNKNOWN') return undefined
    throw error
  })
  let release = known ?? await registry.begin({
    ...name,
    ...await changesSince(registry, name, report.project, commits, changelog),
    parameters,
    rebuild: {
      commits,
      tools: { packline: packlineVersion },
      baselines: Object.fromEntries(
        report.rows.flatMap(({ baseline }) =>
          baseline === undefined ? [] : [[baseline.name, baseline.sha256]]
        )
      ),
      command: [
        'packline',
        'package',
        'build',
        '--app-version',
        report.version,
        '--build',
        String(report.build)
      ]
    }
  }, author)
  if (known !== undefined) await registry.recordParameters(name, parameters, author)
  if (Object.keys(assets).length > 0) await registry.recordAssets(name, assets, author)
  const digest = await registry.recordOrder(orderOf(order), author)
  const made = report.rows.filter(isMade)
  for (const target of new Set(made.map(row => row.target ?? noTarget))) {
    const rows = made.filter(row => (row.target ?? noTarget) === target)
    const inside = await entriesOf(rows, folder)
    const entries = await registry.recordEntries(inside, author)
    release = await registry.recordRows(
      name,
      target,
      rows.map(row => ({
        ...toPackageRow(row),
        order: digest,
        entries,
        ...statSync(join(folder, row.file)).isDirectory() && { isFolder: true }
      })),
      author
    )
  }
  return release
}

/** Since the release before; a first one has no changelog. */
async function changesSince (
  registry: Registry,
  name: ReleaseName,
  project: string,
  commits: Record<string, string>,
  changelog: PackageSources['changelog']
): Promise<{ changelog?: string }> {
  const to = commits[project]
  const from = releaseBefore(await registry.list(), name, project)?.rebuild.commits[project]
  const text = to === undefined || from === undefined ? undefined : await changelog?.(from, to)
  return text === undefined ? {} : { changelog: text }
}

async function entriesOf (
  rows: readonly MadeRow[],
  folder: string
): Promise<Map<string, PackageEntry[]>> {
  const inside = new Map<string, PackageEntry[]>()
  for (const row of rows) {
    inside.set(rowKey(toPackageRow(row)), await packageEntries(join(folder, row.file)))
  }
  return inside
}

/** What operators may change, and so the commit does not tell. */
function orderOf ({ environments, targets, parameters }: ProjectFile): ReleaseDefinition {
  return { environments, targets, parameters }
}

/** The files of what a build made, each with its digest. */
export async function madeFiles (report: PackageReport, folder: string): Promise<StoredFile[]> {
  const files: StoredFile[] = []
  for (const { file, size, sha256 } of report.rows.filter(isMade)) {
    const path = join(folder, file)
    if (!statSync(path).isDirectory()) files.push({ path, sha256, sizeBytes: size })
    else {
      for (const { name, sizeBytes, digest } of await packageEntries(path)) {
        files.push({ path: join(path, name), sha256: digest, sizeBytes })
      }
    }
  }
  return files
}

/** The assets that were built for the project and lie in its output, by path below it. */
export async function builtAssets (
  { folder, home, now }: Pick<PackageSettings, 'folder' | 'home' | 'now'>,
  { assets: { output } }: ProjectFile
): Promise<AssetList> {
  const project = realpathSync(folder)
  const digests = new FileDigests(digestsFile(home, project), now)
  const list: AssetList = {}
  const prefix = `${output.replace(/\/+$/, '')}/`
  for (const path of filesBelow(project, output)) {
    const { sha256, size } = await digests.of(join(project, path), 'a built asset')
    list[path.startsWith(prefix) ? path.slice(prefix.length) : path] = { sha256, sizeBytes: size }
  }
  await digests.save()
  return list
}

function toPackageRow (
  {
    platform,
    channel = '',
    pairing = '',
    key,
    way,
    why,
    signature,
    file,
    size,
    sha256,
    baseline,
    application
  }: MadeRow
): PackageRow {
  return {
    platform,
    channel,
    pairing,
    inputDigest: key,
    method: way,
    why,
    signature,
    // With its folders: rows have files of one name.
    artifacts: [{ name: file.replaceAll('\\', '/'), sizeBytes: size, sha256 }],
    ...baseline !== undefined && { baseline },
    ...application !== undefined && { application }
  }
}

/** The commit of the project's folder, by the name of the project; nothing outside of git. */
export async function projectCommit (
  project: string,
  folder: string,
  { PATH = '' }: Environment,
  signal: AbortSignal
): Promise<Record<string, string>> {
  try {
    const { failure, lines } = await runCommand({
      file: findExecutable('git', PATH),
      args: ['rev-parse', 'HEAD'],
      cwd: folder,
      environment: { PATH },
      timeoutMs: 30_000,
      signal
    })
    const [commit = ''] = lines
    return failure === undefined && /^[0-9a-f]{40,64}$/.test(commit) ? { [project]: commit } : {}
  } catch (error) {
    if (signal.aborted) throw error
    // Without git there is no commit to tell.
    return {}
  }
}

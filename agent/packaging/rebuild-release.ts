import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Environment } from '../config/home.js'
import { parseProjectFile } from '../config/project-file.js'
import { projectFileName } from '../config/project-file-name.js'
import { readProjectFile } from '../config/project-file-reader.js'
import type { ProjectFile } from '../config/project-schema.js'
import { PacklineError } from '../errors.js'
import { compareAssets } from '../release/compare-releases.js'
import type { AssetDifference } from '../release/compare-releases.js'
import { noTarget, releaseKey } from '../release/registry-model.js'
import type { PackageRow, Release } from '../release/registry-model.js'
import type { Registry, ReleaseName } from '../release/registry.js'
import { packlineVersion } from '../version.js'
import { buildPackages } from './build-packages.js'
import { isMade } from './package-report.js'
import type { FailedRow, PackageReport } from './package-report.js'
import { builtAssets, projectCommit } from './record-packages.js'
import { phrase, type Wording } from '../messages/phrase.js'

interface RebuiltRow {
  row: string
  state: 'same' | 'different' | 'failed'
  /** sha256 that was recorded, and of what was made. */
  expected: string
  found: string | null
  error?: FailedRow['error']
}

/** What the bytes depend on, as it was recorded and as it is here. */
interface RebuiltFrom {
  what: Wording
  recorded: string
  here: string
}

export interface RebuildReport {
  release: string
  status: 'same' | 'different'
  /** Below the project's folder; what "release publish --files" takes. */
  output: string
  rows: RebuiltRow[]
  /** Other sources than those that were recorded. */
  differences: RebuiltFrom[]
  assets: AssetDifference[]
}

interface RebuildSettings {
  folder: string
  environment: Environment
  signal: AbortSignal
  now: () => number
}

interface RecordedRow extends PackageRow {
  id: string
  digest: string
  order: string
}

/**
 * Makes the packages of a release again, from the project as it is here and the environments, targets and
 * parameters of then, and compares every digest. Nothing is taken from a cache, and the packages of before
 * stay where they are.
 */
export async function rebuildRelease (
  registry: Registry,
  name: ReleaseName,
  settings: RebuildSettings
): Promise<RebuildReport> {
  const release = await registry.get(name)
  const recorded = await recordedRows(registry, release)
  const path = join(settings.folder, projectFileName)
  const file = parseProjectFile(path, await readProjectFile(path))
  const output = `build/rebuild/${releaseKey(name)}`
  const home = mkdtempSync(join(tmpdir(), 'packline-rebuild-'))
  try {
    const rows: RebuiltRow[] = []
    for (const order of new Set(recorded.map(row => row.order))) {
      // Under their recorded names, so that "release publish --files" takes them from here.
      const packages = { ...file.packages, output: `${output}/${file.packages.output}` }
      const project = { ...file, ...await registry.order(order), packages }
      const wanted = recorded.filter(row => row.order === order)
      const report = await build(
        wanted,
        parseProjectFile(`order of ${releaseKey(name)}`, Buffer.from(JSON.stringify(project))),
        { ...settings, ...name, home }
      )
      rows.push(...wanted.map(row => compare(row, report)))
    }
    return {
      release: releaseKey(name),
      status: rows.every(({ state }) => state === 'same') ? 'same' : 'different',
      output,
      rows,
      differences: await differencesOf(release, file, settings),
      assets: release.assets === undefined
        ? []
        : compareAssets(await registry.assets(release), await builtAssets({ ...settings, home }, file))
    }
  } finally {
    rmSync(home, { recursive: true, force: true })
  }
}

async function recordedRows (registry: Registry, release: Release): Promise<RecordedRow[]> {
  const byTarget = await Promise.all(
    Object.keys(release.targets).map(async target =>
      (await registry.rows(release, target)).map(row => recordedRow(row, target, release))
    )
  )
  const rows = byTarget.flat()
  if (rows.length === 0) throw notRebuildable(release, phrase('rebuild.noPackages'))
  return rows
}

function recordedRow (row: PackageRow, target: string, release: Release): RecordedRow {
  const { platform, channel, pairing, order, artifacts } = row
  const parts = [target === noTarget ? '' : target, platform, channel, pairing]
  const id = parts.filter(part => part !== '').join('/')
  if (order === undefined) throw notRebuildable(release, phrase('rebuild.noOrder', { id }))
  return { ...row, id, order, digest: artifacts[0]?.sha256 ?? '' }
}

function notRebuildable (release: Release, reason: Wording): PacklineError {
  return new PacklineError('RELEASE_NOT_REBUILDABLE', { release: releaseKey(release), reason })
}

async function build (
  rows: readonly RecordedRow[],
  project: ProjectFile,
  settings: RebuildSettings & ReleaseName & { home: string }
): Promise<PackageReport> {
  const run = async (isDryRun: boolean, file: ProjectFile): Promise<PackageReport> =>
    await buildPackages({
      ...settings,
      rows: rows.map(({ id }) => id),
      effective: async () => file,
      isDryRun,
      verify: false,
      emit: () => {}
    })
  const { baselines } = project.packages
  const planned = await run(true, withoutCommands(project, Object.keys(baselines)))
  const others = rows.flatMap(({ id, baseline }) => {
    const found = planned.rows.find(row => row.id === id)?.baseline?.sha256 ?? 'nothing'
    return baseline === undefined || baseline.sha256 === found ? [] : [{ ...baseline, found }]
  })
  // A command of the project may make its baseline again; a file that was handed in has to be there as it
  // was.
  const missing = others.find(({ name }) => baselines[name]?.build === undefined)
  if (missing !== undefined) {
    throw new PacklineError('RELEASE_BASELINE_DIFFERS', {
      baseline: missing.name,
      expected: missing.sha256,
      found: missing.found
    })
  }
  const asRecorded = Object.keys(baselines).filter(name => !others.some(other => other.name === name))
  return await run(false, withoutCommands(project, asRecorded))
}

function withoutCommands (project: ProjectFile, names: readonly string[]): ProjectFile {
  const baselines = Object.fromEntries(
    Object.entries(project.packages.baselines).map(([name, { build, ...baseline }]) => [
      name,
      names.includes(name) || build === undefined
        ? baseline
        : { ...baseline, build }
    ])
  )
  return { ...project, packages: { ...project.packages, baselines } }
}

function compare ({ id, digest }: RecordedRow, { rows }: PackageReport): RebuiltRow {
  const made = rows.find(row => row.id === id)
  const found = made !== undefined && isMade(made) ? made.sha256 : null
  return {
    row: id,
    state: found === digest ? 'same' : found === null ? 'failed' : 'different',
    expected: digest,
    found,
    ...made?.error !== undefined && { error: made.error }
  }
}

async function differencesOf (
  { rebuild }: Release,
  { project }: ProjectFile,
  { folder, environment, signal }: RebuildSettings
): Promise<RebuiltFrom[]> {
  const commits = await projectCommit(project, folder, environment, signal)
  return [
    ...Object.entries(rebuild.commits).map(([repository, commit]) => ({
      what: phrase('what.commitOf', { repository }),
      recorded: commit,
      here: commits[repository] ?? 'unknown'
    })),
    { what: 'packline', recorded: rebuild.tools.packline ?? 'unknown', here: packlineVersion }
  ]
    .filter(({ recorded, here }) => recorded !== here)
}

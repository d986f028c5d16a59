import type { Environment } from '../config/home.js'
import { PacklineError } from '../errors.js'
import { findExecutable } from '../licence/guard.js'
import { noTarget } from '../release/registry-model.js'
import type { PackageRow, Release } from '../release/registry-model.js'
import type { Author, Registry } from '../release/registry.js'
import { packlineVersion } from '../version.js'
import type { PackageReport, RowReport } from './package-report.js'
import { runCommand } from './run-command.js'

/** Keeps what a build made in the registry of releases; the release is begun when it is not there yet. Rows that failed are left out. */
export async function recordPackages (registry: Registry, report: PackageReport, commits: Record<string, string>, author: Author): Promise<Release> {
  const name = { version: report.version, build: report.build }
  let release = await registry.get(name).catch((error: unknown) => {
    if (error instanceof PacklineError && error.code === 'RELEASE_UNKNOWN') return undefined
    throw error
  })
  release ??= await registry.begin({
    ...name,
    rebuild: {
      commits,
      tools: { packline: packlineVersion },
      baselines: Object.fromEntries(report.rows.flatMap(({ baseline }) => baseline === undefined ? [] : [[baseline.name, baseline.sha256]])),
      command: ['packline', 'package', 'build', '--app-version', report.version, '--build', String(report.build)]
    }
  }, { by: author.by, why: author.why })
  const made = report.rows.filter(({ file }) => file !== undefined)
  for (const target of new Set(made.map(row => row.target ?? noTarget))) {
    release = await registry.recordRows(name, target, made.filter(row => (row.target ?? noTarget) === target).map(toPackageRow), { by: author.by, why: author.why })
  }
  return release
}

function toPackageRow ({ platform, channel = '', pairing = '', key, way, signature, file, size, sha256, baseline }: RowReport): PackageRow {
  return {
    platform,
    channel,
    pairing,
    inputDigest: key!,
    method: way,
    signature: signature!,
    // With its folders: rows have files of one name.
    artifacts: [{ name: file!.replaceAll('\\', '/'), sizeBytes: size!, sha256: sha256! }],
    ...baseline !== undefined && { baseline }
  }
}

/** The commit of the project's folder, by the name of the project; nothing outside of git. */
export async function projectCommit (project: string, folder: string, { PATH = '' }: Environment, signal: AbortSignal): Promise<Record<string, string>> {
  try {
    const { failure, lines } = await runCommand({ file: findExecutable('git', PATH), args: ['rev-parse', 'HEAD'], cwd: folder, environment: { PATH }, timeoutMs: 30_000, signal })
    return failure === undefined && /^[0-9a-f]{40,64}$/.test(lines[0] ?? '') ? { [project]: lines[0]! } : {}
  } catch (error) {
    if (signal.aborted) throw error
    // Without git there is no commit to tell.
    return {}
  }
}

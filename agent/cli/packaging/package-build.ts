import type { ProjectFile } from '../../config/project-schema.js'
import { PacklineError } from '../../errors.js'
import { errorDocument } from '../../messages/error-document.js'
import { describeError, message, worded } from '../../messages/message.js'
import { readableSize } from '../../messages/readable-size.js'
import { buildPackages } from '../../packaging/build-packages.js'
import type { PackageEvent } from '../../packaging/row-builder.js'
import { isMade } from '../../packaging/package-report.js'
import type { MadeRow, PackageReport } from '../../packaging/package-report.js'
import type { RowWarning } from '../../packaging/package-state.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import type { PackageSettings } from '../../packaging/package-run.js'
import type { StoredFile } from '../../release/store/object-store.js'
import { Registry } from '../../release/registry.js'
import type { Author } from '../../release/release-store.js'
import { authorOf, withStore } from '../release/open-release.js'
import { findingLine } from './finding-lines.js'
import { packageOptions, packageSettings } from './package-options.js'
import { tellingFailures } from './tell-failure.js'
import { complain, printEvent, printJson, tell, tellMore, warn } from '../terminal.js'

export const packageBuild = defineCommand({
  name: 'package build',
  describe: 'command.packageBuild',
  options: {
    ...packageOptions,
    jobs: { type: 'integer', value: 'N', minimum: 1, maximum: 64, describe: 'option.jobs' },
    verify: { type: 'boolean', describe: 'option.verifyPackages' },
    record: { type: 'boolean', describe: 'option.record' },
    why: { type: 'string', value: 'TEXT', describe: 'option.why' },
    events: { type: 'boolean', describe: 'option.events' }
  },
  run: async (context, options) => {
    const progress = rowProgress(context)
    const author = options.record ? authorOf(context, 'package build', options) : undefined
    const settings = packageSettings(context, options)
    let order: ProjectFile | undefined
    const report = await tellingFailures(
      context,
      options,
      author,
      () => order,
      async () =>
        await buildPackages({
          ...settings,
          effective: async file => {
            order = await settings.effective?.(file) ?? file
            return order
          },
          isDryRun: false,
          verify: options.verify,
          ...author !== undefined && {
            checkName: async (project, name) => {
              await withStore(
                context,
                options.config,
                project,
                async store => await new Registry(store).checkName(name)
              )
            }
          },
          ...options.jobs !== undefined && { jobs: options.jobs },
          emit: event => {
            if (options.events) printEvent(context, event)
            else progress(event)
          }
        })
    )
    printResult(context, report)
    // Before the report is printed: when this fails, its error is what the command answers.
    if (author !== undefined && order !== undefined && !context.signal.aborted) {
      await record(context, options.config, settings, report, order, author)
    }
    const answer = { ...report, errors: errorsOf(report) }
    if (options.events) printEvent(context, { type: 'report', report: answer })
    else if (options.json) printJson(context, answer)
    return context.signal.aborted ? 130 : exitStatusOf(report)
  }
})

/** Tells the registry of releases what was made; what failed is not in it. */
async function record (
  context: CommandContext,
  config: string | undefined,
  settings: PackageSettings,
  report: PackageReport,
  order: ProjectFile,
  author: Author
): Promise<void> {
  const { builtAssets, madeFiles, projectCommit, recordPackages } = await import(
    '../../packaging/record-packages.js'
  )
  await keep(context, settings.folder, await madeFiles(report, settings.folder), order)
  const sources = {
    folder: settings.folder,
    order,
    commits: await projectCommit(report.project, settings.folder, context.environment, context.signal),
    assets: await builtAssets(settings, order),
    changelog: async (from: string, to: string) => await changesOf(context, settings.folder, from, to)
  }
  const release = await withStore(
    context,
    config,
    report.project,
    async store => await recordPackages(new Registry(store), report, sources, author)
  )
  tell(context, 'package.recorded', { release: `${release.version}-${release.build}` })
}

/** A clone without all of the history is enough to make packages. */
async function changesOf (
  { environment, signal, ...context }: CommandContext,
  folder: string,
  from: string,
  to: string
): Promise<string | undefined> {
  const { changelogFromGit } = await import('../../packaging/changelog.js')
  try {
    return await changelogFromGit({ folder, environment, signal }, from, to)
  } catch (error) {
    if (!(error instanceof PacklineError) || signal.aborted) throw error
    warn(context, 'package.noChangelog', { reason: describeError(context.locale, error).message })
    return undefined
  }
}

/** Before it is recorded: a release that is in the registry can be had. */
async function keep (
  context: CommandContext,
  folder: string,
  files: readonly StoredFile[],
  { packages: { artifacts } }: ProjectFile
): Promise<void> {
  if (artifacts === undefined) return
  const { environment, signal } = context
  const { openStore } = await import('../../release/store/open-store.js')
  const { keepArtifacts } = await import('../../release/artifact-store.js')
  const store = await openStore(artifacts.store, artifacts.token, { environment, cwd: folder })
  try {
    const { kept, sent } = await keepArtifacts(store, files, signal)
    tell(context, 'package.kept', { kept, sent, place: store.place })
  } finally {
    await store.close()
  }
}

const lineEveryMs = 5000

/** A line every five seconds: builds of packages are long, and their steps are few. */
function rowProgress (context: CommandContext): (event: PackageEvent) => void {
  const startedAt = Date.now()
  let [total, done, failed, shownAt] = [0, 0, 0, startedAt]
  const running = new Set<string>()
  return event => {
    if (event.type === 'hardened') {
      const { platform, log, durationMs } = event
      tell(context, 'package.hardened', { platform, log, seconds: Math.round(durationMs / 1000) })
    }
    if (event.type === 'planned') total = event.report.rows.length
    if (event.type === 'row-started') running.add(event.row)
    if (event.type === 'row-ended') {
      running.delete(event.row.id)
      done++
      if (event.row.state === 'failed') failed++
      if (isMade(event.row)) {
        const { id, state, file, size } = event.row
        tellMore(context, `package.ended.${state}`, { row: id, file, size: readableSize(size) })
      }
    }
    if (Date.now() - shownAt < lineEveryMs) return
    shownAt = Date.now()
    tell(context, 'package.progress', {
      done,
      total,
      failed,
      current: [...running].slice(-1).join(''),
      seconds: Math.round((shownAt - startedAt) / 1000)
    })
  }
}

function printResult (context: CommandContext, report: PackageReport): void {
  const count = (state: string): number => report.rows.filter(row => row.state === state).length
  for (const { id, signature, unsignedReason, error } of report.rows) {
    if (signature === 'unsigned') {
      warn(context, 'package.unsigned', { row: id, reason: worded(context.locale, unsignedReason ?? '') })
    }
    if (error === undefined) continue
    const { locale } = context
    const { message: reason, hint } = describeError(locale, new PacklineError(error.code, error.details))
    complain(context, [
      [message(locale, 'package.failed', { row: id, reason, code: error.code }), 'bad'],
      ...hint === undefined ? [] : [[`  ${hint}`] as const]
    ])
  }
  const warnings = new Map<string, { warning: RowWarning, rows: number }>()
  for (const warning of report.rows.flatMap(row => row.warnings ?? [])) {
    const key = JSON.stringify(warning)
    warnings.set(key, { warning, rows: (warnings.get(key)?.rows ?? 0) + 1 })
  }
  for (const { warning: { code, ...details }, rows } of warnings.values()) {
    warn(context, `package.warning.${code}`, { ...details, rows })
  }
  printFindings(context, report.rows.filter(isMade))
  const unsigned = report.rows.filter(({ isConfigSigned }) => isConfigSigned === false).length
  if (unsigned > 0) {
    warn(context, 'package.configsUnsigned', { rows: unsigned })
  }
  tell(context, 'package.done', {
    made: count('made'),
    reused: count('reused'),
    failed: count('failed') + count('skipped'),
    seconds: (report.durationMs / 1000).toFixed(1)
  })
}

/** One line for what many packages have in common. */
function printFindings (context: CommandContext, rows: readonly MadeRow[]): void {
  for (const [key, listOf] of [['package.repaired', 'repaired'], ['package.findings', 'findings']] as const) {
    const all = rows.flatMap(row => row[listOf])
    for (const rule of new Set(all.map(finding => finding.rule))) {
      const [finding, ...others] = all.filter(each => each.rule === rule)
      if (finding === undefined) continue
      const parameters = { count: others.length + 1, finding: findingLine(context, finding).trim() }
      warn(context, key, parameters)
    }
  }
}

/** Each row's error as other commands answer it, with the text of it. */
function errorsOf ({ rows }: PackageReport): Array<Record<string, unknown>> {
  return rows.flatMap(({ id, error }) => {
    if (error === undefined) return []
    const document = errorDocument(new PacklineError(error.code, error.details))
    return [{ ...document, message: `${id}: ${String(document.message)}`, row: id }]
  })
}

/** 0, or the status of the first error. */
export function exitStatusOf ({ rows, status }: PackageReport): number {
  const error = rows.find(row => row.error !== undefined)?.error
  return error !== undefined
    ? new PacklineError(error.code, error.details).exitStatus
    : status === 'failed'
    ? 1
    : 0
}

import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ActionCache } from '../../cache/action-cache.js'
import { writeFileAtomic } from '../../files/atomic-file.js'
import { ContentStore } from '../../cache/content-store.js'
import { digestOfFile } from '../../files/file-digest.js'
import { PacklineError, toPacklineError } from '../../errors.js'
import { message } from '../../messages/message.js'
import { checkBuiltFrames } from '../atlas/frame-names.js'
import { ActionRunner } from '../actions/action-runner.js'
import type { BuildSettings, ScannedRun } from './run-settings.js'
import { ByteBudget, decodingBudgetBytes, pixelBudgetBytes } from '../actions/byte-budget.js'
import { dependenciesOf, reportsDependencies } from '../references/csb-dependencies.js'
import { groupsOf } from '../sources/groups.js'
import { checkCollisions, foldedPath } from '../outputs/output-collisions.js'
import type { Claim } from '../outputs/output-collisions.js'
import type { BuildContext, Group } from '../actions/processor.js'
import { processors } from '../processors/processors.js'
import { PublishedTree, workFolderOf } from '../outputs/published-tree.js'
import type { PublishedFile } from '../outputs/published-tree.js'
import type { DesiredFile, PublishResult } from '../outputs/publish.js'
import { readSource, readSourceLater } from '../sources/read-source.js'
import { inProject } from './run-phases.js'
import { costOf, countActions, emptyReport, reasonsOf } from './run-report.js'
import type { RunReport } from './run-report.js'
import { ToolWorkspace } from '../actions/tool-workspace.js'

/** Plans, executes and publishes a scanned run; in a dry run it only plans. */
export async function executeRun (settings: BuildSettings, run: ScannedRun): Promise<RunReport> {
  const { project, scanned, phases } = run
  const { output, rules } = project.file.assets
  const store = new ContentStore(join(settings.home, 'cache', 'cas'))
  const published = PublishedTree.read(join(workFolderOf(project.output), 'published'))
  const intact = new Set(
    published?.isIntact(project.output) === true ? published.files().map(file => file.sha256) : []
  )
  const stop = new AbortController()
  const signal = AbortSignal.any([settings.signal, stop.signal])
  const runner = new ActionRunner({
    store,
    cache: new ActionCache(join(settings.home, 'cache', 'ac')),
    previousKeys: new Map(Object.entries(run.state?.actions ?? {}).map(([id, [key]]) => [id, key])),
    isDryRun: settings.isDryRun,
    isPublished: sha256 => intact.has(sha256),
    lastDurationMs: id => run.state?.actions[id]?.[1],
    emit: settings.emit,
    signal,
    now: settings.now
  })
  const warnings: string[] = []
  const layoutFiles = new Map<string, Buffer>()
  const guards: Array<() => Promise<void>> = []
  const tools = new ToolWorkspace({
    project: project.root,
    workFolder: workFolderOf(project.output),
    environment: settings.environment,
    read: async file => scanned.bytes.get(file.path) ?? await readSourceLater(project.root, file),
    signal,
    ...settings.classifyFileSystem !== undefined && { classify: settings.classifyFileSystem }
  })
  const context: BuildContext = {
    project: project.root,
    profile: run.profile,
    runner,
    tools,
    namedFiles: run.states,
    noteHashed: count => {
      scanned.hashed += count
    },
    now: settings.now,
    limiter: settings.limiter,
    signal,
    environment: settings.environment,
    pixels: new ByteBudget(pixelBudgetBytes),
    decoding: new ByteBudget(decodingBudgetBytes),
    readSource: async file => scanned.bytes.get(file.path) ?? readSource(project.root, file),
    readLock: path => readIfThere(join(project.root, path)),
    writeLock: (path, bytes) => {
      layoutFiles.set(path, bytes)
    },
    guardPublish: assertValid => {
      guards.push(assertValid)
    },
    sheets: new Map(),
    references: [],
    warn: message => {
      warnings.push(message)
      settings.emit({ type: 'warning', message })
    }
  }

  const allGroups = await phases.during('plan', () => planGroups(run))
  const { only } = settings
  for (const { name } of rules) {
    if ((only ?? name) === name && !allGroups.some(group => group.rule.name === name)) {
      context.warn(message('en', 'error.PLAN_NOTHING_MATCHES', { rule: name }))
    }
  }
  const groups = only === undefined ? allGroups : allGroups.filter(group => group.rule.name === only)
  const claims = await phases.during(
    'execute',
    async () => await buildGroups(groups, context, settings, stop)
  )
  checkCollisions(claims)
  const kept = only === undefined ? [] : published?.files().filter(file => file.rule !== only) ?? []
  const others = only === undefined
    ? undefined
    : await otherRules(run, allGroups, only, published?.files() ?? [])
  if (!settings.isDryRun && allGroups.some(group => group.rule.processor === 'ccsui')) {
    const { checkRunReferences } = await import('../references/run-references.js')
    await checkRunReferences({
      context,
      outputs: new Set([...claims.map(claim => claim.output.path), ...kept.map(file => file.path)]),
      ...others !== undefined && { others }
    })
  }
  throwAll(
    checkBuiltFrames(allGroups, [...claims.map(claim => claim.output.frames), ...others?.builtFrames ?? []])
  )
  const knownMd5 = new Map(published?.files().map(file => [file.sha256, file.md5]))
  const desired: DesiredFile[] = [
    ...kept,
    ...claims.map(claim => toDesired(claim, project.root, scanned.bytes, knownMd5))
  ]

  const result: PublishResult = { written: [], removed: [], bytesWritten: 0, isAtomic: true }
  if (settings.isDryRun) {
    // Of a rule with actions that did not run, the outputs are not known.
    const unknown = new Set(
      runner.outcomes.filter(({ state }) => state === 'missing').map(({ rule }) => rule)
    )
    const paths = new Set(desired.map(file => file.path))
    result.removed = published
      ?.files()
      .filter(file => !paths.has(file.path) && !unknown.has(file.rule))
      .map(file => file.path) ?? []
  } else {
    Object.assign(
      result,
      await phases.during('publish', async () => {
        const { Publisher } = await import('../outputs/publish.js')
        const publisher = new Publisher({
          output: project.output,
          store,
          desired,
          roots: rules.map(rule => fixedRoot(rule.output)),
          beforeCommit: async () => {
            settings.signal.throwIfAborted()
            for (const assertValid of guards) await assertValid()
          },
          warn: context.warn
        })
        return await publisher.publish()
      })
    )
    for (const [path, bytes] of layoutFiles) {
      const target = join(project.root, path)
      if (digestOfFile(target) !== digestOf(bytes)) await writeFileAtomic(target, bytes)
    }
    saveState(settings, run, runner, layoutFiles)
  }
  const dependencies = reportsDependencies(rules)
    ? dependenciesOf(
      context.references,
      run.states.readDependencies(),
      new Set(desired.map(file => file.path))
    )
    : undefined
  if (dependencies !== undefined && !settings.isDryRun) run.states.writeDependencies(dependencies)
  return {
    ...emptyReport(project.file.project, run.startedAt, settings.now()),
    ...settings.isDryRun && { status: 'planned' },
    scanned: scanned.table.length,
    hashed: scanned.hashed,
    actions: countActions(runner.outcomes),
    savedMs: costOf(runner.outcomes.filter(({ state }) => state === 'cached')),
    outputCount: desired.length,
    outputs: desired
      .map(({ path, size, sha256, md5 }) => ({ path: inProject(output, path), size, sha256, md5 }))
      .sort((a, b) => a.path < b.path ? -1 : 1),
    removed: result.removed.map(path => inProject(output, path)).sort(),
    written: result.written.map(file => inProject(output, file.path)).sort(),
    bytesWritten: result.bytesWritten,
    timings: phases.timings,
    why: reasonsOf(runner.outcomes),
    ...dependencies !== undefined && { dependencies },
    ...tools.summary !== undefined && { staging: tools.summary },
    warnings
  }
}

/** The groups of all rules, with every error that can be seen before any work is done. */
function planGroups ({ project, scanned }: ScannedRun): Group[] {
  const groups = project.matchers.flatMap(matcher => groupsOf(matcher, scanned.table))
  const errors = [
    ...caseErrors(scanned.table.paths),
    ...Object.values(processors).flatMap(processor =>
      processor.check?.(groups.filter(group => group.rule.processor === processor.name)) ?? []
    )
  ]
  throwAll(errors)
  return groups
}

/** What is known of the rules that an --only run leaves alone. */
async function otherRules (
  { project }: ScannedRun,
  allGroups: readonly Group[],
  only: string,
  published: readonly PublishedFile[]
) {
  const { knownSheets } = await import('../references/known-sheets.js')
  const groups = allGroups.filter(group => group.rule.name !== only)
  const sheets = knownSheets(groups, published.filter(file => file.rule !== only), project.output)
  return {
    groups,
    only,
    published,
    sheets,
    builtFrames: sheets.filter(sheet => !sheet.isPlanned).map(({ rule, scale, names }) => ({
      source: rule,
      scale,
      names
    }))
  }
}

function caseErrors (paths: readonly string[]): PacklineError[] {
  const byFolded = new Map<string, string>()
  return paths.flatMap(path => {
    const key = foldedPath(path)
    const other = byFolded.get(key)
    byFolded.set(key, path)
    return other === undefined
      ? []
      : [new PacklineError('SCAN_NAMES_DIFFER_IN_CASE', { files: `${other}, ${path}` })]
  })
}

async function buildGroups (
  groups: Group[],
  context: BuildContext,
  settings: BuildSettings,
  stop: AbortController
): Promise<Claim[]> {
  const errors: unknown[] = []
  const claims = await Promise.all(groups.map(async group => {
    try {
      const outputs = await processors[group.rule.processor].build(group, context)
      return outputs.map(output => ({ group, output }))
    } catch (error) {
      // What failed only because another action failed first is not worth telling.
      if (!stop.signal.aborted || settings.keepGoing) errors.push(error)
      if (!settings.keepGoing) stop.abort()
      return []
    }
  }))
  settings.signal.throwIfAborted()
  throwAll(errors)
  return claims.flat()
}

function throwAll (errors: readonly unknown[]): void {
  if (errors.length === 0) return
  if (errors.length === 1) throw errors[0]
  const list = errors.map(toPacklineError).flatMap(error =>
    error.code === 'RUN_FAILED' ? error.details.errors as PacklineError[] : [error]
  )
  throw new PacklineError('RUN_FAILED', { count: list.length, errors: list }, { cause: list[0] })
}

function toDesired (
  { group, output }: Claim,
  root: string,
  bytes: Map<string, Buffer>,
  knownMd5: ReadonlyMap<string, string>
): DesiredFile {
  const { path } = output
  if ('blob' in output) return { path, rule: group.rule.name, ...output.blob }
  const { source } = output
  const md5 = knownMd5.get(source.sha256) ??
    createHash('md5').update(bytes.get(source.path) ?? readSource(root, source)).digest('hex')
  return {
    path,
    rule: group.rule.name,
    sha256: source.sha256,
    md5,
    size: source.size,
    copyFrom: join(root, source.path)
  }
}

/**
 * The part of a rule's output before the first placeholder: the folder that only its kind of output changes.
 */
function fixedRoot (output: string | undefined): string {
  if (output === undefined) return ''
  const fixed = output.includes('{') ? output.slice(0, output.indexOf('{')) : `${output}/`
  return fixed.slice(0, Math.max(0, fixed.lastIndexOf('/')))
}

function readIfThere (path: string): Buffer | undefined {
  try {
    return readFileSync(path)
  } catch {
    return undefined
  }
}

function saveState (
  settings: BuildSettings,
  run: ScannedRun,
  runner: ActionRunner,
  layoutFiles: ReadonlyMap<string, Buffer>
): void {
  const { project, state, scanned, states } = run
  const actions = Object.fromEntries(runner.outcomes.map(({ id, key, durationMs, state: how }) => [
    id,
    [key, how === 'cached' ? state?.actions[id]?.[1] ?? 0 : durationMs] as [string, number]
  ]))
  states.writeFiles(scanned.table)
  const isWhole = settings.only === undefined
  states.write({
    configDigest: project.configDigest,
    project: project.file,
    actions: isWhole ? actions : { ...state?.actions, ...actions },
    ...isWhole &&
      {
        published: {
          files: scanned
            .table
            .id,
          profile: run.profile,
          actions: runner.outcomes.length,
          costMs: costOf(runner.outcomes),
          layoutFiles: Object.fromEntries([...layoutFiles].map(([path, bytes]) => [path, digestOf(bytes)]))
        }
      }
  })
}

function digestOf (bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

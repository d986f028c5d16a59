import { projectFolder } from '../../config/find-project.js'
import { message } from '../../messages/message.js'
import { namedRelease } from '../../release/named-release.js'
import type { BuildHotUpdateSettings } from '../../packaging/hot-update/build-hot-update.js'
import type { HotUpdateSettings } from '../../packaging/hot-update/open-hot-updates.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { readableSize } from '../../messages/readable-size.js'
import { PacklineError } from '../../errors.js'
import { authorOf, changeOptions, inForce, projectInForce, withRelease } from '../release/open-release.js'
import type { OpenRelease } from '../release/open-release.js'
import { compareVersions, parseVersion } from '../../release/game-version.js'
import { configOption, jsonOption } from '../common-options.js'
import { required } from '../release/required-option.js'
import { show } from '../terminal.js'

const options = {
  project: { type: 'string', value: 'DIR', describe: 'option.project' },
  target: { type: 'string', value: 'ID', multiple: true, describe: 'option.hotupdateTarget' },
  ...configOption,
  ...jsonOption
} as const

interface Given {
  project: string | undefined
  target: string[]
  config: string | undefined
}

/** Hot updates are made by the project file with operators' changes over it. */
function settings (context: CommandContext, { project, target, config }: Given): HotUpdateSettings {
  const { cwd, environment, signal } = context
  return {
    folder: projectFolder(cwd, project),
    environment,
    targets: target,
    effective: async file => await projectInForce(context, config, file),
    signal,
    now: Date.now
  }
}

/** What was done for each target, a line each. */
function listed<T> (
  context: CommandContext,
  asJson: boolean,
  results: readonly T[],
  line: (result: T) => string
): number {
  return show(context, asJson, results, () => results.map(line))
}

export const build = defineCommand({
  name: 'hotupdate build',
  describe: 'command.hotupdateBuild',
  options: {
    ...options,
    'app-version': { type: 'string', value: 'VERSION', describe: 'option.appVersion' },
    'content-of': { type: 'string', value: 'VERSION', describe: 'option.contentOf' },
    'move-url': { type: 'boolean', describe: 'option.moveUrl' },
    release: { type: 'string', value: 'RELEASE', describe: 'option.hotupdateRelease' },
    native: { type: 'string', value: 'VERSION', describe: 'option.native' },
    why: { type: 'string', value: 'TEXT', describe: 'option.why' }
  },
  run: async (context, given) => {
    const { buildHotUpdate } = await import('../../packaging/hot-update/build-hot-update.js')
    const version = given['app-version']
    if (version === undefined) {
      throw new PacklineError('USAGE_MISSING_ARGUMENT', {
        command: 'hotupdate build',
        argument: '--app-version VERSION'
      })
    }
    const built = await withRelease(context, given, async open =>
      await buildHotUpdate({
        ...settings(context, given),
        effective: async file => await inForce(open.store, file),
        version,
        moveUrl: given['move-url'],
        nativeFor: await nativeVersions(given, version, open),
        ...given['content-of'] !== undefined && { contentOf: given['content-of'] },
        register: await registration(context, given, open)
      }))
    return listed(
      context,
      given.json,
      built,
      each =>
        message(context.locale, each.state === 'published' ? 'hotupdate.done' : 'hotupdate.unchanged', {
          ...each,
          previous: each.previous ?? '-'
        })
    )
  }
})

/**
 * The native version that an update is for: that of its release, the one that was named, or else the highest
 * that was recorded and is not above it.
 */
async function nativeVersions (
  { native, release }: { native: string | undefined, release: string | undefined },
  version: string,
  open: OpenRelease
): Promise<NonNullable<BuildHotUpdateSettings['nativeFor']>> {
  if (native !== undefined && parseVersion(native) === undefined) {
    throw new PacklineError('HOT_UPDATE_VERSION_INVALID', { version: native })
  }
  const named = release === undefined ? native : (await namedRelease(open, release)).version
  if (named !== undefined) return () => named
  if (parseVersion(version) === undefined) return () => undefined
  const releases = (await open.registry.list()).filter(each => compareVersions(each.version, version) <= 0)
  return target => releases.findLast(({ targets }) => targets[target] !== undefined)?.version
}

/**
 * With a release the version is recorded as what it brings; in any case no version is used again for other
 * bytes.
 */
async function registration (
  context: CommandContext,
  { release, why }: { release: string | undefined, why: string | undefined },
  open: OpenRelease
): Promise<NonNullable<BuildHotUpdateSettings['register']>> {
  const { registry } = open
  if (release === undefined) {
    return async (target, update, native) => {
      await registry.checkHotUpdate(target, update, native)
    }
  }
  const author = authorOf(context, 'hotupdate build', { why })
  const name = await namedRelease(open, release)
  return async (target, update) => {
    await registry.recordHotUpdate(name, target, update, author)
  }
}

export const rollback = defineCommand({
  name: 'hotupdate rollback',
  describe: 'command.hotupdateRollback',
  positionals: ['NATIVE'],
  options: {
    project: options.project,
    ...configOption,
    ...jsonOption,
    why: changeOptions.why,
    id: changeOptions.id,
    target: { type: 'string', value: 'ID', describe: 'option.target' },
    to: { type: 'string', value: 'VERSION', describe: 'option.rollbackTo' },
    'app-version': { type: 'string', value: 'VERSION', describe: 'option.rollbackVersion' }
  },
  run: async (context, given, [native = '']) => {
    const { rollBackLine } = await import('../../packaging/hot-update/roll-back-line.js')
    const { deliverHere, deliveryPorts } = await import('../release/deliver-here.js')
    const target = required('hotupdate rollback', 'target', given.target)
    const to = required('hotupdate rollback', 'to', given.to)
    if (parseVersion(native) === undefined) {
      throw new PacklineError('HOT_UPDATE_VERSION_INVALID', { version: native })
    }
    const done = await withRelease(context, given, async ({ store }) =>
      await rollBackLine({
        store,
        settings: {
          ...settings(context, { ...given, target: [target] }),
          effective: async file => await inForce(store, file)
        },
        target,
        native,
        to,
        version: given['app-version'],
        author: authorOf(context, 'hotupdate rollback', given),
        ports: deliveryPorts(context),
        make: deliverHere(context)
      }))
    return show(context, given.json, done, () => [
      message(context.locale, 'hotupdate.rolledBack', { ...done, places: done.places.length })
    ])
  }
})

export const verify = defineCommand({
  name: 'hotupdate verify',
  describe: 'command.hotupdateVerify',
  options,
  run: async (context, given) => {
    const { verifyHotUpdate } = await import('../../packaging/hot-update/verify-hot-update.js')
    return listed(
      context,
      given.json,
      await verifyHotUpdate(settings(context, given)),
      each => message(context.locale, 'hotupdate.verified', { ...each })
    )
  }
})

export const report = defineCommand({
  name: 'hotupdate report',
  describe: 'command.hotupdateReport',
  options: {
    ...options,
    last: {
      type: 'integer',
      value: 'N',
      default: '5',
      minimum: 1,
      maximum: 1000,
      describe: 'option.lastVersions'
    }
  },
  run: async (context, given) => {
    const { reportHotUpdate } = await import('../../packaging/hot-update/report-hot-update.js')
    return listed(
      context,
      given.json,
      await reportHotUpdate(settings(context, given), given.last),
      each =>
        message(context.locale, 'hotupdate.reportLine', {
          ...each,
          size: readableSize(each.bytes),
          delta: each.bytesWithDeltas === undefined
            ? ''
            : message(context.locale, 'hotupdate.withDeltas', { size: readableSize(each.bytesWithDeltas) })
        })
    )
  }
})

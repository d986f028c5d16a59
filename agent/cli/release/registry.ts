import { compareReleases } from '../../release/compare-releases.js'
import { editRelease } from '../../release/edit-release.js'
import { moveTo } from '../../release/move-release.js'
import { releaseKey } from '../../release/registry-model.js'
import type { Release } from '../../release/registry-model.js'
import { targetStates } from '../../release/target-state.js'
import type { TargetState } from '../../release/target-state.js'
import { PacklineError } from '../../errors.js'
import { readableSize } from '../run-summary.js'
import { defineCommand } from '../command.js'
import { jsonOrText } from './edit-values.js'
import { authorOf, changeOptions, namedRelease, releaseOptions, withRelease } from './open-release.js'
import { revisionLines, say, short, show, showRevision, table } from './show.js'

const target = { target: { type: 'string', value: 'ID', describe: 'option.target' } } as const

export const list = defineCommand({
  name: 'release list',
  describe: 'command.releaseList',
  options: releaseOptions,
  run: async (context, options) =>
    await withRelease(context, options, async ({ registry, store }) => {
      const releases = await registry.list()
      return show(context, options.json, { project: store.project, releases }, () =>
        releases.length === 0
          ? [say(context, 'release.none', { project: store.project })]
          : table([
            ['RELEASE', 'CREATED', 'BY', 'PACKAGES', 'SIZE', 'TARGETS', 'NOTES'],
            ...releases.map(release => [
              releaseKey(release),
              release.createdAt.slice(0, 16),
              release.createdBy,
              String(sum(release, 'rows')),
              readableSize(sum(release, 'sizeBytes')),
              Object
                .entries(release.targets)
                .map(([id, { state }]) => `${id}: ${state}`)
                .join(', '),
              short(release.notes)
            ])
          ]))
    })
})

export const showOne = defineCommand({
  name: 'release show',
  describe: 'command.releaseShow',
  positionals: ['RELEASE'],
  options: releaseOptions,
  run: async (context, options, [name = '']) =>
    await withRelease(context, options, async open => {
      const release = await open.registry.get(await namedRelease(open, name))
      const rows = Object.fromEntries(
        await Promise.all(
          Object
            .keys(release.targets)
            .map(async id => [id, await open.registry.rows(release, id)] as const)
        )
      )
      const history = (await open.store.history()).filter(({ changes }) =>
        changes.some(({ document }) => document === `releases/${releaseKey(release)}`)
      )
      return show(context, options.json, { ...release, rows, history }, () => [
        JSON.stringify(release, null, 2),
        ...Object.entries(rows).flatMap(([id, list]) =>
          list.map(row =>
            `${id}  ${row.platform}  ${row.channel}  ${row.pairing}  ${row.method}  ${row.signature}  ${
              row.artifacts.map(each => `${each.name} ${each.sha256.slice(0, 12)}`).join(' ')
            }`
          )
        ),
        ...history.flatMap(each => revisionLines(context, { ...each, changes: [] })),
        say(context, 'release.rebuild', {
          commits: short(release.rebuild.commits),
          command: release
            .rebuild
            .command
            .join(' ')
        })
      ])
    })
})

export const diff = defineCommand({
  name: 'release diff',
  describe: 'command.releaseDiff',
  positionals: ['A', 'B'],
  options: releaseOptions,
  run: async (context, options, [first = '', second = '']) =>
    await withRelease(context, options, async open => {
      const [from, to] = await Promise.all(
        [first, second].map(async name => await open.registry.get(await namedRelease(open, name)))
      )
      const difference = await compareReleases(open.registry, from!, to!)
      const { bytes } = difference
      return show(context, options.json, difference, () => [
        ...difference.rows.filter(({ change }) => change !== 'same').map(each =>
          `${each.change}  ${each.target}  ${each.row}  ${readableSize(each.bytesBefore)} → ${
            readableSize(each.bytesAfter)
          }`
        ),
        ...difference.assets.map(each =>
          `${each.change}  ${each.path}  ${readableSize(each.bytesBefore)} → ${readableSize(each.bytesAfter)}`
        ),
        ...difference.parameters.map(each => `${each.name}: ${short(each.before)} → ${short(each.after)}`),
        say(context, 'release.bytes', {
          rowsBefore: readableSize(bytes.rowsBefore),
          rowsAfter: readableSize(bytes.rowsAfter),
          assetsBefore: readableSize(bytes.assetsBefore),
          assetsAfter: readableSize(bytes.assetsAfter)
        })
      ])
    })
})

export const edit = defineCommand({
  name: 'release edit',
  describe: 'command.releaseEdit',
  positionals: ['RELEASE'],
  options: {
    ...changeOptions,
    notes: { type: 'string', value: 'TEXT', describe: 'option.notes' },
    param: { type: 'string', value: 'NAME=VALUE', multiple: true, describe: 'option.releaseParameter' }
  },
  run: async (context, options, [name = '']) =>
    await withRelease(context, options, async open => {
      const parameters = Object.fromEntries(options.param.map(each => {
        const [, parameter, value = ''] = /^([^=]+)=(.*)$/su.exec(each) ?? []
        if (parameter === undefined) {
          throw new PacklineError('USAGE_BAD_VALUE', {
            option: '--param',
            value: JSON.stringify(each),
            expected: 'NAME=VALUE'
          })
        }
        return [parameter, value === '' ? null : jsonOrText(value) as string | number | boolean]
      }))
      const edit = { parameters, ...options.notes === undefined ? {} : { notes: options.notes } }
      return showRevision(
        context,
        options.json,
        await editRelease(
          open.store,
          await namedRelease(open, name),
          edit,
          authorOf(context, 'release edit', options)
        )
      )
    })
})

export const move = defineCommand({
  name: 'release move',
  describe: 'command.releaseMove',
  positionals: ['RELEASE'],
  options: {
    ...changeOptions,
    ...target,
    state: { type: 'string', choices: targetStates, describe: 'option.state' }
  },
  run: async (context, options, [name = '']) =>
    await withRelease(context, options, async open => {
      const { target, state } = required('release move', { target: options.target, state: options.state })
      return showRevision(
        context,
        options.json,
        await moveTo(
          open.store,
          await namedRelease(open, name),
          target,
          state as TargetState,
          authorOf(context, 'release move', options)
        )
      )
    })
})

export const submit = defineCommand({
  name: 'release submit',
  describe: 'command.releaseSubmit',
  positionals: ['RELEASE'],
  options: { ...changeOptions, ...target },
  run: async (context, options, [name = '']) =>
    await withRelease(context, options, async open => {
      const { target } = required('release submit', { target: options.target })
      return showRevision(
        context,
        options.json,
        await moveTo(
          open.store,
          await namedRelease(open, name),
          target,
          'in-review',
          authorOf(context, 'release submit', options)
        )
      )
    })
})

export const history = defineCommand({
  name: 'release history',
  describe: 'command.releaseHistory',
  options: {
    ...releaseOptions,
    last: {
      type: 'integer',
      value: 'N',
      default: '20',
      minimum: 1,
      maximum: 100_000,
      describe: 'option.last'
    }
  },
  run: async (context, options) =>
    await withRelease(context, options, async ({ store }) => {
      const revisions = (await store.history()).slice(-options.last)
      return show(
        context,
        options.json,
        { project: store.project, revisions },
        () => revisions.flatMap(each => revisionLines(context, each))
      )
    })
})

/** Throws USAGE_MISSING_ARGUMENT for the first option that was not given. */
export function required<T extends Record<string, string | undefined>> (
  command: string,
  options: T
): { [K in keyof T]: string } {
  for (const [name, value] of Object.entries(options)) {
    if (value === undefined) {
      throw new PacklineError('USAGE_MISSING_ARGUMENT', { command, argument: `--${name}` })
    }
  }
  return options as { [K in keyof T]: string }
}

function sum ({ targets }: Release, field: 'rows' | 'sizeBytes'): number {
  return Object.values(targets).reduce((total, each) => total + each[field], 0)
}

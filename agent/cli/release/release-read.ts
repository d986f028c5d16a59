import { namedRelease } from '../../release/named-release.js'
import { compareReleases } from '../../release/compare-releases.js'
import { releaseKey } from '../../release/registry-model.js'
import type { PackageRow, Release } from '../../release/registry-model.js'
import { wayName } from '../../messages/recorded-words.js'
import { readableSize } from '../../messages/readable-size.js'
import { agoText } from '../../messages/durations.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { outline } from '../document-outline.js'
import { releaseOptions, withRelease } from './open-release.js'
import { heads, listed, revisionLines, say, short } from './show.js'
import { show, table } from '../terminal.js'

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
          : table(
            context,
            heads(context, 'release', 'created', 'by', 'packages', 'size', 'targets', 'notes'),
            releases.map(release => [
              releaseKey(release),
              agoText(context.locale, release.createdAt, Date.now()),
              release.createdBy,
              String(sum(release, 'rows')),
              readableSize(sum(release, 'sizeBytes')),
              listed(
                context,
                Object.entries(release.targets).map(([name, { state }]) =>
                  say(context, 'list.pair', { name, value: say(context, `board.state.${state}`) })
                )
              ),
              short(release.notes)
            ])
          ))
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
      const targets = Object.keys(release.targets)
      const rows = Object.fromEntries(
        await Promise.all(targets.map(async id => [id, await open.registry.rows(release, id)] as const))
      )
      const history = (await open.store.history()).filter(({ changes }) =>
        changes.some(({ document }) => document === `releases/${releaseKey(release)}`)
      )
      return show(context, options.json, { ...release, rows, history }, () => [
        ...outline(release),
        ...rowTable(context, rows),
        ...history.flatMap(each => revisionLines(context, { ...each, changes: [] })),
        rebuildLine(context, release.rebuild)
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
      const find = async (name: string): Promise<Release> =>
        await open.registry.get(await namedRelease(open, name))
      const [from, to] = await Promise.all([find(first), find(second)])
      const difference = await compareReleases(open.registry, from, to)
      const { bytes, rows } = difference
      const changed = rows.filter(({ change }) => change !== 'same')
      return show(context, options.json, difference, () => [
        ...difference.commits.map(each =>
          say(context, 'release.commits', { ...each, before: short(each.before), after: short(each.after) })
        ),
        ...rows.length > 0 && changed.length === 0
          ? [say(context, 'release.samePackages', { count: rows.length })]
          : [],
        ...changed.flatMap(each => [
          `${changeText(context, each)}  ${each.target}  ${each.row}  ${sizes(each)}`,
          ...(each.entries ?? []).map(entry =>
            `    ${changeText(context, entry)}  ${entry.path}  ${sizes(entry)}`
          )
        ]),
        ...difference.assets.map(each => `${changeText(context, each)}  ${each.path}  ${sizes(each)}`),
        ...difference.hotUpdates.map(each =>
          say(context, 'lines.difference', {
            ...each,
            size: each.bytes === null ? '–' : readableSize(each.bytesWithDeltas ?? each.bytes)
          })
        ),
        ...[...difference.parameters, ...difference.images].map(({ name, before, after }) =>
          say(context, 'list.pair', { name, value: `${short(before)} → ${short(after)}` })
        ),
        say(context, 'release.bytes', {
          rowsBefore: readableSize(bytes.rowsBefore),
          rowsAfter: readableSize(bytes.rowsAfter),
          assetsBefore: readableSize(bytes.assetsBefore),
          assetsAfter: readableSize(bytes.assetsAfter)
        })
      ])
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

/** How a release is made again; what was built from no repository names none. */
function rebuildLine (context: CommandContext, { commits, command }: Release['rebuild']): string {
  const words = { command: command.join(' ') }
  const sources = Object.entries(commits).map(each => each.join(' '))
  return sources.length === 0
    ? say(context, 'release.rebuild', words)
    : say(context, 'release.rebuildOf', { ...words, commits: sources })
}

function changeText (context: CommandContext, { change }: { change: string }): string {
  return change === 'added' || change === 'removed' || change === 'changed'
    ? say(context, `release.change.${change}`)
    : change
}

/** The packages of a release, a row each. */
function rowTable (context: CommandContext, rows: Record<string, readonly PackageRow[]>): string[] {
  const all = Object.entries(rows).flatMap(([id, list]) =>
    list.map(row => [
      id,
      row.platform,
      row.channel,
      row.pairing,
      wayName(context.locale, row.method),
      say(context, `signature.${row.signature}`),
      row.artifacts.map(each => `${each.name} ${each.sha256.slice(0, 12)}`).join(' ')
    ])
  )
  if (all.length === 0) return []
  const names = heads(context, 'target', 'platform', 'channel', 'pairing', 'method', 'signature', 'files')
  return ['', ...table(context, names, all), '']
}

function sum ({ targets }: Release, field: 'rows' | 'sizeBytes'): number {
  return Object.values(targets).reduce((total, each) => total + each[field], 0)
}

function sizes ({ bytesBefore, bytesAfter }: { bytesBefore: number, bytesAfter: number }): string {
  return `${readableSize(bytesBefore)} → ${readableSize(bytesAfter)}`
}

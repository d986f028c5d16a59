import { join } from 'node:path'
import {
  finishPrune,
  prunable,
  prunableArtifacts,
  recordedUpdates,
  recordPrune
} from '../../release/prune.js'
import { openPublisher } from '../../release/publish/open-publisher.js'
import { pruneArtifacts } from '../../release/publish/prune-place.js'
import type { PrunedFiles } from '../../release/publish/publisher.js'
import { publishersKey } from '../../release/publisher-record.js'
import type { PublisherRecords } from '../../release/publisher-record.js'
import type { Removable } from '../../release/release-retention.js'
import { openStore } from '../../release/store/open-store.js'
import { readableSize } from '../../messages/readable-size.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { publisherContext } from './deliver-here.js'
import { authorOf, changeOptions, withRelease } from './open-release.js'
import type { OpenRelease } from './open-release.js'
import { say } from './show.js'
import { show } from '../terminal.js'
import { projectFolder } from '../../config/find-project.js'

const command = 'release prune'

interface PrunedPlace extends PrunedFiles {
  place: string
  /** A command's, which keeps its own order. */
  isSkipped?: true
}

export const pruneCommand = defineCommand({
  name: command,
  describe: 'command.releasePrune',
  options: {
    ...changeOptions,
    keep: {
      type: 'integer',
      value: 'N',
      default: '10',
      minimum: 1,
      maximum: 10_000,
      describe: 'option.pruneKeep'
    },
    days: {
      type: 'integer',
      value: 'N',
      default: '30',
      minimum: 0,
      maximum: 36_500,
      describe: 'option.pruneDays'
    },
    apply: { type: 'boolean', describe: 'option.pruneApply' }
  },
  run: async (context, options) =>
    await withRelease(context, options, async open => {
      const author = authorOf(context, command, options)
      const before = new Date(Date.now() - options.days * 24 * 3600 * 1000).toISOString()
      const policy = { keep: options.keep, before }
      const isDryRun = !options.apply
      // What goes is decided by what is recorded, and written down before the first byte goes.
      const gone = isDryRun
        ? await prunable(open.store, policy)
        : await recordPrune(open.store, policy, author)
      const folder = projectFolder(context.cwd, options.project)
      const places = [
        ...await prunePlaces(context, open, gone, isDryRun),
        ...await pruneKept(context, open, folder, gone, isDryRun),
        ...await pruneHistoryHere(context, open, folder, gone, { ...policy, isDryRun })
      ]
      if (!isDryRun && !places.some(({ isSkipped }) => isSkipped)) await finishPrune(open.store, gone, author)
      const document = { project: open.store.project, dryRun: isDryRun, ...gone, places }
      return show(context, options.json, document, () => [
        ...gone.packages,
        ...gone.updates.map(({ target, version }) => `${target} ${version}`),
        ...places.map(each => placeLine(context, each, isDryRun)),
        ...isDryRun ? [say(context, 'release.dryRun')] : []
      ])
    })
})

async function prunePlaces (
  context: CommandContext,
  { store }: OpenRelease,
  gone: Removable,
  isDryRun: boolean
): Promise<PrunedPlace[]> {
  const pruned: PrunedPlace[] = []
  for (const record of Object.values(await store.read<PublisherRecords>(publishersKey) ?? {})) {
    const publisher = await openPublisher(record, publisherContext(context))
    try {
      const files = await publisher.prune(gone, isDryRun, context.signal)
      pruned.push({ place: record.place, ...files ?? { files: 0, sizeBytes: 0, isSkipped: true } })
    } finally {
      await publisher.close()
    }
  }
  return pruned
}

async function pruneKept (
  { environment, signal }: CommandContext,
  { store, file }: OpenRelease,
  folder: string,
  gone: Removable,
  isDryRun: boolean
): Promise<PrunedPlace[]> {
  const kept = file?.packages.artifacts
  if (kept === undefined) return []
  const artifacts = await openStore(kept.store, kept.token, { environment, cwd: folder })
  const place = artifacts.place
  try {
    return [{
      place,
      ...await pruneArtifacts(artifacts, await prunableArtifacts(store, gone), isDryRun, signal)
    }]
  } finally {
    await artifacts.close()
  }
}

async function pruneHistoryHere (
  { signal }: CommandContext,
  { store, file }: OpenRelease,
  folder: string,
  gone: Removable,
  policy: { keep: number, before: string, isDryRun: boolean }
): Promise<PrunedPlace[]> {
  if (file?.packages.hotUpdate === undefined) return []
  const { pruneHistory } = await import('../../packaging/hot-update/prune-history.js')
  const output = join(folder, file.packages.hotUpdate.output)
  const [old, recorded] = [new Set(gone.updates.map(({ from }) => from)), await recordedUpdates(store)]
  const isNeeded = (from: string): boolean => recorded.has(from) && !old.has(from)
  const { files, sizeBytes } = await pruneHistory({ output, isNeeded, signal, ...policy })
  return [{ place: output, files, sizeBytes }]
}

function placeLine (
  context: CommandContext,
  { place, files, sizeBytes, isSkipped }: PrunedPlace,
  isDryRun: boolean
): string {
  if (isSkipped) return say(context, 'release.pruneSkipped', { place })
  const key = isDryRun ? 'release.prunable' : 'release.pruned'
  return say(context, key, { place, files, size: readableSize(sizeBytes) })
}

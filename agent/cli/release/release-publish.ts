import { resolve } from 'node:path'
import { PacklineError } from '../../errors.js'
import { phrase } from '../../messages/phrase.js'
import { namedRelease } from '../../release/named-release.js'
import { givePublisher } from '../../release/publish/open-publisher.js'
import { filesOf } from '../../release/publish/publisher.js'
import type { Delivery, PublishFile } from '../../release/publish/publisher.js'
import { publishRelease } from '../../release/publish/publish-release.js'
import { rowArtifacts } from '../../release/publish/row-artifacts.js'
import type { LineUpdate } from '../../release/hot-update-line.js'
import type { PublisherRecord } from '../../release/publisher-record.js'
import { noTarget, placeOf, releaseKey } from '../../release/registry-model.js'
import type { Artifact, Release } from '../../release/registry-model.js'
import type { Author } from '../../release/release-store.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { readableSize } from '../../messages/readable-size.js'
import { deliveryPorts, publisherContext } from './deliver-here.js'
import { withKept } from './kept-packages.js'
import { authorOf, changeOptions, withRelease } from './open-release.js'
import type { OpenRelease } from './open-release.js'
import { earlierPlace, publisherOptions, recordOf } from './publisher-options.js'
import { say } from './show.js'
import { eventsOption, sentFiles, showSent } from './sent.js'

const command = 'release publish'

export const publishCommand = defineCommand({
  name: command,
  describe: 'command.releasePublish',
  positionals: ['RELEASE'],
  passThrough: true,
  options: {
    ...changeOptions,
    target: { type: 'string', value: 'ID', default: noTarget, describe: 'option.publishTarget' },
    files: { type: 'string', value: 'DIR', describe: 'option.publishFiles' },
    fetch: { type: 'boolean', describe: 'option.publishFetch' },
    'hot-update': { type: 'string', value: 'DIR', describe: 'option.publishHotUpdate' },
    ...publisherOptions,
    'dry-run': { type: 'boolean', describe: 'option.dryRun' },
    ...eventsOption
  },
  run: async (context, options, [name = '', ...words]) =>
    await withRelease(context, options, async open => {
      // A hot update comes long after its packages, from a workspace that has others by then.
      if (options.fetch && options.files !== undefined) {
        throw new PacklineError('USAGE_BAD_VALUE', {
          option: '--files',
          value: JSON.stringify(options.files),
          expected: phrase('expected.filesOrFetch')
        })
      }
      const hasPackages = options['hot-update'] === undefined || options.files !== undefined || options.fetch
      const author = authorOf(context, command, options)
      const release = await open.registry.get(await namedRelease(open, name))
      const { target } = options
      placeOf(release, target)
      const hotUpdate = options['hot-update'] === undefined
        ? { files: [], update: undefined }
        : await hotUpdateIn(resolve(context.cwd, options['hot-update']), target, release.version)
      const { place } = options
      const homes = {
        targets: hasPackages ? [target] : [],
        hotUpdates: hotUpdate.update === undefined ? [] : [target]
      }
      const record = place === undefined
        ? recordOf(context, command, options, words, homes)
        : await earlierPlace(open.store, command, { ...options, place }, words, homes)
      const { update } = hotUpdate
      const rows = hasPackages ? await open.registry.rows(release, target) : []
      const artifacts = await rowArtifacts(open.registry, release, rows)
      if (update !== undefined) await open.registry.checkHotUpdate(target, update, release.version)
      const prepared = { release, target, artifacts, hotUpdate, record, author }
      const hand = async (folder: string): Promise<number> =>
        await handOver(context, options, open, prepared, folder)
      // What was kept by its digest is published when no workspace has it any more.
      return options.files === undefined && hasPackages
        ? await withKept(context, open, options, artifacts, hand)
        : await hand(resolve(context.cwd, options.files ?? '.'))
    })
})

interface Prepared {
  release: Release
  target: string
  artifacts: readonly Artifact[]
  hotUpdate: { files: PublishFile[], update: LineUpdate | undefined }
  record: PublisherRecord
  author: Author
}

/** Hands the files over, or tells what would be. */
async function handOver (
  context: CommandContext,
  options: { json: boolean, events: boolean, 'dry-run': boolean, place: string | undefined },
  { store }: OpenRelease,
  { release, target, artifacts, hotUpdate: { files: hotUpdate, update }, record, author }: Prepared,
  folder: string
): Promise<number> {
  const name = releaseKey(release)
  const files = await filesOf(folder, artifacts)
  const delivery: Delivery = { project: store.project, release: name, target, files, hotUpdate }
  const together = update && { id: `${target} ${update.version}`, files: hotUpdate }
  const sent = sentFiles(context, options.events, files, together)
  if (options['dry-run']) {
    const document = { ...delivery, place: record.place, dryRun: true }
    return showSent(context, options, document, () => [
      ...fileLines(delivery),
      say(context, 'release.dryRun')
    ])
  }
  // What the shared registry says of a place was not said on this machine.
  if (options.place === undefined) await givePublisher(record, publisherContext(context))
  sent.begin()
  const published = { delivery, record, update }
  const ports = deliveryPorts(context)
  const result = await publishRelease(store, release, published, author, ports, (file, outcome) => {
    sent.there(file, outcome)
  })
  sent.end()
  const words = { ...result, size: readableSize(result.bytes), release: name, target }
  return showSent(context, options, { ...result, release: name, target }, () => [
    say(context, 'release.published', words)
  ])
}

async function hotUpdateIn (...place: [folder: string, target: string, native: string]) {
  const { updateToPublish } = await import('../../packaging/hot-update/player-downloads.js')
  return await updateToPublish(...place)
}

function fileLines ({ files, hotUpdate }: Delivery): string[] {
  return [...files, ...hotUpdate].map(({ name, sizeBytes, sha256 }) =>
    `${name}  ${readableSize(sizeBytes)}  ${sha256.slice(0, 12)}`
  )
}

import { PacklineError } from '../../errors.js'
import { recordAudit } from '../../farm/audit.js'
import { packlineHome } from '../../config/home.js'
import { ProofRecords } from '../../health/proof-records.js'
import { basesNow, writeBases } from '../../images/pin-bases.js'
import type { PinnedBase } from '../../images/pin-bases.js'
import { pruneImages } from '../../images/prune-images.js'
import type { PrunedImage } from '../../images/prune-images.js'
import type { ImageRecord } from '../../images/image-records.js'
import { agoText } from '../../messages/durations.js'
import { readableSize } from '../../messages/readable-size.js'
import { actingPerson } from '../acting-person.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { authorOf } from '../release/open-release.js'
import { say } from '../release/show.js'
import { printLines, show, table, tell } from '../terminal.js'
import { chosenImages, imageOptions, withImages, withMachine } from './open-images.js'

export const list = defineCommand({
  name: 'image list',
  describe: 'command.imageList',
  positionals: ['[NAME]'],
  options: imageOptions,
  run: async (context, options, names) =>
    await withImages(context, options, async open => {
      const isOne = names.length > 0
      const rows: Array<{ image: string, record: ImageRecord | undefined }> = []
      for (const [image] of chosenImages(open, names)) {
        const all = await open.records.list(image)
        if (isOne) rows.push(...all.map(record => ({ image, record })))
        else rows.push({ image, record: all[0] })
      }
      const document = { images: rows.map(({ image, record }) => ({ image, last: record ?? null })) }
      return show(
        context,
        options.json,
        isOne
          ? { image: names[0], builds: rows.map(({ record }) => record) }
          : document,
        () => rows.length === 0 && !isOne ? [say(context, 'image.none')] : recordTable(context, rows)
      )
    })
})

function recordTable (
  context: CommandContext,
  rows: ReadonlyArray<{ image: string, record: ImageRecord | undefined }>
): string[] {
  return table(
    context,
    (['image', 'built', 'digest', 'tags', 'size', 'packages', 'commit'] as const).map(column =>
      say(context, `image.column.${column}`)
    ),
    rows.map(({ image, record }) =>
      record === undefined
        ? [image, say(context, 'image.never')]
        : [
          image,
          agoText(context.locale, record.at, Date.now()),
          record.digest.slice(0, 19),
          record.tags.join(', '),
          readableSize(record.sizeBytes),
          String(record.packages),
          record.commit?.slice(0, 12) ?? ''
        ]
    )
  )
}

export const bom = defineCommand({
  name: 'image bom',
  describe: 'command.imageBom',
  positionals: ['NAME'],
  options: {
    digest: { type: 'string', value: 'DIGEST', describe: 'option.imageDigest' },
    project: imageOptions.project,
    config: imageOptions.config
  },
  run: async (context, options, [image = '']) =>
    await withImages(context, options, async open => {
      chosenImages(open, [image])
      const { digest = '' } = options
      const wanted = digest.startsWith('sha256:') ? digest : `sha256:${digest}`
      const record = (await open.records.list(image)).find(each => each.digest.startsWith(wanted))
      if (record === undefined) throw new PacklineError('CONTAINER_RECORD_GONE', { image, digest })
      printLines(context, (await open.records.bomOf(record)).trimEnd().split('\n'))
      return 0
    })
})

export const prune = defineCommand({
  name: 'image prune',
  describe: 'command.imagePrune',
  positionals: ['[NAME…]'],
  options: {
    ...imageOptions,
    'dry-run': { type: 'boolean', describe: 'option.imageDryRun' },
    why: { type: 'string', value: 'TEXT', describe: 'option.why' }
  },
  run: async (context, options, names) =>
    await withImages(context, options, async open => {
      const author = options['dry-run'] ? undefined : authorOf(context, 'image prune', options)
      const releases = await open.registry.list()
      const pruned = await withMachine(context, options.config, async ({ registry }, device) => {
        const all: PrunedImage[] = []
        for (const [image, settings] of chosenImages(open, names)) {
          const { records, file: { sites } } = open
          const found = await pruneImages(image, settings, { records, registry, releases, sites, author })
          tellPruned(context, image, found, author === undefined)
          all.push(...found)
        }
        const gone = all.filter(({ keptBy }) => keptBy === undefined)
        if (author !== undefined && gone.length > 0) {
          await recordAudit(packlineHome(context.environment), {
            at: new Date().toISOString(),
            action: 'image prune',
            by: actingPerson(context.environment),
            from: 'command line',
            device,
            details: {
              project: open.store.project,
              why: author.why,
              gone: gone.map(({ image, digest }) => ({ image, digest }))
            }
          })
        }
        return all
      })
      await new ProofRecords(packlineHome(context.environment), 'image')
        .keepOnly(`${open.store.project}.`, Object.keys(open.file.images))
      return show(context, options.json, { isDryRun: author === undefined, images: pruned }, () => [])
    })
})

function tellPruned (
  context: CommandContext,
  image: string,
  found: readonly PrunedImage[],
  isDryRun: boolean
): void {
  const gone = found.filter(({ keptBy }) => keptBy === undefined)
  tell(context, isDryRun ? 'image.wouldPrune' : 'image.pruned', { image, count: gone.length })
  for (const { digest, keptBy } of found) {
    if (keptBy !== undefined) tell(context, 'image.kept', { image, digest: digest.slice(0, 19), tag: keptBy })
  }
}

export const pin = defineCommand({
  name: 'image pin',
  describe: 'command.imagePin',
  positionals: ['[NAME…]'],
  options: imageOptions,
  run: async (context, options, names) =>
    await withImages(context, options, async open => {
      const pinned: Array<PinnedBase & { image: string }> = []
      await withMachine(context, options.config, async ({ registry }) => {
        for (const [image, settings] of chosenImages(open, names)) {
          const bases = await basesNow(image, settings, { project: open.folder, registry })
          const changed = bases.filter(({ digest, before }) => digest !== before)
          for (const { base, digest } of changed) tell(context, 'image.pinned', { base, digest })
          if (changed.length === 0) tell(context, 'image.alreadyPinned', { image })
          else await writeBases(open.path, image, changed)
          pinned.push(...bases.map(base => ({ image, ...base })))
        }
      })
      return show(context, options.json, { bases: pinned }, () => [])
    })
})

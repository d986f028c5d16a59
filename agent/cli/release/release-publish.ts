import { resolve } from 'node:path'
import { PacklineError } from '../../errors.js'
import { hotUpdateFiles } from '../../release/publish/hot-update-files.js'
import { givePublisher, openPublisher } from '../../release/publish/open-publisher.js'
import { filesOf } from '../../release/publish/publisher.js'
import type { Delivery } from '../../release/publish/publisher.js'
import { rowArtifacts } from '../../release/publish/row-artifacts.js'
import type { PublisherRecord } from '../../release/publisher-record.js'
import { recordPublished } from '../../release/record-published.js'
import { noTarget, placeOf, releaseKey } from '../../release/registry-model.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { readableSize } from '../run-summary.js'
import { publisherContext } from './deliver-here.js'
import { authorOf, changeOptions, namedRelease, withRelease } from './open-release.js'
import { required } from './required-option.js'
import { say, show } from './show.js'

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
    'hot-update': { type: 'string', value: 'DIR', describe: 'option.publishHotUpdate' },
    folder: { type: 'string', value: 'DIR', describe: 'option.publishFolder' },
    url: { type: 'string', value: 'URL', describe: 'option.publishUrl' },
    token: { type: 'string', value: 'file:PATH|env:NAME', describe: 'option.publishToken' },
    variable: { type: 'string', value: 'NAME', multiple: true, describe: 'option.publishVariable' },
    'dry-run': { type: 'boolean', describe: 'option.dryRun' }
  },
  run: async (context, options, [name = '', ...words]) =>
    await withRelease(context, options, async open => {
      // A hot update comes long after its packages, from a workspace that has others by then.
      const from = options['hot-update'] === undefined
        ? required(command, 'files', options.files)
        : options.files
      const author = authorOf(context, command, options)
      const release = await open.registry.get(await namedRelease(open, name))
      const { target } = options
      placeOf(release, target)
      const rows = await open.registry.rows(release, target)
      const hotUpdate = options['hot-update'] === undefined
        ? { files: [], update: undefined }
        : await hotUpdateFiles(resolve(context.cwd, options['hot-update']), target, release.version)
      const delivery: Delivery = {
        project: open.store.project,
        release: releaseKey(release),
        target,
        files: from === undefined
          ? []
          : await filesOf(resolve(context.cwd, from), await rowArtifacts(open.registry, release, rows)),
        hotUpdate: hotUpdate.files
      }
      const record = recordOf(context, options, words, {
        targets: from === undefined ? [] : [target],
        hotUpdates: hotUpdate.update === undefined ? [] : [target]
      })
      const { update } = hotUpdate
      if (update !== undefined) await open.registry.checkHotUpdate(target, update, release.version)
      if (options['dry-run']) {
        const document = { ...delivery, place: record.place, dryRun: true }
        return show(context, options.json, document, () => [
          ...fileLines(delivery),
          say(context, 'release.dryRun')
        ])
      }
      if (update !== undefined) {
        // A version is taken before its first byte leaves: nobody else can use it for other bytes.
        const { version, digest } = update
        const { by, why } = author
        await open.registry.recordHotUpdate(release, target, { version, digest }, { by, why })
      }
      const places = publisherContext(context)
      await givePublisher(record, places)
      const publisher = await openPublisher(record, places)
      const result = await publisher.publish(delivery, context.signal).finally(async () => {
        await publisher.close()
      })
      const revision = await recordPublished(open.store, release, target, { record, update }, author)
      const document = { ...result, revision: revision?.revision ?? null }
      return show(context, options.json, document, () => [
        say(context, 'release.published', {
          ...result,
          size: readableSize(result.bytes),
          release: delivery.release,
          target
        })
      ])
    })
})

function fileLines ({ files, hotUpdate }: Delivery): string[] {
  return [...files, ...hotUpdate].map(({ name, sizeBytes, sha256 }) =>
    `${name}  ${readableSize(sizeBytes)}  ${sha256.slice(0, 12)}`
  )
}

function recordOf (
  { cwd }: CommandContext,
  { folder, url, token, variable }: {
    folder: string | undefined
    url: string | undefined
    token: string | undefined
    variable: string[]
  },
  words: readonly string[],
  targets: Pick<PublisherRecord, 'targets' | 'hotUpdates'>
): PublisherRecord {
  const given = [folder !== undefined, url !== undefined, words.length > 0].filter(Boolean)
  if (given.length !== 1) {
    throw new PacklineError('USAGE_MISSING_ARGUMENT', {
      command,
      argument: '--folder DIR | --url URL | -- COMMAND'
    })
  }
  const bad = variable.find(name => words.length === 0 || !/^[A-Za-z_]\w*$/.test(name))
  if (bad !== undefined) {
    throw new PacklineError('USAGE_BAD_VALUE', {
      option: '--variable',
      value: JSON.stringify(bad),
      expected: 'the name of a variable, for a command after --'
    })
  }
  if (folder !== undefined) return { reach: 'folder', place: resolve(cwd, folder), ...targets }
  if (url === undefined) {
    return {
      reach: 'command',
      place: words.join(' '),
      ...targets,
      command: [...words],
      cwd,
      ...variable.length > 0 && { variables: [...new Set(variable)].sort() }
    }
  }
  if (!/^(https?|s3|oss):\/\/[^\s@]+$/.test(url)) {
    throw new PacklineError('USAGE_BAD_VALUE', {
      option: '--url',
      value: JSON.stringify(url),
      expected: 'an address that begins with http://, https://, s3:// or oss://, without a password'
    })
  }
  return {
    reach: 'http',
    place: url.replace(/\/+$/, ''),
    ...targets,
    ...token === undefined ? {} : { token: wholeReference(token, cwd) }
  }
}

/** Whoever delivers later may stand in another folder. */
function wholeReference (token: string, cwd: string): string {
  return token.startsWith('env:') ? token : `file:${resolve(cwd, token.replace(/^file:/, ''))}`
}

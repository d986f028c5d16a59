import { resolve } from 'node:path'
import { readSecret } from '../../config/secret.js'
import { PacklineError } from '../../errors.js'
import { announceHotUpdate, moveTo } from '../../release/move-release.js'
import { hotUpdateFiles } from '../../release/publish/hot-update-files.js'
import { filesOf } from '../../release/publish/publisher.js'
import type { Delivery, Publisher } from '../../release/publish/publisher.js'
import { noTarget, releaseKey } from '../../release/registry-model.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { readableSize } from '../run-summary.js'
import { authorOf, changeOptions, namedRelease, withRelease } from './open-release.js'
import { required } from './registry.js'
import { say, show } from './show.js'

export const publishCommand = defineCommand({
  name: 'release publish',
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
    'dry-run': { type: 'boolean', describe: 'option.dryRun' }
  },
  run: async (context, options, [name = '', ...command]) =>
    await withRelease(context, options, async open => {
      const { files: from } = required('release publish', { files: options.files })
      const author = authorOf(context, 'release publish', options)
      const release = await open.registry.get(await namedRelease(open, name))
      const place = release.targets[options.target]
      if (place === undefined) {
        throw new PacklineError('RELEASE_NOT_AT_TARGET', {
          release: releaseKey(release),
          target: options.target,
          known: Object.keys(release.targets).join(', ') || 'none'
        })
      }
      const rows = await open.registry.rows(release, options.target)
      const hotUpdate = options['hot-update'] === undefined
        ? { files: [] }
        : await hotUpdateFiles(resolve(context.cwd, options['hot-update']), options.target)
      const delivery: Delivery = {
        project: open.store.project,
        release: releaseKey(release),
        target: options.target,
        files: await filesOf(resolve(context.cwd, from), rows.flatMap(row => row.artifacts)),
        hotUpdate: hotUpdate.files
      }
      const publisher = await publisherOf(context, options, command)
      if (hotUpdate.update !== undefined) await open.registry.checkHotUpdate(options.target, hotUpdate.update)
      if (options['dry-run']) {
        return show(
          context,
          options.json,
          { ...delivery, place: publisher.place, dryRun: true },
          () =>
            [
              ...delivery.files,
              ...delivery.hotUpdate
            ]
              .map(file => `${file.name}  ${readableSize(file.sizeBytes)}  ${file.sha256.slice(0, 12)}`)
              .concat(say(context, 'release.dryRun'))
        )
      }
      if (hotUpdate.update !== undefined) {
        await open.registry.recordHotUpdate(
          release,
          options.target,
          hotUpdate.update,
          { by: author.by, why: author.why }
        )
      }
      const result = await publisher.publish(delivery, context.signal)
      // Said to be published only after it is.
      const tell = place.state === 'packaged'
        ? moveTo(open.store, release, options.target, 'published', author)
        : hotUpdate.update === undefined
        ? undefined
        : announceHotUpdate(open.store, release, options.target, author)
      const revision = await tell
      return show(
        context,
        options.json,
        { ...result, revision: revision?.revision ?? null },
        () => [
          say(context, 'release.published', {
            ...result,
            size: readableSize(result.bytes),
            release: delivery.release,
            target: options.target
          })
        ]
      )
    })
})

async function publisherOf (
  context: CommandContext,
  { folder, url, token }: { folder: string | undefined, url: string | undefined, token: string | undefined },
  command: readonly string[]
): Promise<Publisher> {
  const { cwd, environment } = context
  const given = [folder !== undefined, url !== undefined, command.length > 0].filter(Boolean)
  if (given.length !== 1) {
    throw new PacklineError('USAGE_MISSING_ARGUMENT', {
      command: 'release publish',
      argument: '--folder DIR | --url URL | -- COMMAND'
    })
  }
  if (folder !== undefined) {
    return (await import('../../release/publish/folder-publisher.js')).folderPublisher(resolve(cwd, folder))
  }
  if (url === undefined) {
    return (await import('../../release/publish/command-publisher.js')).commandPublisher({
      command,
      cwd,
      environment
    })
  }
  if (!/^https?:\/\/[^\s@]+$/.test(url)) {
    throw new PacklineError('USAGE_BAD_VALUE', {
      option: '--url',
      value: JSON.stringify(url),
      expected: 'an address that begins with http:// or https://, without a password'
    })
  }
  const { httpPublisher } = await import('../../release/publish/http-publisher.js')
  return httpPublisher({
    url,
    ...token === undefined ? {} : { token: await readSecret(token, environment, cwd) }
  })
}

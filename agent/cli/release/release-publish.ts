import { resolve } from 'node:path'
import { readSecret } from '../../config/secret.js'
import { PacklineError } from '../../errors.js'
import { announceHotUpdate, moveTo } from '../../release/move-release.js'
import { hotUpdateFiles } from '../../release/publish/hot-update-files.js'
import { filesOf } from '../../release/publish/publisher.js'
import type { Delivery, Publisher } from '../../release/publish/publisher.js'
import { rowArtifacts } from '../../release/publish/row-artifacts.js'
import { noTarget, placeOf, releaseKey } from '../../release/registry-model.js'
import type { ReleaseName } from '../../release/registry.js'
import type { Author } from '../../release/release-store.js'
import type { Revision } from '../../release/revision.js'
import type { ObjectStore } from '../../release/store/object-store.js'
import type { TargetState } from '../../release/target-state.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { readableSize } from '../run-summary.js'
import { authorOf, changeOptions, namedRelease, withRelease } from './open-release.js'
import type { OpenRelease } from './open-release.js'
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
    'dry-run': { type: 'boolean', describe: 'option.dryRun' }
  },
  run: async (context, options, [name = '', ...words]) =>
    await withRelease(context, options, async open => {
      const from = resolve(context.cwd, required(command, 'files', options.files))
      const author = authorOf(context, command, options)
      const release = await open.registry.get(await namedRelease(open, name))
      const { target } = options
      const { state } = placeOf(release, target)
      const rows = await open.registry.rows(release, target)
      const hotUpdate = options['hot-update'] === undefined
        ? { files: [] }
        : await hotUpdateFiles(resolve(context.cwd, options['hot-update']), target)
      const delivery: Delivery = {
        project: open.store.project,
        release: releaseKey(release),
        target,
        files: await filesOf(from, await rowArtifacts(open.registry, release, rows)),
        hotUpdate: hotUpdate.files
      }
      const publisher = await publisherOf(context, options, words)
      const { update } = hotUpdate
      if (update !== undefined) await open.registry.checkHotUpdate(target, update)
      if (options['dry-run']) {
        const document = { ...delivery, place: publisher.place, dryRun: true }
        return show(context, options.json, document, () => [
          ...fileLines(delivery),
          say(context, 'release.dryRun')
        ])
      }
      if (update !== undefined) {
        const { by, why } = author
        await open.registry.recordHotUpdate(release, target, update, { by, why })
      }
      const result = await publisher.publish(delivery, context.signal)
      const revision = await tell(open, release, target, state, update !== undefined, author)
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

/** Only after it is published it is said to be. */
async function tell (
  { store }: OpenRelease,
  release: ReleaseName,
  target: string,
  state: TargetState,
  hasHotUpdate: boolean,
  author: Author
): Promise<Revision | undefined> {
  if (state === 'packaged') return await moveTo(store, release, target, 'published', author)
  return hasHotUpdate ? await announceHotUpdate(store, release, target, author) : undefined
}

function fileLines ({ files, hotUpdate }: Delivery): string[] {
  return [...files, ...hotUpdate].map(({ name, sizeBytes, sha256 }) =>
    `${name}  ${readableSize(sizeBytes)}  ${sha256.slice(0, 12)}`
  )
}

async function publisherOf (
  context: CommandContext,
  { folder, url, token }: { folder: string | undefined, url: string | undefined, token: string | undefined },
  words: readonly string[]
): Promise<Publisher> {
  const { cwd, environment } = context
  const given = [folder !== undefined, url !== undefined, words.length > 0].filter(Boolean)
  if (given.length !== 1) {
    throw new PacklineError('USAGE_MISSING_ARGUMENT', {
      command,
      argument: '--folder DIR | --url URL | -- COMMAND'
    })
  }
  if (folder !== undefined) {
    const { folderStore } = await import('../../release/store/folder-store.js')
    return await toStore(folderStore(resolve(cwd, folder)))
  }
  if (url === undefined) {
    return (await import('../../release/publish/command-publisher.js')).commandPublisher({
      command: words,
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
  const { httpStore } = await import('../../release/store/http-store.js')
  return await toStore(httpStore({
    url,
    ...token === undefined ? {} : { token: await readSecret(token, environment, cwd) }
  }))
}

async function toStore (store: ObjectStore): Promise<Publisher> {
  return (await import('../../release/publish/store-publisher.js')).storePublisher(store)
}

import { resolve } from 'node:path'
import { PacklineError } from '../../errors.js'
import { phrase } from '../../messages/phrase.js'
import { filesMatching, inProject } from '../../packaging/project-folder.js'
import { checkSymbols } from '../../packaging/symbols/check-symbols.js'
import { chosenPackage, uploadOf } from '../../release/app-stores/chosen-package.js'
import { openAppStore } from '../../release/app-stores/open-app-store.js'
import { uploadPackage } from '../../release/app-stores/upload-package.js'
import { namedRelease } from '../../release/named-release.js'
import { filesOf } from '../../release/publish/publisher.js'
import { releaseKey, rowKey } from '../../release/registry-model.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { commandContextOf } from './app-store-here.js'
import { withKept } from './kept-packages.js'
import { authorOf, changeOptions, withRelease } from './open-release.js'
import type { OpenRelease } from './open-release.js'
import { required } from './required-option.js'
import { eventsOption, sentFiles, showSent } from './sent.js'
import { say } from './show.js'

const command = 'release symbols'
const { game: _, ...options } = changeOptions

export const symbolsCommand = defineCommand({
  name: command,
  describe: 'command.releaseSymbols',
  positionals: ['RELEASE'],
  options: {
    ...options,
    to: { type: 'string', value: 'SERVER', describe: 'option.symbolsTo' },
    target: { type: 'string', value: 'ID', describe: 'option.uploadTarget' },
    row: { type: 'string', value: 'GLOB', describe: 'option.uploadRow' },
    files: { type: 'string', value: 'DIR', describe: 'option.publishFiles' },
    again: { type: 'boolean', describe: 'option.uploadAgain' },
    'dry-run': { type: 'boolean', describe: 'option.symbolsDryRun' },
    ...eventsOption
  },
  run: async (context, given, [name = '']) =>
    await withRelease(context, given, async open => {
      const author = authorOf(context, command, given)
      const store = required(command, 'to', given.to)
      const server = serverOf(context, open, given.project, store)
      const release = await open.registry.get(await namedRelease(open, name))
      const { target, row } = await chosenPackage(open.registry, release, server.context, given)
      const hand = async (folder: string): Promise<number> => {
        const upload = await uploadOf(open.registry, row, '')
        const [file = upload.file] = await filesOf(folder, row.artifacts)
        const { proved, others } = await checkSymbols(file.path, server.symbols, context.signal)
        const { settings } = server.context
        const request = { store, settings, release, target, row: rowKey(row), isAgain: given.again }
        const all = {
          ...request,
          upload: {
            ...upload,
            file,
            symbols: server.symbols
          },
          isRehearsal: given['dry-run']
        }
        const sent = sentFiles(context, given.events, row.artifacts)
        if (!given['dry-run']) sent.begin()
        const appStore = await openAppStore(server.context)
        const { record, isKept } = await uploadPackage(open.store, appStore, all, author, context.signal)
        if (!given['dry-run']) sent.end(isKept ? 'kept' : 'written')
        const words = { store, release: releaseKey(release), file: file.name, proved, others }
        const state = given['dry-run'] && !isKept ? null : record.state
        return showSent(context, given, { ...record, ...words, state, isKept }, () => [
          say(context, isKept || state === null ? 'release.symbolsFit' : 'release.symbolsSent', words)
        ])
      }
      return given.files === undefined
        ? await withKept(context, open, given, row.artifacts, hand)
        : await hand(resolve(context.cwd, given.files))
    })
})

/** The server as a store that is reached by a command, and the symbol files. */
function serverOf (
  context: CommandContext,
  { file }: OpenRelease,
  project: string | undefined,
  name: string
): { context: ReturnType<typeof commandContextOf>, symbols: string[] } {
  const servers = file?.packages.symbols ?? {}
  const server = Object.hasOwn(servers, name) ? servers[name] : undefined
  if (server === undefined) {
    const known = Object.keys(servers).join(', ') || phrase('list.none')
    throw new PacklineError('APP_STORE_UNKNOWN', { store: name, known })
  }
  const { files, ...settings } = server
  const own = commandContextOf(context, project, name, { service: 'command', ...settings })
  const symbols = filesMatching(own.folder, files).map(path => inProject(own.folder, path))
  if (symbols.length === 0) {
    throw new PacklineError('SYMBOLS_MISSING', {
      server: name,
      globs: files.join(', ')
    })
  }
  return { context: own, symbols }
}

import { PacklineError } from '../../errors.js'
import { phrase } from '../../messages/phrase.js'
import { filesMatching, inProject } from '../../packaging/project-folder.js'
import { checkSymbols } from '../../packaging/symbols/check-symbols.js'
import type { CheckedSymbols } from '../../packaging/symbols/check-symbols.js'
import { chosenPackage } from '../../release/app-stores/chosen-package.js'
import { namedRelease } from '../../release/named-release.js'
import { releaseKey } from '../../release/registry-model.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { commandContextOf, storeOptions } from './app-store-here.js'
import { authorOf, withRelease } from './open-release.js'
import type { OpenRelease } from './open-release.js'
import { required } from './required-option.js'
import { sendUpload } from './send-upload.js'
import { eventsOption, showSent } from './sent.js'
import { say } from './show.js'

const command = 'release symbols'

export const symbolsCommand = defineCommand({
  name: command,
  describe: 'command.releaseSymbols',
  positionals: ['RELEASE'],
  options: {
    ...storeOptions,
    to: { type: 'string', value: 'SERVER', describe: 'option.symbolsTo' },
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
      const { context: own, symbols } = server
      const chosen = await chosenPackage(open.registry, release, own, given)
      let checked: CheckedSymbols = { proved: 0, others: 0 }
      const sending = {
        command,
        store: own,
        release,
        ...chosen,
        notes: '',
        symbols,
        check: async ({ path }: { path: string }) => {
          checked = await checkSymbols(path, symbols, context.signal)
        }
      }
      const { record, isKept } = await sendUpload(context, open, given, sending, author)
      const words = { store, release: releaseKey(release), file: record.file, ...checked }
      const state = given['dry-run'] && !isKept ? null : record.state
      return showSent(context, given, { ...record, ...words, state, isKept }, () => [
        say(context, isKept || state === null ? 'release.symbolsFit' : 'release.symbolsSent', words)
      ])
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

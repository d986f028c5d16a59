import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { Redactor } from '../../config/redaction.js'
import { PacklineError } from '../../errors.js'
import { phrase } from '../../messages/phrase.js'
import { LastOutput } from '../../processes/program-output.js'
import { ProgramError } from '../../processes/program-error.js'
import { runProgram } from '../../processes/run-program.js'
import type { AppStore, AppStoreContext, AppUpload } from './app-store.js'

/** Nothing that a secret of somebody else could be in. */
const passed = [
  'PATH',
  'HOME',
  'LANG',
  'LC_ALL',
  'TMPDIR',
  'TEMP',
  'SystemRoot',
  'ANDROID_HOME',
  'DEVELOPER_DIR'
]
const shownLength = 600
/** Of whatever form the file is: what stands between quotes, on a line, or between the signs of either. */
const secretWords = [/(?<=")[^"\n]{8,}(?=")/g, /[^\n]{8,}/g, /[\w+/=.~-]{8,}/g]

/** Every other store: a command of the project, run without a shell. It reads its credentials from a file. */
export function commandStore (context: AppStoreContext): AppStore {
  return {
    tellsBuilds: false,
    find: async () => undefined,
    rehearse: async upload => {
      wordsOf(context, upload)
    },
    send: async (upload, signal) => {
      const [file = '', ...args] = wordsOf(context, upload)
      const { environment, folder, settings: { environment: names = [] }, name: store } = context
      const said = new LastOutput(shownLength)
      const redactor = await redactorFor(context, names)
      const words = (): string => redactor.text(said.text).trim()
      const own = [...passed, ...names].flatMap(name =>
        environment[name] === undefined ? [] : [[name, environment[name]]]
      )
      try {
        const { status, killedBy } = await runProgram({
          file,
          args,
          cwd: folder,
          environment: Object.fromEntries(own),
          stdout: said,
          stderr: said,
          signal
        })
        if (status === 0) return { state: 'sent', ...words() !== '' && { detail: words() } }
        const reason = phrase('command.ended', { how: killedBy ?? String(status), said: words() })
        throw new PacklineError('APP_STORE_REFUSED', { store, what: upload.file.name, reason })
      } catch (error) {
        if (!(error instanceof ProgramError)) throw error
        if (error.problem === 'not-found') {
          throw new PacklineError('TOOL_NOT_FOUND', { tool: file }, { cause: error })
        }
        throw new PacklineError('APP_STORE_UNREACHED', { store, reason: error.message }, { cause: error })
      }
    }
  }
}

/** The command with what it may ask for in its places; each stays one word, whatever is in it. */
function wordsOf (
  { settings: { command = [], credentialsFile }, folder }: AppStoreContext,
  upload: AppUpload
): string[] {
  const { file, application, channel, notes } = upload
  const values: Record<string, string> = {
    file: file.path,
    sha256: file.sha256,
    application: application.id,
    version: application.version ?? '',
    build: String(application.build ?? ''),
    channel,
    notes,
    credentials: credentialsFile === undefined ? '' : resolve(folder, credentialsFile)
  }
  return command.flatMap(word =>
    word === '{files}'
      ? upload.symbols ?? []
      : word.replaceAll(/\{(\w+)\}/g, (whole, name: string) => values[name] ?? whole)
  )
}

/** What stands in its credentials file and in the variables that it gets is shown nowhere. */
async function redactorFor (
  { environment, folder, settings: { credentialsFile } }: AppStoreContext,
  names: readonly string[]
): Promise<Redactor> {
  const text = credentialsFile === undefined
    ? ''
    : await readFile(resolve(folder, credentialsFile), 'utf8').catch(() => '')
  const inFile = secretWords.flatMap(each => text.match(each) ?? [])
  return new Redactor([...names.flatMap(name => environment[name] ?? []), ...inFile])
}

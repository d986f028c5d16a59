import { join } from 'node:path'
import { loadAgentConfig, packlineHome } from '../config/agent-config.js'
import type { ParameterValues } from '../config/option-parameters.js'
import { parseProject } from '../config/project-file.js'
import { projectFileName } from '../config/project-file-name.js'
import { readProjectFile } from '../config/project-file-reader.js'
import { PacklineError } from '../errors.js'
import { message } from '../messages/message.js'
import type { Choice } from './assets-run.js'
import type { CommandContext } from './command.js'

interface Watched {
  project: string
  /** Those that options of rules have, with the values that the last run got. */
  values: () => Promise<ParameterValues>
  close: () => Promise<void>
}

/** What operators set of the parameters that a watching build takes: a change of these starts it, too. */
export class WatchedParameters {
  readonly #context: CommandContext
  readonly #choice: Pick<Choice, 'folder' | 'parameters'>
  #watched: Watched | undefined
  #names: readonly string[] = []
  #known: ParameterValues = {}

  constructor (context: CommandContext, choice: Pick<Choice, 'folder' | 'parameters'>) {
    this.#context = context
    this.#choice = choice
  }

  /** Before a run: what is set by now, that run gets; `tell` hears of what is set later. */
  async follow (tell: (what: string) => void): Promise<void> {
    try {
      const file = join(this.#choice.folder, projectFileName)
      const { project, used } = parseProject(file, await readProjectFile(file))
      const given = this.#choice.parameters ?? {}
      this.#names = [...new Set(used.map(({ name }) => name))].filter(name => !Object.hasOwn(given, name))
      if (this.#names.length === 0 || this.#watched?.project !== project.project) await this.close()
      if (this.#names.length === 0) return
      this.#watched ??= await this.#open(project.project, tell)
      this.#known = await this.#watched.values()
    } catch (error) {
      // The run that follows reads the same, and says what is wrong with it.
      if (!(error instanceof PacklineError)) throw error
    }
  }

  async close (): Promise<void> {
    const watched = this.#watched
    this.#watched = undefined
    await watched?.close()
  }

  async #open (project: string, tell: (what: string) => void): Promise<Watched> {
    const [{ openDocuments }, { ReleaseStore }, { valuesSet }] = await Promise.all([
      import('../coordination/open-documents.js'),
      import('../release/release-store.js'),
      import('../release/set-values.js')
    ])
    const { environment, cwd, signal } = this.#context
    const { config } = await loadAgentConfig(environment, cwd, undefined)
    const documents = await openDocuments({ config, environment, home: packlineHome(environment), cwd })
    const store = new ReleaseStore({ documents, project, now: () => new Date(), signal })
    const values = async (): Promise<ParameterValues> => {
      const file = join(this.#choice.folder, projectFileName)
      return await valuesSet(store, parseProject(file, await readProjectFile(file)).project, this.#names)
    }
    const unwatch = store.watch(() => {
      // What cannot be read is for a run to say.
      values().then(now => {
        this.#compare(now, tell)
      }, () => {
        this.#compare(undefined, tell)
      })
    })
    return {
      project,
      values,
      close: async () => {
        unwatch()
        await documents.close()
      }
    }
  }

  #compare (now: ParameterValues | undefined, tell: (what: string) => void): void {
    for (const name of this.#names) {
      if (now === undefined || now[name] !== this.#known[name]) {
        tell(message(this.#context.locale, 'watch.parameter', { name }))
      }
    }
  }
}

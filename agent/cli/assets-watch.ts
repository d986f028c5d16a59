import { join } from 'node:path'
import { watchProject } from '../assets/sources/watch.js'
import { parseProjectFile } from '../config/project-file.js'
import { projectFileName } from '../config/project-file-name.js'
import { readProjectFile } from '../config/project-file-reader.js'
import { PacklineError } from '../errors.js'
import { message } from '../messages/message.js'
import { runWithReport } from './assets-run.js'
import type { Choice } from './assets-run.js'
import type { CommandContext } from './command.js'
import type { RunOutput } from './run-summary.js'
import { tellLine } from './terminal.js'
import { WatchedParameters } from './watched-parameters.js'

/** How many changed files a line names. */
const namedFiles = 3

/** Builds after each change until it is interrupted, and says on standard error when it does what. */
export async function watchAndBuild (
  context: CommandContext,
  choice: Choice,
  output: RunOutput
): Promise<void> {
  const { folder } = choice
  const print = (key: Parameters<typeof message>[1], values: Record<string, string | number>): void => {
    const time = new Date().toTimeString().slice(0, 8)
    tellLine(context, `[${time}] ${message(context.locale, key, values)}`)
  }
  const parameters = new WatchedParameters(context, choice)
  try {
    await watchProject({
      folder,
      follow: async tell => {
        await parameters.follow(tell)
      },
      build: async changed => {
        if (changed.length > 0) {
          const files = changed.slice(0, namedFiles).join(', ')
          print('watch.changed', { files: changed.length > namedFiles ? `${files}, …` : files })
        }
        const { exitStatus, report } = await runWithReport(context, choice, output)
        return { exitStatus, kept: report.layouts.map(({ file }) => file) }
      },
      output: async () => await outputOf(folder),
      onWaiting: () => {
        print('watch.waiting', { folder })
      },
      onPolling: () => {
        print('watch.polling', { folder })
      },
      signal: context.signal
    })
  } finally {
    await parameters.close()
  }
}

/** Undefined for a project file that the run will say something about. */
async function outputOf (folder: string): Promise<string | undefined> {
  const file = join(folder, projectFileName)
  try {
    return parseProjectFile(file, await readProjectFile(file)).assets.output
  } catch (error) {
    if (error instanceof PacklineError) return undefined
    throw error
  }
}

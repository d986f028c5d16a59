import { readdir, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { isCsb } from '../../assets/ccsui/file-names.js'
import { readNamedFile, unreadable } from '../../assets/ccsui/project/csd-inputs.js'
import { recoverCsd } from '../../assets/ccsui/export/recover-csd.js'
import { PacklineError, toPacklineError } from '../../errors.js'
import { packlineHome } from '../../config/home.js'
import { writeFileAtomic } from '../../files/atomic-file.js'
import { makeFolder } from '../../files/make-folder.js'
import { WrittenFiles } from '../../files/written-files.js'
import { defineCommand } from '../command.js'
import { jsonOption } from '../common-options.js'
import { errorDocument, printError } from '../error-output.js'
import { printJson, tell, warn } from '../terminal.js'

export const ccsuiRecover = defineCommand({
  name: 'ccsui recover',
  describe: 'command.ccsuiRecover',
  positionals: ['X.csb|DIR'],
  options: {
    output: { type: 'string', value: 'PATH', describe: 'option.ccsui.recoverOutput' },
    ...jsonOption
  },
  run: async (context, options, [path = '']) => {
    const { cwd, environment, signal } = context
    if (options.output === undefined) {
      throw new PacklineError('USAGE_MISSING_ARGUMENT', {
        command: 'ccsui recover',
        argument: '--output PATH'
      })
    }
    const output = resolve(cwd, options.output)
    const files = await csbsOf(resolve(cwd, path), output)
    if (files.length === 0) throw new PacklineError('CCSUI_NO_CSB', { path })
    // A csd is somebody's work unless it was recovered.
    const written = new WrittenFiles(packlineHome(environment))
    written.check(files.map(({ to }) => ({ path: to })))
    const recovered: Array<Record<string, unknown>> = []
    let isWhole = true
    for (const { from, to, name } of files) {
      signal.throwIfAborted()
      try {
        const { csd, differences } = recoverCsd(
          await readNamedFile(from, name),
          name,
          name.replace(/\.csb$/i, '')
        )
        makeFolder(dirname(to))
        await writeFileAtomic(to, Buffer.from(csd))
        written.add([to])
        isWhole &&= differences.length === 0
        recovered.push({ file: name, output: to, differences })
        if (differences.length > 0) {
          warn(context, 'ccsui.recoveredPartly', { file: name, count: differences.length })
        }
      } catch (error) {
        if (files.length === 1) throw error
        isWhole = false
        const failure = toPacklineError(error)
        recovered.push({ file: name, error: errorDocument(failure) })
        printError(failure, context)
      }
    }
    if (options.json) printJson(context, { ok: isWhole, recovered })
    else {tell(context, 'ccsui.recovered', {
        count: recovered
          .filter(({ error }) => error === undefined)
          .length,
        output: options
          .output
      })}
    return isWhole ? 0 : 1
  }
})

/** A csb, or all below a folder, with where its csd goes. */
async function csbsOf (
  path: string,
  output: string
): Promise<Array<{ from: string, to: string, name: string }>> {
  const isFolder = await stat(path).then(stats => stats.isDirectory(), (error: unknown) => {
    throw unreadable(path, error)
  })
  if (!isFolder) return [{ from: path, to: output, name: relative(dirname(path), path) }]
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter(entry => entry.isFile() && isCsb(entry.name))
    .map(entry => {
      const from = join(entry.parentPath, entry.name)
      const name = relative(path, from)
      return { from, name, to: join(output, name.replace(/\.csb$/i, '.csd')) }
    })
    .sort((a, b) => a.name < b.name ? -1 : 1)
}

import { mkdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { readCsdDocument } from '../../assets/ccsui/csd/csd-document.js'
import { findCsdInputs, readNamedFile, unreadable } from '../../assets/ccsui/project/csd-inputs.js'
import { textsOf } from '../../assets/ccsui/texts/csd-texts.js'
import { gapOf, mergeTexts, withReturned } from '../../assets/ccsui/texts/merge-texts.js'
import type { FoundText } from '../../assets/ccsui/texts/merge-texts.js'
import { readTextTable, writeTextTable } from '../../assets/ccsui/texts/text-table.js'
import type { TextRow } from '../../assets/ccsui/texts/text-table.js'
import { studioFolderOf } from '../../assets/sources/studio-folder.js'
import { hasCode, PacklineError } from '../../errors.js'
import { writeFileAtomic } from '../../files/atomic-file.js'
import { message } from '../../messages/message.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { jsonOption } from '../common-options.js'
import { printJson, printLines, tell } from '../terminal.js'

const tableOptions = {
  output: { type: 'string', value: 'X.csv', describe: 'option.ccsui.textsOutput' },
  ...jsonOption
} as const

export const textsExport = defineCommand({
  name: 'ccsui texts export',
  describe: 'command.ccsuiTextsExport',
  positionals: ['DIR|X.ccs|X.csd'],
  options: tableOptions,
  run: async (context, options, [path = '']) => {
    const output = tableNamed('ccsui texts export', options.output)
    const rows = mergeTexts(await foundTexts(context, path), await knownTexts(context, output))
    return await writeTable(context, output, rows, options.json)
  }
})

export const textsImport = defineCommand({
  name: 'ccsui texts import',
  describe: 'command.ccsuiTextsImport',
  positionals: ['RETURNED.csv', 'DIR|X.ccs|X.csd'],
  options: tableOptions,
  run: async (context, options, [table = '', path = '']) => {
    const output = tableNamed('ccsui texts import', options.output)
    const returned = readTextTable(table, await readNamedFile(resolve(context.cwd, table), table))
    const known = withReturned(await knownTexts(context, output), returned)
    const rows = mergeTexts(await foundTexts(context, path), known)
    return await writeTable(context, output, rows, options.json)
  }
})

function tableNamed (command: string, output: string | undefined): string {
  if (output !== undefined) return output
  throw new PacklineError('USAGE_MISSING_ARGUMENT', { command, argument: '--output X.csv' })
}

/** The table as it is; one that does not exist yet is empty. */
async function knownTexts ({ cwd }: CommandContext, file: string): Promise<TextRow[]> {
  const path = resolve(cwd, file)
  const isThere = await stat(path).then(() => true, (error: unknown) => {
    if (hasCode(error, 'ENOENT')) return false
    throw unreadable(file, error)
  })
  return isThere ? readTextTable(file, await readNamedFile(path, file)) : []
}

async function foundTexts ({ cwd, signal }: CommandContext, path: string): Promise<FoundText[]> {
  const { inputs } = await findCsdInputs(resolve(cwd, path))
  if (inputs.length === 0) throw new PacklineError('CCSUI_NO_INPUT', { path })
  const found: FoundText[] = []
  for (const { file, relative } of inputs) {
    signal.throwIfAborted()
    const slashed = file.replaceAll('\\', '/')
    const studio = studioFolderOf(slashed)
    const csd = studio === undefined ? relative : slashed.slice(studio.length + 1)
    const { objectData } = readCsdDocument(file, await readNamedFile(file))
    found.push(...textsOf(objectData).map(text => ({ ...text, csd })))
  }
  return found
}

/** What is missing, changed or stale is told and no failure: a translation comes bit by bit. */
async function writeTable (
  context: CommandContext,
  output: string,
  rows: readonly TextRow[],
  json: boolean
): Promise<number> {
  const file = resolve(context.cwd, output)
  await mkdir(dirname(file), { recursive: true })
  await writeFileAtomic(file, Buffer.from(writeTextTable(rows)))
  const gaps = rows.flatMap(row => {
    const gap = gapOf(row)
    return gap === undefined ? [] : [{ gap, csd: row.csd, node: row.node, field: row.field }]
  })
  const count = (gap: string): number => gaps.filter(each => each.gap === gap).length
  const stale = count('stale')
  const counts = { texts: rows.length - stale, missing: count('missing'), changed: count('changed'), stale }
  if (json) printJson(context, { output: file, ...counts, gaps })
  else {
    for (const { gap, csd, node, field } of gaps) {
      printLines(context, [
        message(context.locale, `ccsui.text.${gap}`, { place: `${csd}: ${node} ${field}` })
      ])
    }
    tell(context, 'ccsui.texts', { ...counts, output })
  }
  return 0
}

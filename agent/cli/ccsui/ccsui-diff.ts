import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { diffJson } from '../../assets/ccsui/csb/csb-diff.js'
import { tableJson } from '../../assets/ccsui/csb/csb-json.js'
import { message, worded, type Locale } from '../../messages/message.js'
import type { Wording } from '../../messages/phrase.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { readCsbFile } from './read-csb-file.js'
import { jsonOption } from '../common-options.js'
import { printJson, printLines, tell } from '../terminal.js'

interface Side {
  first: string
  second: string
}

export const ccsuiDiff = defineCommand({
  name: 'ccsui diff',
  describe: 'command.ccsuiDiff',
  positionals: ['A.csb|DIR', 'B.csb|DIR'],
  options: jsonOption,
  run: async (context, options, [first = '', second = '']) => {
    const isFolder = await Promise.all(
      [first, second].map(async path => await isDirectory(context.cwd, path))
    )
    const sides = { first, second }
    return isFolder.every(Boolean)
      ? await diffFolders(context, sides, options.json)
      : await diffFiles(context, sides, options.json)
  }
})

async function diffFiles (
  context: CommandContext,
  { first, second }: Side,
  json: boolean
): Promise<number> {
  const { cwd } = context
  const differences = diffJson(
    tableJson(await readCsbFile(cwd, first)),
    tableJson(await readCsbFile(cwd, second))
  )
  const { length: count } = differences
  if (json) printJson(context, { same: count === 0, differences })
  else {
    for (const each of differences) {
      printLines(context, [`${each.path}: ${show(each.first)} != ${show(each.second)}`])
    }
    const key = count === 0 ? 'ccsui.same' : 'ccsui.different'
    tell(context, key, { first, second, count })
  }
  return count === 0 ? 0 : 1
}

/** What two publishes of one project made. */
async function diffFolders (
  context: CommandContext,
  { first, second }: Side,
  json: boolean
): Promise<number> {
  const { cwd, signal } = context
  const { comparePublished } = await import('../../assets/ccsui/checks/compare-published.js')
  const files = await comparePublished(resolve(cwd, first), resolve(cwd, second), signal)
  const count = (...results: string[]): number =>
    files.filter(({ result }) => results.includes(result)).length
  const isSame = count('same', 'equal') === files.length
  if (json) printJson(context, { same: isSame, files })
  else {
    for (const { path, result, differences = [] } of files) {
      const key = `ccsui.compared.${result}` as const
      if (key === 'ccsui.compared.same' || key === 'ccsui.compared.equal') continue
      printLines(context, [
        message(context.locale, key, { path, first, second, list: shownOf(differences, context.locale) })
      ])
    }
    tell(context, 'ccsui.compared', {
      same: count('same'),
      equal: count('equal'),
      different: count('different'),
      first: count('first'),
      second: count('second')
    })
  }
  return isSame ? 0 : 1
}

async function isDirectory (cwd: string, path: string): Promise<boolean> {
  return await stat(resolve(cwd, path)).then(stats => stats.isDirectory(), () => false)
}

function shownOf (differences: readonly Wording[], locale: Locale): string {
  const shown = differences.slice(0, 3).map(each => worded(locale, each)).join(
    message(locale, 'list.separator')
  )
  return differences.length > 3 ? `${shown} … (${differences.length})` : shown
}

function show (value: unknown): string {
  const text = value === undefined ? '(absent)' : JSON.stringify(value)
  return text.length > 160 ? `${text.slice(0, 159)}…` : text
}

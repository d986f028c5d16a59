import { diffJson } from '../../assets/ccsui/csb/csb-diff.js'
import { tableJson } from '../../assets/ccsui/csb/csb-json.js'
import { message } from '../../messages/message.js'
import { defineCommand } from '../command.js'
import { readCsbFile } from './read-csb-file.js'
import { jsonOption } from '../common-options.js'

export const ccsuiDiff = defineCommand({
  name: 'ccsui diff',
  describe: 'command.ccsuiDiff',
  positionals: ['A.csb', 'B.csb'],
  options: jsonOption,
  run: async ({ cwd, locale, stdout, stderr }, options, [first = '', second = '']) => {
    const differences = diffJson(
      tableJson(await readCsbFile(cwd, first)),
      tableJson(await readCsbFile(cwd, second))
    )
    if (options.json) {
      stdout.write(`${JSON.stringify({ same: differences.length === 0, differences }, null, 2)}\n`)
    } else {
      for (const { path, first, second } of differences) {
        stdout.write(`${path}: ${show(first)} != ${show(second)}\n`)
      }
      stderr.write(
        `${
          message(
            locale,
            differences.length === 0
              ? 'ccsui.same'
              : 'ccsui.different',
            {
              first,
              second,
              count: differences.length
            }
          )
        }\n`
      )
    }
    return differences.length === 0 ? 0 : 1
  }
})

function show (value: unknown): string {
  const text = value === undefined ? '(absent)' : JSON.stringify(value)
  return text.length > 160 ? `${text.slice(0, 159)}…` : text
}

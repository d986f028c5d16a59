import { tableJson } from '../../assets/ccsui/csb/csb-json.js'
import { outlineOf } from '../../assets/ccsui/csb/csb-outline.js'
import { defineCommand } from '../command.js'
import { readCsbFile } from './read-csb-file.js'
import { jsonOption } from '../common-options.js'
import { printJson, printLines } from '../terminal.js'

export const ccsuiDump = defineCommand({
  name: 'ccsui dump',
  describe: 'command.ccsuiDump',
  positionals: ['X.csb'],
  options: jsonOption,
  run: async (context, options, [file = '']) => {
    const tree = await readCsbFile(context.cwd, file)
    if (options.json) printJson(context, tableJson(tree))
    else printLines(context, outlineOf(tree).trimEnd().split('\n'))
    return 0
  }
})

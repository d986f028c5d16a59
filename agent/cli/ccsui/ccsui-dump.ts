import { tableJson } from '../../assets/ccsui/csb/csb-json.js'
import { outlineOf } from '../../assets/ccsui/csb/csb-outline.js'
import { defineCommand } from '../command.js'
import { readCsbFile } from './read-csb-file.js'
import { jsonOption } from '../common-options.js'

export const ccsuiDump = defineCommand({
  name: 'ccsui dump',
  describe: 'command.ccsuiDump',
  positionals: ['X.csb'],
  options: jsonOption,
  run: async (context, options, [file = '']) => {
    const tree = await readCsbFile(context.cwd, file)
    context.stdout.write(options.json ? `${JSON.stringify(tableJson(tree), null, 2)}\n` : outlineOf(tree))
    return 0
  }
})

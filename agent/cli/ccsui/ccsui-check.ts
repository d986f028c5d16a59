import { resolve } from 'node:path'
import { checkReferences } from '../../assets/ccsui/checks/check-folder.js'
import { projectSheets } from '../../assets/references/project-sheets.js'
import { PacklineError } from '../../errors.js'
import { describeError, message } from '../../messages/message.js'
import { defineCommand } from '../command.js'
import { errorDocument } from '../error-output.js'
import { jsonOption } from '../common-options.js'

export const ccsuiCheck = defineCommand({
  name: 'ccsui check',
  describe: 'command.ccsuiCheck',
  positionals: ['DIR|X.ccs'],
  options: jsonOption,
  run: async ({ cwd, locale, signal, stdout, stderr }, options, [path = '']) => {
    const project = await projectSheets(resolve(cwd, path))
    const packed = new Map(project?.sheets.map(({ path, names }) => [path, new Set(names)]))
    const report = await checkReferences(resolve(cwd, path), packed, signal)
    if (report.checked === 0) throw new PacklineError('CCSUI_NO_INPUT', { path })
    const isGood = report.missing.length === 0 && report.failed.length === 0
    if (options.json) {
      stdout.write(`${
        JSON.stringify(
          {
            ...report,
            ok: isGood,
            failed: report.failed.map(({ input, error }) => ({ input, error: errorDocument(error) }))
          },
          null,
          2
        )
      }\n`)
    } else {
      for (const missing of report.missing) {
        stdout.write(`${message(locale, `ccsui.missing.${missing.reason}`, { ...missing })}\n`)
      }
      for (const { error } of report.failed) {
        stdout.write(`${describeError(locale, error).message} [${error.code}]\n`)
      }
      stderr.write(
        `${
          message(locale, 'ccsui.checked', {
            checked: report.checked,
            references: report.references,
            missing: report.missing.length,
            failed: report
              .failed
              .length
          })
        }\n`
      )
    }
    return isGood ? 0 : 1
  }
})

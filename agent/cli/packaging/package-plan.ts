import { PacklineError } from '../../errors.js'
import { describeError, message } from '../../messages/message.js'
import { buildPackages } from '../../packaging/build-packages.js'
import type { RowReport } from '../../packaging/package-report.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { exitStatusOf } from './package-build.js'
import { packageOptions, packageSettings } from './package-options.js'

export const packagePlan = defineCommand({
  name: 'package plan',
  describe: 'command.packagePlan',
  options: packageOptions,
  run: async (context, options) => {
    const report = await buildPackages({
      ...packageSettings(context, options),
      isDryRun: true,
      verify: false,
      emit: () => {}
    })
    if (options.json) {
      context.stdout.write(`${JSON.stringify(report, null, 2)}\n`)
      return exitStatusOf(report)
    }
    for (const { baseline, state, why } of report.builds) {
      context.stdout.write(`${baseline.padEnd(40)} ${state === 'planned' ? 'build' : 'reuse'}   ${why}\n`)
    }
    for (const row of report.rows) context.stdout.write(`${line(row, context)}\n`)
    const ways = Object.fromEntries(
      ['reuse', 'copy', 'stamp', 'repack', 'build'].map(way => [
        way,
        report.rows.filter(row => row.way === way && row.error === undefined).length
      ])
    )
    context.stderr.write(
      `${
        message(context.locale, 'package.planned', {
          rows: report.rows.length,
          ...ways,
          estimate: Math.ceil(report.estimateMs / 1000)
        })
      }\n`
    )
    return exitStatusOf(report)
  }
})

function line ({ id, way, why, estimateMs, error }: RowReport, { locale }: CommandContext): string {
  const head = id.padEnd(40)
  if (error !== undefined) {
    const { message } = describeError(locale, new PacklineError(error.code, error.details))
    return `${head} ${message} [${error.code}]`
  }
  return `${head} ${way.padEnd(7)} ${(estimateMs / 1000).toFixed(1).padStart(6)} s  ${why.join('; ')}`
}

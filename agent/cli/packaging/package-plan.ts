import { PacklineError } from '../../errors.js'
import { describeError } from '../../messages/message.js'
import { buildPackages } from '../../packaging/build-packages.js'
import type { RowReport } from '../../packaging/package-report.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { exitStatusOf } from './package-build.js'
import { packageOptions, packageSettings } from './package-options.js'
import { listing, printJson, printLines, tell } from '../terminal.js'

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
      printJson(context, report)
      return exitStatusOf(report)
    }
    printLines(
      context,
      listing(context, [
        ...report.builds.map(({ baseline, state, why }) => [
          baseline,
          state === 'planned' ? 'build' : 'reuse',
          '',
          why
        ]),
        ...report.rows.map(row => cells(row, context))
      ])
    )
    const ways = Object.fromEntries(
      ['reuse', 'copy', 'stamp', 'repack', 'build'].map(way => [
        way,
        report.rows.filter(row => row.way === way && row.error === undefined).length
      ])
    )
    tell(context, 'package.planned', {
      rows: report.rows.length,
      ...ways,
      estimate: Math.ceil(report.estimateMs / 1000)
    })
    return exitStatusOf(report)
  }
})

function cells ({ id, way, why, estimateMs, error }: RowReport, { locale }: CommandContext): string[] {
  if (error !== undefined) {
    const { message } = describeError(locale, new PacklineError(error.code, error.details))
    return [id, way, '', `${message} [${error.code}]`]
  }
  return [id, way, `${(estimateMs / 1000).toFixed(1).padStart(6)} s`, why.join('; ')]
}

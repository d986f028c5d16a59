import { message, worded } from '../../messages/message.js'
import type { Locale } from '../../messages/message.js'
import { buildPackages } from '../../packaging/build-packages.js'
import type { PackageReport } from '../../packaging/package-report.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { exitStatusOf } from './package-build.js'
import { packageOptions, packageSettings } from './package-options.js'
import { listing, printEvent, printJson, printLines, tell } from '../terminal.js'
import { groupRows, mostSingleRows, reasonOf, wayOf } from './row-groups.js'

export const packagePlan = defineCommand({
  name: 'package plan',
  describe: 'command.packagePlan',
  options: { ...packageOptions, events: { type: 'boolean', describe: 'option.events' } },
  run: async (context, options) => {
    const report = await buildPackages({
      ...packageSettings(context, options),
      isDryRun: true,
      verify: false,
      emit: () => {}
    })
    if (options.events || options.json) {
      if (options.events) printEvent(context, { type: 'report', report })
      else printJson(context, report)
      return exitStatusOf(report)
    }
    printLines(context, linesOf(report, context))
    const ways = Object.fromEntries(
      (['reuse', 'copy', 'stamp', 'repack', 'build', 'none'] as const).map(way => [
        way,
        report.rows.filter(row => wayOf(row) === way).length
      ])
    )
    tell(context, 'package.planned', {
      rows: report.rows.length,
      ...ways,
      estimate: Math.ceil(report.estimateMs / 1000)
    })
    if (report.hardening !== undefined) {
      const { estimateMs, ...counts } = report.hardening
      tell(context, 'package.plannedHardening', { ...counts, estimate: Math.ceil(estimateMs / 1000) })
    }
    for (const proposal of report.proposals ?? []) tell(context, 'package.proposal', { ...proposal })
    return exitStatusOf(report)
  }
})

function linesOf ({ builds, rows }: PackageReport, context: CommandContext): string[] {
  const { locale } = context
  const made = builds.map(({ baseline, state, why }) => [
    baseline,
    message(locale, `package.way.${state === 'planned' ? 'build' : 'reuse'}`),
    '',
    worded(locale, why)
  ])
  if (rows.length <= mostSingleRows) {
    return listing(context, [
      ...made,
      ...rows.map(row => [
        row.id,
        message(locale, `package.way.${wayOf(row)}`),
        row.error === undefined ? seconds(locale, row.estimateMs).padStart(8) : '',
        reasonOf(row, locale)
      ])
    ])
  }
  return [
    ...listing(context, made),
    ...groupRows(rows, locale).flatMap(({ count, way, estimateMs, reason, members }) => [
      [
        message(locale, 'package.rowCount', { count }),
        message(locale, `package.way.${way}`),
        seconds(locale, estimateMs),
        reason
      ]
        .join('  '),
      ...members.map(member => `  ${member}`)
    ])
  ]
}

function seconds (locale: Locale, milliseconds: number): string {
  return message(locale, 'time.seconds', { value: (milliseconds / 1000).toFixed(1) })
}

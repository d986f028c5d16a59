import { PacklineError } from '../../errors.js'
import { describeError } from '../../messages/message.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { printError } from '../error-output.js'
import { releaseOptions, withRelease } from './open-release.js'
import { say } from './show.js'
import { namedRelease } from '../../release/named-release.js'
import type { RebuildReport } from '../../packaging/rebuild-release.js'
import { listing, show } from '../terminal.js'
import { projectFolder } from '../../config/find-project.js'

const { game: _, ...options } = releaseOptions

export const rebuildCommand = defineCommand({
  name: 'release rebuild',
  describe: 'command.releaseRebuild',
  positionals: ['RELEASE'],
  options,
  run: async (context, given, [name = '']) =>
    await withRelease(context, given, async open => {
      const { rebuildRelease } = await import('../../packaging/rebuild-release.js')
      const { environment, signal, cwd } = context
      const report = await rebuildRelease(open.registry, await namedRelease(open, name), {
        folder: projectFolder(cwd, given.project),
        environment,
        signal,
        now: Date.now
      })
      show(context, given.json, report, () => lines(context, report))
      if (report.status === 'same') return 0
      const error = new PacklineError('RELEASE_REBUILD_DIFFERS', {
        release: report.release,
        count: report.rows.filter(({ state }) => state !== 'same').length,
        rows: report.rows.length
      })
      printError(error, context)
      return error.exitStatus
    })
})

function lines (context: CommandContext, { rows, differences, assets, output }: RebuildReport): string[] {
  return [
    ...listing(
      context,
      rows.map(({ row, state, expected, found, error }) => {
        const other = found === null || state === 'same' ? '' : ` → ${found.slice(0, 12)}`
        const reason = error === undefined
          ? ''
          : describeError(context.locale, new PacklineError(error.code, error.details)).message
        return [state, row, `${expected.slice(0, 12)}${other}`, reason]
      })
    ),
    ...differences.map(({ what, recorded, here }) =>
      say(context, 'release.rebuiltFrom', { what, recorded, here })
    ),
    ...assets.map(({ path, change }) => say(context, 'release.rebuiltAsset', { path, change })),
    say(context, 'release.rebuilt', {
      same: rows.filter(({ state }) => state === 'same').length,
      rows: rows.length,
      output
    })
  ]
}

import type { ProjectFile } from '../../config/project-schema.js'
import { PacklineError, toPacklineError } from '../../errors.js'
import { describeError } from '../../messages/message.js'
import type { FailedRow, PackageReport } from '../../packaging/package-report.js'
import type { Author } from '../../release/release-store.js'
import { recordFailure } from '../../release/team-notes.js'
import type { PackageFailure } from '../../release/team-notes.js'
import type { CommandContext } from '../command.js'
import { warn } from '../terminal.js'
import { withStore } from '../release/open-release.js'

interface Named {
  config: string | undefined
  'app-version': string | undefined
  build: number | undefined
}

/** Does `work`; that packages of a release failed comes into the project's history, and so to its team. */
export async function tellingFailures (
  context: CommandContext,
  { config, 'app-version': version, build }: Named,
  author: Author | undefined,
  order: () => ProjectFile | undefined,
  work: () => Promise<PackageReport>
): Promise<PackageReport> {
  const tell = async (release: string, failure: PackageFailure): Promise<void> => {
    const file = order()
    if (author === undefined || file === undefined || context.signal.aborted) return
    try {
      await withStore(context, config, file.project, async store => {
        await recordFailure(store, release, failure, author)
      })
    } catch (error) {
      // What failed first is what the command answers.
      if (!(error instanceof PacklineError)) throw error
      warn(context, 'package.failureNotTold', { reason: describeError(context.locale, error).message })
    }
  }
  let report: PackageReport
  try {
    report = await work()
  } catch (error) {
    const { code, details } = toPacklineError(error)
    const packages = order()?.packages
    const name = [version ?? packages?.version ?? '?', build ?? packages?.build].filter(each =>
      each !== undefined
    )
    await tell(name.join('-'), { count: 0, error: { code, details } })
    throw error
  }
  const failed = report.rows.filter((row): row is FailedRow => row.state === 'failed')
  const [first] = failed
  if (first !== undefined) {
    const failure = { count: failed.length, row: first.id, error: first.error }
    await tell(`${report.version}-${report.build}`, failure)
  }
  return report
}

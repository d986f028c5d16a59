import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { PacklineError } from '../../errors.js'
import type { BuiltHotUpdate } from '../../packaging/hot-update/build-hot-update.js'
import type { PackageReport } from '../../packaging/package-report.js'
import { releaseKey } from '../../release/registry-model.js'
import { defineCommand } from '../command.js'
import { readJsonArgument } from './edit-values.js'
import { authorOf, changeOptions, withRelease } from './open-release.js'
import { say, show } from './show.js'

export const recordCommand = defineCommand({
  name: 'release record',
  describe: 'command.releaseRecord',
  positionals: ['REPORT.json'],
  options: { ...changeOptions, 'hot-update': { type: 'string', value: 'REPORT.json', describe: 'option.recordHotUpdate' } },
  run: async (context, options, [file = '']) => await withRelease(context, options, async ({ registry, store }) => {
    const author = authorOf(context, 'release record', options)
    const report = await readReport<PackageReport>(context.cwd, file)
    if (!Array.isArray(report.rows) || typeof report.version !== 'string' || typeof report.build !== 'number') throw badReport(file, 'a report of "packline package build --json"')
    if (report.project !== store.project) throw badReport(file, `a report of ${store.project}, and it is of ${report.project}`)
    const { projectCommit, recordPackages } = await import('../../packaging/record-packages.js')
    const folder = resolve(context.cwd, options.project ?? '.')
    const release = await recordPackages(registry, report, await projectCommit(store.project, folder, context.environment, context.signal), author)
    const updates = options['hot-update'] === undefined ? [] : await readReport<BuiltHotUpdate[]>(context.cwd, options['hot-update'])
    if (!Array.isArray(updates)) throw badReport(options['hot-update'] ?? '', 'a report of "packline hotupdate build --json"')
    for (const { target, version, digest } of updates) await registry.recordHotUpdate(release, target, { version, digest }, { by: author.by, why: author.why })
    const recorded = await registry.get(release)
    return show(context, options.json, recorded, () => [say(context, 'release.recorded', { release: releaseKey(recorded), targets: Object.entries(recorded.targets).map(([id, { rows }]) => `${id} (${rows})`).join(', ') })])
  })
})

async function readReport<T> (cwd: string, file: string): Promise<T> {
  const path = resolve(cwd, file)
  const text = await readFile(path, 'utf8').catch((cause: unknown) => { throw new PacklineError('CONFIG_UNREADABLE', { file: path, reason: (cause as Error).message }, { cause }) })
  return readJsonArgument(file, text, 100_000_000) as T
}

function badReport (file: string, expected: string): PacklineError {
  return new PacklineError('USAGE_BAD_VALUE', { option: 'REPORT.json', value: JSON.stringify(file), expected })
}

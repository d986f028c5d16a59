import { projectFolder } from '../../config/find-project.js'
import { PacklineError } from '../../errors.js'
import { editRelease } from '../../release/edit-release.js'
import { namedRelease } from '../../release/named-release.js'
import { releaseKey } from '../../release/registry-model.js'
import type { Release } from '../../release/registry-model.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { show } from '../terminal.js'
import { authorOf, changeOptions, withRelease } from './open-release.js'
import type { OpenRelease } from './open-release.js'
import { say, showRevision } from './show.js'

/** What is kept, or what git says: between this release and the one before, or another one. */
export const changelog = defineCommand({
  name: 'release changelog',
  describe: 'command.releaseChangelog',
  positionals: ['RELEASE'],
  options: {
    ...changeOptions,
    from: { type: 'string', value: 'RELEASE', describe: 'option.changelogFrom' },
    save: { type: 'boolean', describe: 'option.changelogSave' }
  },
  run: async (context, options, [name = '']) =>
    await withRelease(context, options, async open => {
      const author = options.save ? authorOf(context, 'release changelog', options) : undefined
      const release = await open.registry.get(await namedRelease(open, name))
      const isKept = options.from === undefined && !options.save && release.changelog !== undefined
      const text = isKept
        ? release.changelog ?? ''
        : await fromGit(context, open, options, release)
      if (author !== undefined) {
        const revision = await editRelease(open.store, release, { changelog: text }, author)
        return showRevision(context, options.json, revision)
      }
      const document = { release: releaseKey(release), changelog: text }
      return show(
        context,
        options.json,
        document,
        () => text === '' ? [say(context, 'release.noChanges')] : text.trimEnd().split('\n')
      )
    })
})

async function fromGit (
  context: CommandContext,
  open: OpenRelease,
  { project: folder, from: named }: { project?: string | undefined, from: string | undefined },
  release: Release
): Promise<string> {
  const { changelogFromGit, releaseBefore } = await import('../../packaging/changelog.js')
  const { store: { project }, registry } = open
  const before = named === undefined
    ? releaseBefore(await registry.list(), release, project)
    : await registry.get(await namedRelease(open, named))
  if (before === undefined) return ''
  const [from, to] = [before, release].map(each => {
    const commit = each.rebuild.commits[project]
    if (commit !== undefined) return commit
    throw new PacklineError('CHANGELOG_NO_COMMIT', { release: releaseKey(each) })
  }) as [string, string]
  const { cwd, environment, signal } = context
  return await changelogFromGit({ folder: projectFolder(cwd, folder), environment, signal }, from, to)
}

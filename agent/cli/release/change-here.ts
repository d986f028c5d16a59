import { applyProjectFile } from '../../release/change-definition.js'
import type { Author } from '../../release/release-store.js'
import type { Revision } from '../../release/revision.js'
import type { CommandContext } from '../command.js'
import { authorOf, withRelease } from './open-release.js'
import type { OpenRelease } from './open-release.js'
import { showRevision } from './show.js'

export type ChangeOptions = Parameters<typeof withRelease>[1] & {
  json: boolean
  why: string | undefined
  id: string | undefined
}

/** Changes are made on what was applied: the project file of here is applied first where none ever was. */
export async function changeHere (
  context: CommandContext,
  options: ChangeOptions,
  command: string,
  work: (open: OpenRelease, author: Author) => Promise<Revision | undefined>
): Promise<number> {
  return await withRelease(context, options, async open => {
    const { store, file, uses } = open
    const author = authorOf(context, command, options)
    if (file !== undefined && await store.read('definition') === undefined) {
      await applyProjectFile(store, file, { by: author.by, why: author.why }, { uses })
    }
    return showRevision(context, options.json, await work(open, author))
  })
}

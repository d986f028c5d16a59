import { resolve } from 'node:path'
import { namedRelease } from '../../release/named-release.js'
import { rowArtifacts } from '../../release/publish/row-artifacts.js'
import { releaseKey } from '../../release/registry-model.js'
import { readableSize } from '../../messages/readable-size.js'
import { defineCommand } from '../command.js'
import { fetchKept } from './kept-packages.js'
import { releaseOptions, withRelease } from './open-release.js'
import { required } from './required-option.js'
import { say } from './show.js'
import { show } from '../terminal.js'

const command = 'release fetch'
const { game: _, ...options } = releaseOptions

export const fetchCommand = defineCommand({
  name: command,
  describe: 'command.releaseFetch',
  positionals: ['RELEASE'],
  options: {
    ...options,
    target: { type: 'string', value: 'ID', multiple: true, describe: 'option.fetchTarget' },
    to: { type: 'string', value: 'DIR', describe: 'option.fetchTo' }
  },
  run: async (context, given, [name = '']) =>
    await withRelease(context, given, async open => {
      const { registry } = open
      const folder = resolve(context.cwd, required(command, 'to', given.to))
      const release = await registry.get(await namedRelease(open, name))
      const targets = given.target.length > 0 ? given.target : Object.keys(release.targets)
      const rows = (await Promise.all(targets.map(async id => await registry.rows(release, id)))).flat()
      const artifacts = await rowArtifacts(registry, release, rows)
      await fetchKept(context, open, given, artifacts, folder)
      const document = { release: releaseKey(release), folder, files: artifacts }
      return show(context, given.json, document, () => [
        say(context, 'release.fetched', {
          files: artifacts.length,
          size: readableSize(artifacts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)),
          folder
        })
      ])
    })
})

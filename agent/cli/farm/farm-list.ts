import { packlineHome } from '../../config/home.js'
import { defineCommand } from '../command.js'
import { askFarm, farmTable } from './farm-table.js'
import { jsonOption } from '../common-options.js'
import { show } from '../terminal.js'

export const command = defineCommand({
  name: 'farm list',
  describe: 'command.farmList',
  options: {
    html: { type: 'string', value: 'FILE', describe: 'option.farmHtml' },
    ...jsonOption
  },
  run: async (context, options) => {
    const farm = await askFarm(context)
    if (options.html !== undefined) {
      const [{ writeFileAtomic }, { WrittenFiles, isOwnPage }, { farmReport }, { resolve }] = await Promise
        .all([
          import('../../files/atomic-file.js'),
          import('../../files/written-files.js'),
          import('../../ui/farm-report.js'),
          import('node:path')
        ])
      const page = resolve(context.cwd, options.html)
      const written = new WrittenFiles(packlineHome(context.environment))
      written.check([{ path: page }], isOwnPage)
      await writeFileAtomic(page, farmReport(context.locale, farm.machines, Date.now()))
      written.add([page])
    }
    return show(context, options.json, farm, () => farmTable(context, farm))
  }
})

import { agoText } from '../../messages/durations.js'
import { uploadOf } from '../../release/app-stores/chosen-package.js'
import { openAppStore } from '../../release/app-stores/open-app-store.js'
import { refreshUpload } from '../../release/app-stores/upload-package.js'
import { uploadsOf } from '../../release/app-stores/upload-records.js'
import type { UploadRecord } from '../../release/app-stores/upload-records.js'
import { namedRelease } from '../../release/named-release.js'
import { releaseKey, rowKey } from '../../release/registry-model.js'
import type { Release } from '../../release/registry-model.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { show, table } from '../terminal.js'
import { storeContextOf } from './app-store-here.js'
import { releaseOptions, withRelease } from './open-release.js'
import type { OpenRelease } from './open-release.js'
import { heads, say } from './show.js'

const { game: _, ...options } = releaseOptions

export const uploadsCommand = defineCommand({
  name: 'release uploads',
  describe: 'command.releaseUploads',
  positionals: ['RELEASE'],
  options: { ...options, refresh: { type: 'boolean', describe: 'option.uploadsRefresh' } },
  run: async (context, given, [name = '']) =>
    await withRelease(context, given, async open => {
      const release = await open.registry.get(await namedRelease(open, name))
      const recorded = await uploadsOf(open.store, release)
      const uploads = given.refresh ? await asked(context, open, given.project, release, recorded) : recorded
      return show(context, given.json, { release: releaseKey(release), uploads }, () =>
        table(
          context,
          [
            ...heads(context, 'name', 'target'),
            say(context, 'board.state'),
            ...heads(context, 'files', 'by')
          ],
          uploads.map(each => [
            each.store,
            each.target,
            `${say(context, `upload.state.${each.state}`)} ${each.detail ?? ''}`.trim(),
            each.file,
            `${each.by}, ${agoText(context.locale, each.at, Date.now())}`
          ])
        ))
    })
})

async function asked (
  context: CommandContext,
  open: OpenRelease,
  project: string | undefined,
  release: Release,
  records: readonly UploadRecord[]
): Promise<UploadRecord[]> {
  const found: UploadRecord[] = []
  for (const record of records) {
    const rows = await open.registry.rows(release, record.target)
    const row = rows.find(each => rowKey(each) === record.row)
    if (row === undefined) continue
    const storeContext = storeContextOf(context, open, project, record.store)
    const upload = await uploadOf(open.registry, row, '')
    const { store: releases } = open
    const appStore = await openAppStore(storeContext)
    found.push(await refreshUpload(releases, appStore, release, record, upload, new Date(), context.signal))
  }
  return found
}

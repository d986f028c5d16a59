import { PacklineError } from '../../errors.js'
import { matcher } from '../../files/glob.js'
import { phrase, type Wording } from '../../messages/phrase.js'
import type { StoreRollout } from '../../release/app-stores/app-store.js'
import { nameOfUpload, uploadOf } from '../../release/app-stores/chosen-package.js'
import { openAppStore } from '../../release/app-stores/open-app-store.js'
import { recordStoreRollout, uploadsOf } from '../../release/app-stores/upload-records.js'
import type { UploadRecord } from '../../release/app-stores/upload-records.js'
import { namedRelease } from '../../release/named-release.js'
import { releaseKey, rowKey } from '../../release/registry-model.js'
import type { Release } from '../../release/registry-model.js'
import { defineCommand } from '../command.js'
import { show } from '../terminal.js'
import { lockUploads, shareOf, storeContextOf, storeOptions, withOwn } from './app-store-here.js'
import { authorOf, withRelease } from './open-release.js'
import type { OpenRelease } from './open-release.js'
import { required } from './required-option.js'
import { say } from './show.js'

const command = 'release store-rollout'

export const storeRolloutCommand = defineCommand({
  name: command,
  describe: 'command.releaseStoreRollout',
  positionals: ['RELEASE'],
  options: {
    ...storeOptions,
    percent: { type: 'string', value: 'N.NN', describe: 'option.uploadPercent' },
    halt: { type: 'boolean', describe: 'option.rolloutHalt' },
    resume: { type: 'boolean', describe: 'option.rolloutResume' },
    'dry-run': { type: 'boolean', describe: 'option.uploadDryRun' }
  },
  run: async (context, given, [name = '']) =>
    await withRelease(context, given, async open => {
      const author = authorOf(context, command, given)
      const to = required(command, 'to', given.to)
      const change = changeOf(given)
      const release = await open.registry.get(await namedRelease(open, name))
      const record = await uploadedTo(open, release, to, given)
      const store = withOwn(storeContextOf(context, open, given.project, to), { track: record.track })
      const { rollOut } = await openAppStore(store)
      const refuse = (reason: Wording): never => {
        throw new PacklineError('APP_STORE_ROLLOUT', { store: to, what: record.file, reason })
      }
      if (rollOut === undefined) return refuse(phrase('appStore.noRollouts', { service: record.service }))
      const rows = await open.registry.rows(release, record.target)
      const row = rows.find(each => rowKey(each) === record.row) ?? refuse(phrase('appStore.rowGone'))
      const upload = await uploadOf(open.registry, row, '')
      const lock = await lockUploads(context, open.store.project, to, command)
      try {
        const { state, detail = '' } = await rollOut(upload, change, given['dry-run'], context.signal)
        const share = typeof change === 'number' ? { percent: change } : {}
        const changed = { ...record, ...share, state, detail }
        if (!given['dry-run']) await recordStoreRollout(open.store, release, changed, author)
        const words = { store: to, file: record.file, release: releaseKey(release), detail }
        const key = given['dry-run'] ? 'release.storeRolloutRehearsed' : 'release.storeRollout'
        const document = { ...changed, release: words.release, isRehearsal: given['dry-run'] }
        return show(context, given.json, document, () => [say(context, key, words)])
      } finally {
        lock.close()
      }
    })
})

function changeOf (
  { percent, halt, resume }: { percent?: string | undefined, halt: boolean, resume: boolean }
): StoreRollout {
  const ways = [percent !== undefined, halt, resume].filter(Boolean)
  if (ways.length !== 1) {
    throw new PacklineError('USAGE_MISSING_ARGUMENT', {
      command,
      argument: '--percent N.NN | --halt | --resume'
    })
  }
  return percent === undefined ? halt ? 'halt' : 'resume' : shareOf(percent)
}

/** The one upload of the release that is meant. Throws APP_STORE_NOT_ONE. */
async function uploadedTo (
  open: OpenRelease,
  release: Release,
  store: string,
  { target, row: glob }: { target: string | undefined, row: string | undefined }
): Promise<UploadRecord> {
  const isMeant = glob === undefined ? () => true : matcher([glob])
  const found = (await uploadsOf(open.store, release)).filter(each =>
    each.store === store && (target === undefined || each.target === target) && isMeant(nameOfUpload(each))
  )
  const [record] = found
  if (record !== undefined && found.length === 1) return record
  throw new PacklineError('APP_STORE_NOT_ONE', {
    store,
    release: releaseKey(release),
    found: found.map(nameOfUpload).join(', ') || phrase('list.none')
  })
}

import { resolve } from 'node:path'
import type { AppStoreContext } from '../../release/app-stores/app-store.js'
import { uploadOf } from '../../release/app-stores/chosen-package.js'
import type { ChosenPackage } from '../../release/app-stores/chosen-package.js'
import { openAppStore } from '../../release/app-stores/open-app-store.js'
import { uploadPackage } from '../../release/app-stores/upload-package.js'
import type { UploadOutcome } from '../../release/app-stores/upload-package.js'
import { filesOf } from '../../release/publish/publisher.js'
import { rowKey } from '../../release/registry-model.js'
import type { ReleaseName } from '../../release/registry.js'
import type { Author } from '../../release/release-store.js'
import type { StoredFile } from '../../release/store/object-store.js'
import type { CommandContext } from '../command.js'
import { lockUploads } from './app-store-here.js'
import { withKept } from './kept-packages.js'
import type { OpenRelease } from './open-release.js'
import { sentFiles } from './sent.js'

interface Sending extends ChosenPackage {
  command: string
  store: AppStoreContext
  release: ReleaseName
  notes: string
  percent?: number | undefined
  symbols?: string[]
  /** Looks at the file before anything is sent. */
  check?: (file: StoredFile) => Promise<void>
}

interface Given {
  project?: string | undefined
  files: string | undefined
  again: boolean
  'dry-run': boolean
  events: boolean
}

/** One package to a store or a symbol server: from a folder, or from where the project keeps packages. */
export async function sendUpload (
  context: CommandContext,
  open: OpenRelease,
  given: Given,
  { command, store, release, target, row, notes, percent, symbols, check }: Sending,
  author: Author
): Promise<UploadOutcome> {
  const about = await uploadOf(open.registry, row, notes)
  const hand = async (folder: string): Promise<UploadOutcome> => {
    const [file = about.file] = await filesOf(folder, row.artifacts)
    await check?.(file)
    const isRehearsal = given['dry-run']
    const request = {
      store: store.name,
      settings: store.settings,
      release,
      target,
      row: rowKey(row),
      upload: { ...about, file, ...symbols !== undefined && { symbols } },
      percent,
      isRehearsal,
      isAgain: given.again
    }
    const sent = sentFiles(context, given.events, row.artifacts)
    const appStore = await openAppStore(store)
    if (!isRehearsal) sent.begin()
    const outcome = await uploadPackage(open.store, appStore, request, author, context.signal)
    if (!isRehearsal) sent.end(outcome.isKept ? 'kept' : 'written')
    return outcome
  }
  const lock = await lockUploads(context, open.store.project, store.name, command)
  try {
    return given.files === undefined
      ? await withKept(context, open, given, row.artifacts, hand)
      : await hand(resolve(context.cwd, given.files))
  } finally {
    lock.close()
  }
}

import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { packlineHome } from '../../config/home.js'
import { lockFile } from '../../files/file-lock.js'
import { chosenPackage, uploadOf } from '../../release/app-stores/chosen-package.js'
import { openAppStore } from '../../release/app-stores/open-app-store.js'
import { uploadPackage } from '../../release/app-stores/upload-package.js'
import type { UploadOutcome, UploadRequest } from '../../release/app-stores/upload-package.js'
import { namedRelease } from '../../release/named-release.js'
import { filesOf } from '../../release/publish/publisher.js'
import { releaseKey, rowKey } from '../../release/registry-model.js'
import type { Release } from '../../release/registry-model.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { show } from '../terminal.js'
import { storeContextOf } from './app-store-here.js'
import { withKept } from './kept-packages.js'
import { authorOf, changeOptions, withRelease } from './open-release.js'
import { required } from './required-option.js'
import { say } from './show.js'

const command = 'release upload'
const { game: _, ...options } = changeOptions

export const uploadCommand = defineCommand({
  name: command,
  describe: 'command.releaseUpload',
  positionals: ['RELEASE'],
  options: {
    ...options,
    to: { type: 'string', value: 'STORE', describe: 'option.uploadTo' },
    target: { type: 'string', value: 'ID', describe: 'option.uploadTarget' },
    row: { type: 'string', value: 'GLOB', describe: 'option.uploadRow' },
    files: { type: 'string', value: 'DIR', describe: 'option.publishFiles' },
    'notes-file': { type: 'string', value: 'FILE', describe: 'option.uploadNotes' },
    again: { type: 'boolean', describe: 'option.uploadAgain' },
    'dry-run': { type: 'boolean', describe: 'option.uploadDryRun' }
  },
  run: async (context, given, [name = '']) =>
    await withRelease(context, given, async open => {
      const author = authorOf(context, command, given)
      const store = required(command, 'to', given.to)
      const storeContext = storeContextOf(context, open, given.project, store)
      const release = await open.registry.get(await namedRelease(open, name))
      const { target, row } = await chosenPackage(open.registry, release, storeContext, given)
      const notes = given['notes-file'] === undefined
        ? release.notes
        : (await readFile(resolve(context.cwd, given['notes-file']), 'utf8')).trim()
      const upload = await uploadOf(open.registry, row, notes)
      const hand = async (folder: string): Promise<number> => {
        const [file = upload.file] = await filesOf(folder, row.artifacts)
        const request: UploadRequest = {
          store,
          settings: storeContext.settings,
          release,
          target,
          row: rowKey(row),
          upload: { ...upload, file },
          isRehearsal: given['dry-run'],
          isAgain: given.again
        }
        const appStore = await openAppStore(storeContext)
        const outcome = await uploadPackage(open.store, appStore, request, author, context.signal)
        return told(context, given, release, outcome)
      }
      const lock = await lockUploads(context, open.store.project, store)
      try {
        return given.files === undefined
          ? await withKept(context, open, given, row.artifacts, hand)
          : await hand(resolve(context.cwd, given.files))
      } finally {
        lock.close()
      }
    })
})

function told (
  context: CommandContext,
  { json, 'dry-run': isRehearsal }: { json: boolean, 'dry-run': boolean },
  release: Release,
  { record, isKept }: UploadOutcome
): number {
  const isRehearsed = isRehearsal && !isKept
  const { store, file, state, detail = '' } = record
  const key = isRehearsed ? 'release.uploadRehearsed' : isKept ? 'release.uploadKept' : 'release.uploaded'
  const words = {
    file,
    store,
    release: releaseKey(release),
    detail,
    state: say(context, `upload.state.${state}`)
  }
  const document = { ...record, state: isRehearsed ? null : state, isKept, isRehearsal }
  return show(context, json, document, () => [say(context, key, words).trim()])
}

/** Two uploads to one store at once would close each other's edits. */
async function lockUploads (
  { environment, signal }: CommandContext,
  project: string,
  store: string
): Promise<{ close: () => void }> {
  const name = createHash('sha256').update(`${project}\0${store}`).digest('hex').slice(0, 16)
  return await lockFile(join(packlineHome(environment), 'uploads', `${name}.lock`), { signal, command })
}

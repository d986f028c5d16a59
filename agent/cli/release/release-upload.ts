import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { chosenPackage, uploadOf } from '../../release/app-stores/chosen-package.js'
import { openAppStore } from '../../release/app-stores/open-app-store.js'
import { notesFor } from '../../release/app-stores/player-notes.js'
import { uploadPackage } from '../../release/app-stores/upload-package.js'
import { uploadOf as recordedUpload } from '../../release/app-stores/upload-records.js'
import type { UploadOutcome, UploadRequest } from '../../release/app-stores/upload-package.js'
import { namedRelease } from '../../release/named-release.js'
import { filesOf } from '../../release/publish/publisher.js'
import { releaseKey, rowKey } from '../../release/registry-model.js'
import type { Release } from '../../release/registry-model.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { lockUploads, storeContextOf, withOwn } from './app-store-here.js'
import { withKept } from './kept-packages.js'
import { authorOf, changeOptions, withRelease } from './open-release.js'
import { required } from './required-option.js'
import { eventsOption, sentFiles, showSent } from './sent.js'
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
    notes: { type: 'string', value: 'TEXT', describe: 'option.uploadNotesText' },
    track: { type: 'string', value: 'NAME', describe: 'option.uploadTrack' },
    percent: { type: 'string', value: 'N.NN', describe: 'option.uploadPercent' },
    again: { type: 'boolean', describe: 'option.uploadAgain' },
    'dry-run': { type: 'boolean', describe: 'option.uploadDryRun' },
    ...eventsOption
  },
  run: async (context, given, [name = '']) =>
    await withRelease(context, given, async open => {
      const author = authorOf(context, command, given)
      const store = required(command, 'to', given.to)
      const configured = storeContextOf(context, open, given.project, store)
      const release = await open.registry.get(await namedRelease(open, name))
      const { target, row } = await chosenPackage(open.registry, release, configured, given)
      const before = await recordedUpload(open.store, release, { store, target, row: rowKey(row) })
      // Whoever widened the rollout since does not want it narrowed by the same upload once more.
      const percent = given.percent ?? before?.percent?.toFixed(2)
      const storeContext = withOwn(configured, { track: given.track, percent })
      const notes = given['notes-file'] === undefined
        ? given.notes ?? release.notes
        : (await readFile(resolve(context.cwd, given['notes-file']), 'utf8')).trim()
      const told = notesFor(storeContext.settings, store, notes)
      const upload = await uploadOf(open.registry, row, told)
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
        const sent = sentFiles(context, given.events, row.artifacts)
        const appStore = await openAppStore(storeContext)
        if (!given['dry-run']) sent.begin()
        const outcome = await uploadPackage(open.store, appStore, request, author, context.signal)
        if (!given['dry-run']) sent.end(outcome.isKept ? 'kept' : 'written')
        return showOutcome(context, given, release, outcome)
      }
      const lock = await lockUploads(context, open.store.project, store, command)
      try {
        return given.files === undefined
          ? await withKept(context, open, given, row.artifacts, hand)
          : await hand(resolve(context.cwd, given.files))
      } finally {
        lock.close()
      }
    })
})

function showOutcome (
  context: CommandContext,
  { 'dry-run': isRehearsal, ...form }: { json: boolean, events: boolean, 'dry-run': boolean },
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
  const document = {
    ...record,
    release: words.release,
    state: isRehearsed ? null : state,
    isKept,
    isRehearsal
  }
  return showSent(context, form, document, () => [say(context, key, words).trim()])
}

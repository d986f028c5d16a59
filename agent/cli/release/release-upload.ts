import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { chosenPackage } from '../../release/app-stores/chosen-package.js'
import { notesFor } from '../../release/app-stores/player-notes.js'
import { uploadOf } from '../../release/app-stores/upload-records.js'
import type { UploadOutcome } from '../../release/app-stores/upload-package.js'
import { namedRelease } from '../../release/named-release.js'
import { releaseKey, rowKey } from '../../release/registry-model.js'
import type { Release } from '../../release/registry-model.js'
import { defineCommand } from '../command.js'
import type { CommandContext } from '../command.js'
import { storeContextOf, storeOptions, withOwn } from './app-store-here.js'
import { authorOf, withRelease } from './open-release.js'
import { required } from './required-option.js'
import { sendUpload } from './send-upload.js'
import { eventsOption, showSent } from './sent.js'
import { say } from './show.js'

const command = 'release upload'

export const uploadCommand = defineCommand({
  name: command,
  describe: 'command.releaseUpload',
  positionals: ['RELEASE'],
  options: {
    ...storeOptions,
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
      const before = await uploadOf(open.store, release, { store, target, row: rowKey(row) })
      // Whoever widened the rollout since does not want it narrowed by the same upload once more.
      const percent = given.percent ?? before?.percent?.toFixed(2)
      const storeContext = withOwn(configured, { track: given.track, percent })
      const notes = given['notes-file'] === undefined
        ? given.notes ?? release.notes
        : (await readFile(resolve(context.cwd, given['notes-file']), 'utf8')).trim()
      const told = notesFor(storeContext.settings, store, notes)
      const asked = percent === undefined ? undefined : storeContext.settings.percent
      const sending = { command, store: storeContext, release, target, row, notes: told, percent: asked }
      return showOutcome(context, given, release, await sendUpload(context, open, given, sending, author))
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

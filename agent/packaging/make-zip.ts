import { open } from 'node:fs/promises'
import { digestOfFile } from './file-digests.js'
import type { MadePackage, MakerContext } from './apk/make-apk.js'
import { entryContents } from './entry-contents.js'
import type { EntryChange } from './row-changes.js'
import type { RowPlan } from './row-plan.js'
import { editZip } from '../formats/zip/edit-zip.js'
import { readZip } from '../formats/zip/read-zip.js'

/** Edits a zip, or packs a folder. Equal inputs give equal bytes. */
export async function makeZip (
  plan: RowPlan,
  target: string,
  { encoder, signal }: Pick<MakerContext, 'encoder' | 'signal'>
): Promise<MadePackage> {
  const { baseline, changes } = plan
  const output = await open(target, 'wx')
  try {
    if (baseline!.definition.type === 'folder') {
      const all = new Map<string, EntryChange>([
        ...[...baseline!.files].map(([name, file]): [string, EntryChange] => [name, { way: 'file', file }]),
        ...changes
      ])
      await editZip({
        changes: await entryContents(all, encoder),
        alignment: () => 1,
        target: output,
        signal
      })
    } else {
      const source = await open(baseline!.path, 'r')
      try {
        const archive = await readZip(source, baseline!.definition.path)
        await editZip({
          base: { handle: source, archive },
          changes: await entryContents(changes, encoder, { handle: source, archive }),
          alignment: () => 1,
          target: output,
          signal
        })
      } finally {
        await source.close()
      }
    }
  } finally {
    await output.close()
  }
  const handle = await open(target, 'r')
  try {
    // Read once more as any reader would.
    const { size } = await readZip(handle, target)
    return { size, sha256: await digestOfFile(target), signature: 'none' }
  } finally {
    await handle.close()
  }
}

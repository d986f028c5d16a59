import { open } from 'node:fs/promises'
import { sha256OfFile } from '../files/streamed-digest.js'
import type { MadePackage, MakerContext } from './apk/make-apk.js'
import { entryContents } from './entry-contents.js'
import { encodeBytes } from './entry-encoder.js'
import type { EntryChange } from './entry-change.js'
import type { BaselinePlan } from './row-plan.js'
import { editZip } from '../formats/zip/edit-zip.js'
import { readZip } from '../formats/zip/read-zip.js'
import { linkMode, stored } from '../formats/zip/zip-entry.js'

/** Edits a zip, or packs a folder. Equal inputs give equal bytes. */
export async function makeZip (
  { baseline, changes }: BaselinePlan,
  target: string,
  { encoder, signal }: Pick<MakerContext, 'encoder' | 'signal'>
): Promise<MadePackage> {
  const output = await open(target, 'wx')
  // Neither Android nor iOS takes one.
  const zip64 = baseline.definition.type !== 'ipa'
  try {
    if (baseline.definition.type === 'folder') {
      const files = [...baseline.files].map(([name, file]): [string, EntryChange] => [name, {
        way: 'file',
        file
      }])
      const contents = await entryContents(new Map([...files, ...changes]), encoder)
      for (const [name, to] of baseline.links) {
        if (changes.has(name)) continue
        contents.set(name, { ...encodeBytes(Buffer.from(to), stored), mode: linkMode })
      }
      await editZip({ changes: contents, alignment: () => 1, target: output, signal, zip64 })
    } else {
      const source = await open(baseline.path, 'r')
      try {
        const base = { handle: source, archive: await readZip(source, baseline.definition.path, { zip64 }) }
        await editZip({
          base,
          changes: await entryContents(changes, encoder, base),
          alignment: () => 1,
          target: output,
          signal,
          zip64
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
    const { size } = await readZip(handle, target, { zip64 })
    return { size, sha256: await sha256OfFile(target), signature: 'none' }
  } finally {
    await handle.close()
  }
}

import { open } from 'node:fs/promises'
import type { EntryContent } from '../../formats/zip/edit-zip.js'
import { editZip } from '../../formats/zip/edit-zip.js'
import { apkAlignment } from '../../formats/zip/entry-extra.js'
import { readZip } from '../../formats/zip/read-zip.js'
import { checkBundle } from '../aab/check-bundle.js'
import type { OpenZip } from '../application/read-application.js'
import { entryContents } from '../entry-contents.js'
import type { EntryEncoder } from '../entry-encoder.js'
import type { BaselinePlan } from '../row-plan.js'
import type { Finding } from './apk-findings.js'
import { compressedEntries, StoredEntries } from './stored-entries.js'
import { isV1Signature } from './v1-signature.js'

/** The package of a row before it is signed. Returns its size. */
export async function writeEditedApk (
  { baseline, changes }: BaselinePlan,
  target: string,
  { encoder, signal }: { encoder: EntryEncoder, signal: AbortSignal }
): Promise<number> {
  const { path, definition, findings } = baseline
  return await repackApk(
    {
      path,
      label: definition.path,
      findings,
      isBundle: definition.type === 'aab',
      changesIn: async (zip, storedNames) => await entryContents(changes, encoder, zip, storedNames)
    },
    target,
    signal
  )
}

interface Repacking {
  path: string
  label: string
  /** What is wrong with it: what Android wants stored is stored. */
  findings: readonly Finding[]
  isBundle?: boolean
  changesIn?: (
    zip: OpenZip,
    storedNames: ReadonlySet<string>
  ) => Promise<Map<string, EntryContent | undefined>>
}

/** Writes an APK again: changed, aligned, and without its signatures. Returns its size. */
export async function repackApk (
  { path, label, findings, isBundle = false, changesIn = async () => new Map() }: Repacking,
  target: string,
  signal: AbortSignal
): Promise<number> {
  const [source, output] = [await open(path, 'r'), await open(target, 'wx')]
  const storing = new StoredEntries(target)
  try {
    const archive = await readZip(source, label)
    const zip = { handle: source, archive }
    const compressed = compressedEntries(findings)
    const contents = await changesIn(zip, compressed)
    for (const name of compressed) {
      const content = contents.has(name) ? undefined : await storing.of(zip, name, signal)
      if (content !== undefined) contents.set(name, content)
    }
    for (const { name } of archive.entries) {
      if (isV1Signature(name) && !contents.has(name)) contents.set(name, undefined)
    }
    if (isBundle) {
      const kept = archive.entries.map(({ name }) => name).filter(name => !contents.has(name))
      const added = [...contents].flatMap(([name, content]) => content === undefined ? [] : [name])
      checkBundle([...kept, ...added], label)
    }
    const { size } = await editZip({
      base: zip,
      changes: contents,
      alignment: isBundle ? () => 1 : apkAlignment,
      target: output,
      signal
    })
    return size
  } finally {
    await Promise.all([source.close(), output.close(), storing.close()])
  }
}

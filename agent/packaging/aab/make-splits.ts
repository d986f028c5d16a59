import { createReadStream, createWriteStream } from 'node:fs'
import { mkdtemp, open, rename, rm, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { crc32 } from 'node:zlib'
import type { ByteBudget } from '../../byte-budget.js'
import type { ChannelForm } from '../../config/package-platform-schema.js'
import { editZip } from '../../formats/zip/edit-zip.js'
import type { EntryContent } from '../../formats/zip/edit-zip.js'
import { streamEntry } from '../../formats/zip/entry-data.js'
import { readZip } from '../../formats/zip/read-zip.js'
import { stored } from '../../formats/zip/zip-entry.js'
import type { ChannelStamp } from '../apk/channel-forms.js'
import { StampSource } from '../apk/stamp-apk.js'
import { partsIn, readSplitSet } from '../application/split-set.js'
import { bundleToolBytes } from './bundle-tool.js'
import type { BundleTool } from './bundle-tool.js'

interface SplitsOrder {
  /** The edited App Bundle. */
  bundle: string
  /** Where the set goes, which must not exist. */
  target: string
  label: string
  /** A device specification; all devices without one. */
  device?: string
  tool: BundleTool
  memory: ByteBudget
  /** Writes the signed APK of a part; without it the parts stay unsigned. */
  sign?: (input: string, output: string, part: string) => Promise<void>
  signal: AbortSignal
}

/** The split APKs that bundletool makes of an App Bundle, each signed as any APK here. */
export async function makeSplits (order: SplitsOrder): Promise<void> {
  const { bundle, target, label, device, tool, memory, sign, signal } = order
  const scratch = await mkdtemp(join(dirname(target), '.packline-splits-'))
  try {
    const made = join(scratch, 'made.apks')
    await memory.use(bundleToolBytes, async () => {
      await tool.makeSet(bundle, made, { label, ...device !== undefined && { device } }, signal)
    })
    if (sign === undefined) await rename(made, target)
    else {
      await rewriteParts(made, target, scratch, signal, async (name, input, output) => {
        await sign(input, output, name)
      })
    }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** Writes the channel into each base of a signed set: that is where an application's readers look. */
export async function stampSplits (
  set: string,
  target: string,
  stamp: ChannelStamp,
  forms: readonly ChannelForm[],
  signal: AbortSignal
): Promise<void> {
  const parts = (await readSplitSet(set, signal))?.parts ?? []
  const bases = new Set(parts.flatMap(({ path, split }) => split === undefined ? [path] : []))
  const scratch = await mkdtemp(join(dirname(target), '.packline-splits-'))
  try {
    await rewriteParts(set, target, scratch, signal, async (name, input, output) => {
      const source = await StampSource.open(input, name)
      await source.stamp(stamp, output, forms)
    }, bases)
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

/** A set in which the named parts are those that `write` makes of them; all of them without names. */
async function rewriteParts (
  set: string,
  target: string,
  scratch: string,
  signal: AbortSignal,
  write: (name: string, input: string, output: string) => Promise<void>,
  names?: ReadonlySet<string>
): Promise<void> {
  const [handle, output] = [await open(set, 'r'), await open(target, 'wx')]
  try {
    const archive = await readZip(handle, set)
    const changes = new Map<string, EntryContent>()
    for (const [index, entry] of partsIn(archive).entries()) {
      if (names?.has(entry.name) === false) continue
      const [input, made] = [join(scratch, 'part.apk'), join(scratch, `${index}.apk`)]
      await streamEntry(handle, archive, entry, createWriteStream(input), signal)
      await write(entry.name, input, made)
      changes.set(entry.name, await storedFile(made))
    }
    await editZip({ base: { handle, archive }, changes, alignment: () => 1, target: output, signal })
  } finally {
    await Promise.all([handle.close(), output.close()])
  }
}

async function storedFile (file: string): Promise<EntryContent> {
  const { size } = await stat(file)
  let checksum = 0
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) checksum = crc32(chunk, checksum)
  return { method: stored, crc32: checksum, size, data: { file, size } }
}

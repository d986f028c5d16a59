import { createWriteStream, mkdirSync } from 'node:fs'
import { chmod, open, readlink, rename, rm, stat, symlink } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import type { Signing } from '../../config/signing-schema.js'
import { PacklineError } from '../../errors.js'
import type { MadePackage, MakerContext } from '../apk/make-apk.js'
import { sha256OfFile } from '../../files/streamed-digest.js'
import { makeZip } from '../make-zip.js'
import { inProject } from '../project-folder.js'
import { resolveName } from '../row-changes.js'
import type { BaselinePlan } from '../row-plan.js'
import type { AppleSigner } from './apple-signer.js'
import { readSigningKey } from '../signing-key.js'
import { EntryEncoder, encodeBytes } from '../entry-encoder.js'
import { editZip } from '../../formats/zip/edit-zip.js'
import type { EntryContent } from '../../formats/zip/edit-zip.js'
import { readEntry, streamEntry } from '../../formats/zip/entry-data.js'
import { readZip } from '../../formats/zip/read-zip.js'
import { stored, unixMode } from '../../formats/zip/zip-entry.js'
import { listTree } from '../tree.js'

/**
 * Edits an IPA and signs it, or says why it is unsigned: the signature that it had does not fit what was
 * changed.
 */
export async function makeIpa (
  plan: BaselinePlan,
  target: string,
  context: MakerContext
): Promise<MadePackage> {
  const { row } = plan
  const edited = await makeZip(plan, target, context)
  const unsigned = (unsignedReason: string): MadePackage => ({
    ...edited,
    signature: 'unsigned',
    unsignedReason
  })
  const signing = row.signing === undefined ? undefined : context.signings[row.signing]
  if (row.signing === undefined || signing === undefined) return unsigned('no signing is named for it')
  const { apple } = context.tools
  if (apple === undefined) return unsigned('neither codesign nor rcodesign was found')
  const reason = apple.cannot(signing)
  if (reason !== undefined) return unsigned(reason)
  await sign(plan, target, apple, row.signing, signing, context)
  return { size: (await stat(target)).size, sha256: await sha256OfFile(target), signature: 'signed' }
}

/** Unpacks the IPA, signs its application and packs it again. */
async function sign (
  { row, baseline }: BaselinePlan,
  target: string,
  apple: AppleSigner,
  name: string,
  signing: Signing,
  context: MakerContext
): Promise<void> {
  const { project, environment, signal } = context
  const folder = `${target}.app`
  try {
    await unpack(target, folder, context)
    const key = signing.p12 === undefined
      ? undefined
      : await readSigningKey(name, signing, project, environment)
    await apple.sign({
      app: join(folder, resolveName('{app}', baseline)),
      signing,
      name,
      ...key !== undefined && { key },
      scratch: `${target}.key`,
      ...signing.entitlements !== undefined && { entitlements: inProject(project, signing.entitlements) },
      label: row.id
    }, signal)
    await pack(folder, `${target}.signed`, context)
    await rename(`${target}.signed`, target)
  } finally {
    await Promise.all([folder, `${target}.key`, `${target}.signed`].map(async path => {
      await rm(path, { recursive: true, force: true })
    }))
  }
}

const linkType = 0o120000

async function unpack (file: string, folder: string, { signal }: MakerContext): Promise<void> {
  const handle = await open(file, 'r')
  try {
    const archive = await readZip(handle, file)
    const links: Array<[path: string, to: string]> = []
    for (const entry of archive.entries) {
      signal.throwIfAborted()
      const path = join(folder, entry.name)
      const mode = unixMode(entry)
      if (entry.name.endsWith('/')) {
        mkdirSync(path, { recursive: true })
        continue
      }
      mkdirSync(dirname(path), { recursive: true })
      if ((mode & 0o170000) === linkType) {
        const to = (await readEntry(handle, archive, entry, 4096)).toString()
        if (to.startsWith('/') || normalize(join(dirname(entry.name), to)).startsWith('..')) {
          throw new PacklineError('PACKAGE_UNSAFE_ENTRY', {
            file,
            entry: entry.name,
            reason: `it is a link to ${to}`
          })
        }
        links.push([path, to])
      } else {
        await streamEntry(handle, archive, entry, createWriteStream(path, { flags: 'wx' }), signal)
        if (mode !== 0) await chmod(path, mode & 0o777)
      }
    }
    // Links come last: nothing can be written through them.
    for (const [path, to] of links) await symlink(to, path)
  } finally {
    await handle.close()
  }
}

async function pack (folder: string, target: string, { cache, store, signal }: MakerContext): Promise<void> {
  // One of its own: what it remembers are files of this folder, which goes away.
  const encoder = new EntryEncoder(cache, store)
  const changes = new Map<string, EntryContent>()
  for (const { name, path, status } of listTree(folder)) {
    if (status.isSymbolicLink()) {
      changes.set(name, { ...encodeBytes(Buffer.from(await readlink(path)), stored), mode: linkType | 0o755 })
      continue
    }
    const file = { path, sha256: await sha256OfFile(path), size: status.size, mode: status.mode }
    changes.set(name, await encoder.encode(file, name))
  }
  const output = await open(target, 'wx')
  try {
    await editZip({ changes, alignment: () => 1, target: output, signal })
  } finally {
    await output.close()
  }
}

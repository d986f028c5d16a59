import { createWriteStream, mkdirSync } from 'node:fs'
import { chmod, open, readFile, readlink, rename, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { dirname, join, normalize } from 'node:path'
import type { Signing } from '../../config/signing-schema.js'
import { ReasonError, errorText } from '../../error-text.js'
import { PacklineError } from '../../errors.js'
import type { MadePackage, MakerContext } from '../apk/make-apk.js'
import { sha256OfFile } from '../../files/streamed-digest.js'
import { makeZip } from '../make-zip.js'
import { inProject } from '../project-folder.js'
import { resolveName } from '../row-changes.js'
import type { BaselinePlan } from '../row-plan.js'
import type { AppleSigner } from './apple-signer.js'
import { mergeEntitlements } from './entitlements.js'
import { readEntitlements } from './mach-o-entitlements.js'
import { planProfiles } from './plan-profiles.js'
import { readSigningKey } from '../signing-key.js'
import { EntryEncoder, encodeBytes } from '../entry-encoder.js'
import { editZip } from '../../formats/zip/edit-zip.js'
import type { EntryContent } from '../../formats/zip/edit-zip.js'
import { readEntry, streamEntry } from '../../formats/zip/entry-data.js'
import { readZip } from '../../formats/zip/read-zip.js'
import { readPropertyList, writePropertyList } from '../../formats/property-list.js'
import type { PropertyListValue } from '../../formats/property-list-value.js'
import { isLink, linkMode, stored, unixMode } from '../../formats/zip/zip-entry.js'
import { listTree } from '../tree.js'
import { phrase, type Wording } from '../../messages/phrase.js'

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
  const unsigned = (unsignedReason: Wording): MadePackage => ({
    ...edited,
    signature: 'unsigned',
    unsignedReason
  })
  const signing = row.signing === undefined ? undefined : context.signings[row.signing]
  if (row.signing === undefined || signing === undefined) return unsigned(phrase('row.noSigning'))
  const { apple } = context.tools
  if (apple === undefined) return unsigned(phrase('signing.noTool'))
  const reason = apple.cannot(signing)
  if (reason !== undefined) return unsigned(reason)
  await sign(plan, target, apple, row.signing, signing, context)
  return { size: (await stat(target)).size, sha256: await sha256OfFile(target), signature: 'signed' }
}

/** Unpacks the IPA, signs its application and packs it again. */
async function sign (
  plan: BaselinePlan,
  target: string,
  apple: AppleSigner,
  name: string,
  signing: Signing,
  context: MakerContext
): Promise<void> {
  const { row, baseline } = plan
  const { project, environment, signal } = context
  const [folder, scratch] = [`${target}.app`, `${target}.key`]
  try {
    await unpack(target, folder, context)
    const key = signing.p12 === undefined
      ? undefined
      : await readSigningKey(name, signing, project, environment)
    const app = resolveName('{app}', baseline)
    mkdirSync(scratch, { mode: 0o700 })
    await apple.sign({
      app: join(folder, app),
      signing,
      name,
      ...key !== undefined && { key },
      scratch,
      entitlements: await entitlementsOf(plan, app, { folder, scratch, name, signing, context }),
      label: row.id
    }, signal)
    await pack(folder, `${target}.signed`, context)
    await rename(`${target}.signed`, target)
  } finally {
    await Promise.all([folder, scratch, `${target}.signed`].map(async path => {
      await rm(path, { recursive: true, force: true })
    }))
  }
}

/** Files of the entitlements by bundle. Without profiles the project's own is all there is. */
async function entitlementsOf (
  { row, baseline, changes }: BaselinePlan,
  app: string,
  { folder, scratch, name, signing, context }: {
    folder: string
    scratch: string
    name: string
    signing: Signing
    context: MakerContext
  }
): Promise<Map<string, string>> {
  const { project } = context
  const own = signing.entitlements === undefined ? undefined : inProject(project, signing.entitlements)
  const files = new Map<string, string>()
  if (signing.profiles === undefined) return own === undefined ? files : files.set('', own)
  const bundles = await planProfiles({ ...row, signing: name }, baseline, changes, signing, context)
  for (const [index, { path, id, values, profile }] of bundles.entries()) {
    const program = values.get('CFBundleExecutable')
    const wanted = path === app && own !== undefined
      ? await readEntitlementsFile(own, signing.entitlements ?? '')
      : typeof program === 'string'
      ? await readEntitlements(join(folder, path, program))
      : undefined
    const file = join(scratch, `${index}.entitlements`)
    await writeFile(file, writePropertyList(mergeEntitlements(wanted, profile, id, row.id), 'xml'))
    files.set(path.slice(app.length + 1), file)
  }
  return files
}

async function readEntitlementsFile (
  path: string,
  file: string
): Promise<ReadonlyMap<string, PropertyListValue>> {
  try {
    const values = readPropertyList(file, await readFile(path))
    if (values instanceof Map) return values
    throw new ReasonError(phrase('plist.noDictionary'))
  } catch (cause) {
    const reason = errorText(cause)
    throw new PacklineError('PACKAGE_PLIST_DAMAGED', { file, entry: file, reason }, { cause })
  }
}

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
      if (isLink(entry)) {
        const to = (await readEntry(handle, archive, entry, 4096)).toString()
        if (to.startsWith('/') || normalize(join(dirname(entry.name), to)).startsWith('..')) {
          throw new PacklineError('PACKAGE_UNSAFE_ENTRY', {
            file,
            entry: entry.name,
            reason: phrase('entry.link', { to })
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
      changes.set(name, { ...encodeBytes(Buffer.from(await readlink(path)), stored), mode: linkMode })
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

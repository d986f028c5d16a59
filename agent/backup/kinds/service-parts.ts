import { copyFile, lstat, mkdir, readFile, readdir, readlink, realpath, stat } from 'node:fs/promises'
import { isAbsolute, join, relative, resolve, sep } from 'node:path'
import { errorText } from '../../error-text.js'
import { PacklineError, hasCode } from '../../errors.js'
import { phrase, type Wording } from '../../messages/phrase.js'

/** A part of a service that no backup can be made of. */
export function partInvalid (service: string, part: string, reason: Wording): PacklineError {
  return new PacklineError('BACKUP_PART_INVALID', { service, part, reason })
}

/** Throws BACKUP_PART_INVALID. */
export async function readPart (service: string, folder: string, part: string): Promise<Buffer> {
  try {
    return await readFile(join(folder, part))
  } catch (error) {
    throw partInvalid(service, part, errorText(error))
  }
}

/**
 * Copies a file or folder, if it is there. What a link leads to is copied in its place: on the machine that a
 * backup is restored on there may be nothing behind it, and a drill would find what is behind it here. Throws
 * BACKUP_PART_INVALID for one that leads nowhere, as onto a disk that is not mounted, or back to itself.
 */
export async function copyPart (service: string, from: string, to: string): Promise<void> {
  if (await isThere(from)) await copyFollowing(service, from, to, [])
}

async function copyFollowing (
  service: string,
  from: string,
  to: string,
  above: readonly string[]
): Promise<void> {
  const place = await followed(service, from)
  // A service takes away what it is done with.
  if (place === undefined) return
  if (above.includes(place)) throw partInvalid(service, from, phrase('backup.linkCircle'))
  const found = await stat(place)
  if (found.isFile()) await copyFile(place, to)
  if (!found.isDirectory()) return
  await mkdir(to, { recursive: true })
  for (const name of await readdir(place)) {
    await copyFollowing(service, join(from, name), join(to, name), [...above, place])
  }
}

/** Where a path leads; undefined where it is gone. */
export async function followed (service: string, path: string): Promise<string | undefined> {
  try {
    return await realpath(path)
  } catch (error) {
    if (hasCode(error, 'ELOOP')) throw partInvalid(service, path, phrase('backup.linkCircle'))
    if (!hasCode(error, 'ENOENT')) throw partInvalid(service, path, errorText(error))
    if (await isThere(path)) throw partInvalid(service, path, phrase('backup.linkNowhere'))
    return undefined
  }
}

/**
 * For a folder that the store keeps as it is: it keeps links as links, so those of a copy must stay in
 * `root`, which is as `realpath` says it, wherever it is restored. Throws BACKUP_PART_INVALID.
 */
export async function checkLinksStay (
  { service, root, mayLead }: { service: string, root: string, mayLead: RegExp },
  part: string
): Promise<void> {
  const folder = join(root, part)
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    if (!entry.isSymbolicLink() || mayLead.test(entry.name)) continue
    const path = join(folder, entry.name)
    const target = await readlink(path)
    const place = await realpath(path).catch(() => resolve(folder, target))
    if (!isAbsolute(target) && place.startsWith(`${root}${sep}`)) continue
    throw partInvalid(service, relative(root, path), phrase('backup.linkLeaves', { target }))
  }
}

async function isThere (path: string): Promise<boolean> {
  return await lstat(path).then(() => true, () => false)
}

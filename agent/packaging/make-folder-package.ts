import { constants } from 'node:fs'
import { chmod, copyFile, mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { MadePackage, MakerContext } from './apk/make-apk.js'
import { sha256OfFile } from '../files/streamed-digest.js'
import { editPropertyList } from './edit-property-list.js'
import type { BaselinePlan } from './row-plan.js'
import { digestOfList, linkText } from './tree.js'

/** Copies a folder with its changes; files share their blocks with the baseline where the file system can. */
export async function makeFolderPackage (
  plan: BaselinePlan,
  target: string,
  { signal }: Pick<MakerContext, 'signal'>
): Promise<MadePackage> {
  const { baseline, changes } = plan
  const digests = new Map<string, string>()
  let size = 0
  const write = async (name: string, copy: (path: string) => Promise<string>): Promise<void> => {
    signal.throwIfAborted()
    const path = join(target, name)
    await mkdir(dirname(path), { recursive: true })
    digests.set(name, await copy(path))
  }
  for (const [name, file] of baseline.files) {
    const change = changes.get(name)
    if (change === undefined) {
      await write(name, async path => await copied(file.path, path, file.sha256))
      size += file.size
    } else if (change.way === 'plist') {
      const before = await readFile(file.path)
      const after = await editPropertyList(before, change.set, baseline.definition.path, name)
      await write(name, async path => await written(path, after))
    }
  }
  for (const [name, to] of baseline.links) {
    if (changes.has(name)) continue
    await write(name, async path => {
      await symlink(to, path)
      return linkText(to)
    })
  }
  for (const [name, change] of changes) {
    if (change.way === 'file') {
      await write(name, async path => await copied(change.file.path, path, change.file.sha256))
      await chmod(join(target, name), change.file.mode & 0o777)
      size += change.file.size
    } else if (change.way === 'bytes') {
      await write(name, async path => await written(path, change.bytes))
      size += change.bytes.length
    }
  }
  return { size, sha256: digestOfList(digests), signature: 'none' }
}

async function copied (from: string, to: string, sha256: string): Promise<string> {
  await copyFile(from, to, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL)
  return sha256
}

async function written (path: string, bytes: Buffer): Promise<string> {
  await writeFile(path, bytes, { flag: 'wx' })
  return await sha256OfFile(path)
}

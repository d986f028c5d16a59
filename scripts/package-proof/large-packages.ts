import { mkdirSync, truncateSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { crc32 } from 'node:zlib'
import { editZip } from '../../agent/formats/zip/edit-zip.js'
import { apkAlignment } from '../../agent/formats/zip/entry-extra.js'
import { stored } from '../../agent/formats/zip/zip-entry.js'
import { encodeBytes } from '../../agent/packaging/entry-encoder.js'
import { appBundle } from '../../agent/packaging/testing/android.js'
import { infoPlist, machO } from '../../agent/packaging/testing/apple.js'
import { manifestOf } from '../../agent/packaging/testing/made-manifest.js'
import { unzipped } from '../../agent/packaging/testing/zips.js'

type Kind = 'apk' | 'aab' | 'ipa' | 'zip'

const signal = new AbortController().signal

/** A file of zeros, which takes no place on the disk. */
export function makeHole (path: string, size: number): void {
  mkdirSync(dirname(path), { recursive: true })
  writeFileSync(path, '')
  truncateSync(path, size)
}

/** A package of about `size` bytes, almost all of it in one stored entry. */
export async function makeLarge (kind: Kind, path: string, size: number): Promise<void> {
  const hole = `${path}.hole`
  makeHole(hole, size)
  const { files, place } = partsOf(kind)
  const changes = Object.entries(files).map(([name, bytes]) =>
    [name, encodeBytes(Buffer.from(bytes))] as const
  )
  const target = await open(path, 'wx')
  try {
    await editZip({
      changes: new Map([
        ...changes,
        [place, { method: stored, crc32: checksumOf(size), size, data: { file: hole, size } }]
      ]),
      alignment: kind === 'apk' ? apkAlignment : () => 1,
      target,
      signal,
      zip64: kind === 'zip'
    })
  } finally {
    await target.close()
  }
}

function partsOf (kind: Kind): { files: Record<string, Uint8Array>, place: string } {
  switch (kind) {
    case 'apk':
      return { files: { 'AndroidManifest.xml': manifestOf() }, place: 'assets/large.bin' }
    case 'aab':
      return { files: unzipped(appBundle), place: 'base/assets/large.bin' }
    case 'ipa':
      return {
        files: {
          'Payload/Game.app/Info.plist': Buffer.from(infoPlist('com.example.game')),
          'Payload/Game.app/main': machO({})
        },
        place: 'Payload/Game.app/large.bin'
      }
    case 'zip':
      return { files: { 'game.txt': Buffer.from('the game') }, place: 'large.bin' }
  }
}

function checksumOf (size: number): number {
  const block = Buffer.alloc(1024 ** 2)
  let checksum = 0
  for (let left = size; left > 0; left -= block.length) {
    checksum = crc32(left < block.length ? block.subarray(0, left) : block, checksum)
  }
  return checksum
}

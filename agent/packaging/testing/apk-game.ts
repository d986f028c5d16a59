import { copyFileSync, mkdirSync, symlinkSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import type { ChannelStamp } from '../apk/channel-forms.js'
import { stampsOf } from '../apk/channel-forms.js'
import { readSigningBlock } from '../apk/signing-block.js'
import { readZip } from '../../formats/zip/read-zip.js'
import { cacheFolder, keystore, skipWithoutAndroid } from './android.js'
import { makeGame } from './game.js'
import type { Game } from './game.js'

export const skip = skipWithoutAndroid
export const key = skip === false ? keystore() : { file: '', password: '' }
export const environment = { PATH: process.env.PATH, HOME: process.env.HOME, KEY_PASSWORD: key.password }

/** Two channels of app.apk, signed by that key. */
export const packages = {
  baselines: { android: { type: 'apk', path: 'app.apk' } },
  platforms: { android: { baseline: 'android', signing: 'release' } },
  channels: { google: {}, 华为: { stamp: { inviter: '7' } } },
  signing: { release: { keystore: 'file:keys/release.jks', alias: 'release', password: 'env:KEY_PASSWORD' } }
}

/** A game with a key, a file to put in, and `baseline` as its app.apk. */
export function makeApkGame (t: Parameters<typeof makeGame>[0], baseline?: string): Game {
  const made = makeGame(t)
  made.write({ 'keys/.keep': '', 'res/a.txt': 'changed '.repeat(500) })
  // The signer's driver is compiled once for all of them.
  mkdirSync(join(made.home, 'cache'), { recursive: true })
  symlinkSync(cacheFolder('apksig'), join(made.home, 'cache/apksig'))
  if (baseline !== undefined) copyFileSync(baseline, made.path('app.apk'))
  if (skip === false) copyFileSync(key.file, made.path('keys/release.jks'))
  return made
}

/** The channel that an APK says it is for, in Walle's form. */
export async function stampIn (file: string): Promise<ChannelStamp | undefined> {
  const handle = await open(file, 'r')
  try {
    const block = await readSigningBlock(handle, await readZip(handle, file))
    return block === undefined ? undefined : stampsOf(block, file).walle
  } finally {
    await handle.close()
  }
}

import { appendFileSync, copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { keystore, makeApk, skipWithoutAndroid } from '../../agent/packaging/testing/android.js'
import { commit } from './repository.js'

/**
 * Gives the game an Android platform: an APK made by aapt as its baseline, and a key to sign with. Returns
 * why not, where the tools are missing.
 */
export function addAndroid (project: string): string | undefined {
  if (skipWithoutAndroid !== false) return skipWithoutAndroid
  for (const folder of ['android', 'keys']) mkdirSync(join(project, folder))
  makeApk(join(project, 'android/app.apk'), { assets: { 'client.txt': 'the client' } })
  const { file, password } = keystore()
  copyFileSync(file, join(project, 'keys/demo.jks'))
  writeFileSync(join(project, 'keys/password'), password, { mode: 0o600 })
  appendFileSync(join(project, '.gitignore'), 'android/\nkeys/\n')

  const path = join(project, 'packline.json')
  const document = JSON.parse(readFileSync(path, 'utf8')) as {
    packages: { baselines: object, platforms: object, signing?: object, edits: object[] }
  }
  const { packages } = document
  Object.assign(packages.baselines, { android: { type: 'apk', path: 'android/app.apk' } })
  Object.assign(packages.platforms, {
    android: { baseline: 'android', signing: 'demo', config: { in: 'stamp' } }
  })
  packages.signing = {
    demo: { keystore: 'file:keys/demo.jks', alias: 'release', password: 'file:keys/password' }
  }
  packages.edits.push({ when: { platforms: ['android'] }, put: 'assets/res/', from: 'build/res/' }, {
    when: { platforms: ['android'] },
    manifest: { version: '{version}', build: '{build}' }
  })
  writeFileSync(path, `${JSON.stringify(document, null, 2)}\n`)
  commit(project, 'Package the game for Android')
  return undefined
}

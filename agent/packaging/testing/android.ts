import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'

const framework = '/usr/share/android-framework-res/framework-res.apk'

/** Why no APK can be made here, or false. */
export const skipWithoutAndroid: string | false = !existsSync(framework)
  ? 'android-framework-res is missing (Debian: aapt zipalign apksigner android-framework-res)'
  : ['aapt', 'zipalign', 'apksigner', 'keytool']
    .map(tool =>
      spawnSync('which', [tool]).status === 0
        ? undefined
        : `${tool} is missing (Debian: aapt zipalign apksigner, and a JDK)`
    )
    .find(reason => reason !== undefined) ?? false

export interface ApkOptions {
  assets: Record<string, Buffer | string>
  schemes?: string
  isSigned?: boolean
}

const password = 'correct-horse'

/** A keystore with the key `release`, made once a process. */
export function keystore (): { file: string, password: string } {
  const folder = mkdtempSync(join(tmpdir(), 'packline-keys-'))
  const file = join(folder, 'release.jks')
  execFileSync('keytool', [
    '-genkeypair',
    '-keystore',
    file,
    '-storetype',
    'PKCS12',
    '-alias',
    'release',
    '-keyalg',
    'RSA',
    '-keysize',
    '2048',
    '-validity',
    '3650',
    '-storepass',
    password,
    '-dname',
    'CN=packline'
  ], { stdio: 'ignore' })
  process.on('exit', () => {
    rmSync(folder, { recursive: true, force: true })
  })
  return { file, password }
}

/** A real APK: made by aapt, aligned by zipalign, and signed by apksigner when `key` is given. */
export function makeApk (
  path: string,
  { assets, schemes }: ApkOptions,
  key?: { file: string, password: string }
): void {
  const folder = mkdtempSync(join(tmpdir(), 'packline-apk-'))
  try {
    writeFileSync(
      join(folder, 'AndroidManifest.xml'),
      '<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.example.game" android:versionCode="1" android:versionName="1.0"><uses-sdk android:minSdkVersion="21" android:targetSdkVersion="33"/><application android:hasCode="false" android:label="game"/></manifest>'
    )
    for (const [name, content] of Object.entries(assets)) {
      mkdirSync(join(folder, 'assets', name, '..'), { recursive: true })
      writeFileSync(join(folder, 'assets', name), content)
    }
    execFileSync('aapt', [
      'package',
      '-f',
      '-M',
      join(folder, 'AndroidManifest.xml'),
      '-I',
      framework,
      '-A',
      join(folder, 'assets'),
      '-0',
      'png',
      '-F',
      join(folder, 'u.apk')
    ], { stdio: 'ignore' })
    execFileSync('zipalign', ['-f', '-p', '4', join(folder, 'u.apk'), path])
    if (key === undefined) return
    const enabled = schemes ?? 'v1,v2,v3'
    execFileSync('apksigner', [
      'sign',
      '--ks',
      key.file,
      '--ks-pass',
      'env:TEST_PASS',
      '--v1-signing-enabled',
      String(enabled.includes('v1')),
      '--v2-signing-enabled',
      String(enabled.includes('v2')),
      '--v3-signing-enabled',
      String(enabled.includes('v3')),
      path
    ], { env: { ...process.env, TEST_PASS: key.password }, stdio: 'pipe' })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/**
 * The jar of apksig in the local Maven repository (Java takes the user's home, whatever HOME says), fetched
 * when it is not there; undefined without Maven.
 */
export function apksigJar (): string | undefined {
  const version = '9.5.0'
  const file = join(
    userInfo().homedir,
    `.m2/repository/com/android/tools/build/apksig/${version}/apksig-${version}.jar`
  )
  if (!existsSync(file)) {
    spawnSync('mvn', [
      '-q',
      '-B',
      'dependency:get',
      '-Dtransitive=false',
      `-Dartifact=com.android.tools.build:apksig:${version}`
    ])
  }
  return existsSync(file) ? file : undefined
}

/** What apksigner says of an APK. */
export function apksignerVerify (path: string): { status: number | null, output: string } {
  const { status, stdout, stderr } = spawnSync('apksigner', ['verify', '-v', path], { encoding: 'utf8' })
  return { status, output: stdout + stderr }
}

import { createHash } from 'node:crypto'
import { execFileSync, spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, linkSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { hasCode } from '../../errors.js'

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
  /** Below res/; `drawable/icon` is the icon. */
  resources?: Record<string, Buffer | string>
  label?: string
}

const password = 'correct-horse'

/** Where the suite's processes find what one of them made. */
export function cacheFolder (name: string): string {
  const folder = join(import.meta.dirname, '../../../node_modules/.cache/packline-packages', name)
  mkdirSync(folder, { recursive: true })
  return folder
}

/** Made by `make` where no process has made it; of those that run beside each other the first one wins. */
function cached (name: string, make: (file: string) => void): string {
  const file = join(cacheFolder('files'), name)
  if (existsSync(file)) return file
  const folder = mkdtempSync(join(cacheFolder('files'), '.making-'))
  try {
    make(join(folder, name))
    linkSync(join(folder, name), file)
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
  return file
}

/** A keystore with the key `release`. */
export function keystore (): { file: string, password: string } {
  const file = cached('release.jks', made => {
    const options = ['-storetype', 'PKCS12', '-keyalg', 'RSA', '-keysize', '2048', '-validity', '3650']
    const names = ['-alias', 'release', '-dname', 'CN=packline', '-storepass', password]
    execFileSync('keytool', ['-genkeypair', '-keystore', made, ...options, ...names], { stdio: 'ignore' })
  })
  return { file, password }
}

/** What `signedApk` has in assets/. */
export const assets = {
  'a.txt': 'hello '.repeat(1000),
  'b.bin': noise(40_000),
  'p.png': noise(5000)
}

/** Bytes that cannot be compressed, the same each time. */
function noise (length: number): Buffer {
  return createHash('shake256', { outputLength: length }).update('noise').digest()
}

/** An APK with those, by that key, in all three schemes. */
export function signedApk (key: { file: string, password: string }): string {
  const by = createHash('sha256').update(readFileSync(key.file)).digest('hex').slice(0, 16)
  return cached(`signed-${by}.apk`, made => {
    makeApk(made, { assets }, key)
  })
}

/** A real APK: made by aapt, aligned by zipalign, and signed by apksigner when `key` is given. */
export function makeApk (
  path: string,
  { assets, schemes, resources = {}, label = 'game' }: ApkOptions,
  key?: { file: string, password: string }
): void {
  const folder = mkdtempSync(join(tmpdir(), 'packline-apk-'))
  try {
    writeFileSync(
      join(folder, 'AndroidManifest.xml'),
      '<manifest xmlns:android="http://schemas.android.com/apk/res/android" package="com.example.game" android:versionCode="7" android:versionName="1.4.0"><uses-sdk android:minSdkVersion="21" android:targetSdkVersion="33"/><application android:hasCode="false" android:label="game"/></manifest>'
        .replace(
          '<application',
          Object.keys(resources).some(name => name.includes('/icon.'))
            ? '<application android:icon="@drawable/icon"'
            : '<application'
        )
        .replace('android:label="game"', `android:label="${label}"`)
    )
    mkdirSync(join(folder, 'assets'))
    for (const [name, content] of Object.entries(assets)) {
      mkdirSync(join(folder, 'assets', name, '..'), { recursive: true })
      writeFileSync(join(folder, 'assets', name), content)
    }
    for (const [name, content] of Object.entries(resources)) {
      mkdirSync(join(folder, 'res', name, '..'), { recursive: true })
      writeFileSync(join(folder, 'res', name), content)
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
      ...Object.keys(resources).length > 0 ? ['-S', join(folder, 'res')] : [],
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

/** An App Bundle of com.example.g without code, made by bundletool 1.18.1: 978 bytes in five entries. */
export const appBundle = Buffer.from(
  'UEsDBBQACAgIAAAAITwAAAAAAAAAAAAAAAAPAAAAQnVuZGxlQ29uZmlnLnBi4+IQYjPUM7TQMwQAUEsHCFw+35sMAAAACgAAAFBL' +
    'AwQUAAgICAAAACE8AAAAAAAAAAAAAAAAEQAAAGJhc2UvYXNzZXRzL2EudHh0y8jkAgBQSwcIenpv7QUAAAADAAAAUEsDBBQACAgI' +
    'AAAAITwAAAAAAAAAAAAAAAAhAAAAYmFzZS9tYW5pZmVzdC9BbmRyb2lkTWFuaWZlc3QueG1snZPLSsNAFIadYpqQUqgBoQ64cFah' +
    'YNKLIK0bUVwJAS90f0ymacgkGTKpuFToSty4cqEbH8C1z+AD+B6iL+A0TaGim8jsDj/f/5/L6G9Vva+rEHtpEnhGa5xlfGDbwh3T' +
    'CIRV1C03iWzgoZ1SYRc1XNEQ1iKIgxEVGWkaKgc3BJ/iulRb9Aoizqjlk2O9BNWoXdJUBEl8mHgUo10iXczH6VTrrg4qbZUc/Qvm' +
    'QESx0rF2rLb5JGHktBRmTRZ5wOiZFw7nQFzp9vNon7dFtE1iGk3OIBslaXQwCZg3XGqkkBfK81LuG7/cZ8h41lK107bkM79kCkL+' +
    '9neWhK1XpL/IrU0EFdvCC4lTKkk9CuIfM+jkM7hbrGednJTiNTJIfZotI3u9HPmxQG5hRUONe9R6RvoDwjXgnAUuZFJc8rDUMYh8' +
    'F8oImKDz5Ndzm/0VslcKpjC4oAwj37yRiDzjO5r9iG9QSwcI7SctamEBAABQAwAAUEsDBBQACAgIAAAAITwAAAAAAAAAAAAAAAAO' +
    'AAAAYmFzZS9hc3NldHMucGLj4uJiSywuTi0pFmIAAFBLBwgZ487ADgAAAAwAAABQSwMEFAAICAgAAAAhPAAAAAAAAAAAAAAAABEA' +
    'AABiYXNlL3Jlc291cmNlcy5wYuOS45JhZJABQiTAyADnCwlzMXHUC/Em5+fqpVYk5hbkpOqlKxlxKTvmpRTlZ6YoOBYXp5YoBCQm' +
    'ZyemZ+alK4Tk5+coaCQmFpRoCnEb6Rla6qakJmUm5gEAUEsHCHEGuqxZAAAAaQAAAFBLAQIUABQACAgIAAAAITxcPt+bDAAAAAoA' +
    'AAAPAAAAAAAAAAAAAAAAAAAAAABCdW5kbGVDb25maWcucGJQSwECFAAUAAgICAAAACE8enpv7QUAAAADAAAAEQAAAAAAAAAAAAAA' +
    'AABJAAAAYmFzZS9hc3NldHMvYS50eHRQSwECFAAUAAgICAAAACE87SctamEBAABQAwAAIQAAAAAAAAAAAAAAAACNAAAAYmFzZS9t' +
    'YW5pZmVzdC9BbmRyb2lkTWFuaWZlc3QueG1sUEsBAhQAFAAICAgAAAAhPBnjzsAOAAAADAAAAA4AAAAAAAAAAAAAAAAAPQIAAGJh' +
    'c2UvYXNzZXRzLnBiUEsBAhQAFAAICAgAAAAhPHEGuqxZAAAAaQAAABEAAAAAAAAAAAAAAAAAhwIAAGJhc2UvcmVzb3VyY2VzLnBi' +
    'UEsFBgAAAAAFAAUARgEAAB8DAAAAAA==',
  'base64'
)

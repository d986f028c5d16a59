// Takes 24 s.
import { execFileSync, spawnSync } from 'node:child_process'
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import t from 'tap'
import { keystore, makeApk, skipWithoutAndroid } from '../agent/packaging/testing/android.js'

const root = join(import.meta.dirname, '..')

interface Test {
  teardown: (act: () => void) => void
  equal: (found: unknown, wanted: unknown, message: string) => boolean
}

interface Block {
  kind: string
  name: string
  text: string
}

/** The fenced blocks of a page; the word behind the language names a file, or what the commands need. */
function blocksOf (page: string): Block[] {
  return [...readFileSync(join(root, page), 'utf8').matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)].map((
    [, kind = '', name = '', text = '']
  ) => ({ kind, name, text }))
}

/** Does what a page tells, in its order, in an empty folder; returns what each line of commands printed. */
function follow (
  t: Test,
  page: string
): { folder: string, printed: Array<{ line: string, output: string }> } {
  const base = mkdtempSync(join(tmpdir(), 'packline-docs-'))
  t.teardown(() => {
    rmSync(base, { recursive: true, force: true })
  })
  const folder = join(base, 'game')
  mkdirSync(folder)
  const environment = {
    ...process.env,
    PACKLINE_HOME: join(base, 'home'),
    PACKLINE_LANG: 'en',
    PATH: `${join(root, 'scripts')}:${process.env.PATH}`
  }
  const hasAndroid = skipWithoutAndroid === false
  if (hasAndroid && blocksOf(page).some(({ name }) => name === 'android')) prepareAndroid(folder, environment)
  const printed = blocksOf(page).flatMap(({ kind, name, text }) => {
    if (kind === 'json' && name !== '') {
      mkdirSync(dirname(join(folder, name)), { recursive: true })
      writeFileSync(join(folder, name), text)
    }
    if (kind !== 'sh' || (name === 'android' && !hasAndroid)) return []
    return text.trim().split('\n').map(line => {
      const { status, stdout, stderr } = spawnSync('sh', ['-c', line], {
        cwd: folder,
        encoding: 'utf8',
        env: environment
      })
      t.equal(status, 0, `${line}\n${stderr}`)
      return { line, output: stdout + stderr }
    })
  })
  return { folder, printed }
}

function prepareAndroid (folder: string, environment: Record<string, string | undefined>): void {
  const key = keystore()
  mkdirSync(join(folder, 'android/keys'), { recursive: true })
  copyFileSync(key.file, join(folder, 'android/keys/release.jks'))
  makeApk(join(folder, 'android/app.apk'), { assets: { 'shop.txt': 'no shop' } }, key)
  environment.ANDROID_KEY_PASSWORD = key.password
}

execFileSync(join(root, 'scripts/packline'), ['--version'], { stdio: 'ignore' })

t.test('docs/packaging.md does what it says', async t => {
  const { folder, printed } = follow(t, 'docs/packaging.md')
  const builds = printed
    .filter(({ line }) => line.startsWith('packline package build') && !line.includes('android'))
    .map(({ output }) => /(\d+) packages? made, (\d+) reused/.exec(output)?.slice(1).join(' '))
  t.same(builds, ['4 0', '0 4', '1 1', '1 3', '0 4'])
  t.match(
    printed.filter(({ line }) => line.includes('package plan'))[1]?.output,
    /formal\/windows\/partner +repack.*input logo.txt changed/
  )
  t.ok(existsSync(join(folder, 'build/packages/gray-1/windows/partner/dk-1.4.0-7.zip')))
  t.match(printed.at(-1)?.output, /formal {2}windows {2}partner .* repack|reuse/)
  if (skipWithoutAndroid === false) {
    t.match(
      printed.findLast(({ line }) => line.includes('package verify'))?.output,
      /signatures v1, v2, v3, channel google/
    )
  }
})

t.test('docs/hot-update.md does what it says', async t => {
  const { folder, printed } = follow(t, 'docs/hot-update.md')
  t.match(printed.find(({ line }) => line.includes('report'))?.output, /review-1 1.4.0.1 → 1.4.0.2: 1 file,/)
  t.match(JSON.parse(printed.at(-1)!.output), [{ target: 'formal', updates: 0 }, {
    target: 'review-1',
    version: '1.4.0.3',
    updates: 2
  }])
  t.match(JSON.parse(readFileSync(join(folder, 'build/hotupdate/review-1/version.manifest'), 'utf8')), {
    version: '1.4.0.3'
  })
})

import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync
} from 'node:fs'
import { execFileSync } from 'node:child_process'
import { join } from 'node:path'
import { isMade } from '../../agent/packaging/package-report.js'
import type { RowReport } from '../../agent/packaging/package-report.js'
import { makeGame } from '../../agent/packaging/testing/game.js'
import type { Game } from '../../agent/packaging/testing/game.js'
import { unzipped, zipOf } from '../../agent/packaging/testing/zips.js'
import { inspectPackage } from '../../agent/packaging/application/inspect-package.js'
import { ask, isAligned } from './other-readers.js'
import type { Key } from './prove-shipped.js'

const version = '1.18.1'

export interface BundleLine {
  file: string
  steps: Record<'made' | 'edited' | 'validate' | 'jarsigner' | 'universal' | 'splits' | 'extracted', string>
  faults: string[]
}

/** bundletool with what it needs, as Maven brings it; the folder that PACKLINE_BUNDLETOOL may name. */
export function fetchBundletool (cache: string): string {
  const folder = join(cache, `bundletool-${version}`)
  if (existsSync(folder)) return folder
  const temporary = `${folder}.part`
  rmSync(temporary, { recursive: true, force: true })
  mkdirSync(temporary, { recursive: true })
  writeFileSync(
    join(temporary, 'pom.xml'),
    '<project><modelVersion>4.0.0</modelVersion><groupId>a</groupId><artifactId>a</artifactId><version>1</version>' +
      '<dependencies><dependency><groupId>com.android.tools.build</groupId><artifactId>bundletool</artifactId>' +
      `<version>${version}</version></dependency></dependencies></project>`
  )
  execFileSync('mvn', ['-q', '-B', 'dependency:copy-dependencies', '-DoutputDirectory=.'], {
    cwd: temporary,
    stdio: ['ignore', 'ignore', 'inherit']
  })
  renameSync(temporary, folder)
  return folder
}

/** An App Bundle, or what Google's tools make of a shipped APK: edited, signed, and read by them again. */
export async function proveBundle (shipped: string, key: Key, tool: string): Promise<BundleLine> {
  const line: BundleLine = {
    file: shipped,
    steps: {
      made: '-',
      edited: '-',
      validate: '-',
      jarsigner: '-',
      universal: '-',
      splits: '-',
      extracted: '-'
    },
    faults: []
  }
  const ends: Array<() => void | Promise<void>> = []
  const game = makeGame({ teardown: end => ends.push(end) })
  const bundletool = (...args: string[]): ReturnType<typeof ask> =>
    ask('java', ['-cp', join(tool, '*'), 'com.android.tools.build.bundletool.BundleToolMain', ...args])
  const note = (step: keyof BundleLine['steps'], { isFit, said }: ReturnType<typeof ask>): void => {
    line.steps[step] = isFit ? 'ok' : 'differs'
    if (!isFit) line.faults.push(`${step}: ${said.slice(-500)}`)
  }
  try {
    const bundle = game.path('app.aab')
    if (shipped.endsWith('.aab')) copyFileSync(shipped, bundle)
    else {
      const made = makeBundle(shipped, game.folder, bundle, bundletool)
      line.steps.made = made.isFit
        ? 'ok'
        : `no App Bundle: ${made.said.trim().split('\n').at(-1)?.slice(0, 60)}`
      if (!made.isFit) return line
    }
    copyFileSync(key.file, game.path('release.jks'))
    const { application } = await inspectPackage(bundle)
    game.write({ 'proof.txt': 'proof' })
    game.define({
      version: /^\d+(\.\d+)*$/.test(application?.version ?? '') ? application?.version : '1.0',
      build: Number(application?.build) > 0 ? Number(application?.build) : 1,
      baselines: { app: { type: 'aab', path: 'app.aab', testSigned: true } },
      platforms: {
        android: { baseline: 'app', signing: 'release', stamp: false },
        splits: { baseline: 'app', signing: 'release', splits: {} }
      },
      channels: { play: {} },
      signing: {
        release: { keystore: 'file:release.jks', alias: 'release', password: 'env:KEY_PASSWORD' }
      },
      edits: [{ put: 'base/assets/proof.txt', from: 'proof.txt' }]
    })
    const { PATH, HOME } = process.env
    const environment = { PATH, HOME, KEY_PASSWORD: key.password, PACKLINE_BUNDLETOOL: tool }
    const { rows: [row, splits] } = await game.build({ environment })
    if (row === undefined || !isMade(row)) {
      line.steps.edited = row?.error?.code ?? 'not made'
      if (row?.error?.code === 'INTERNAL') line.faults.push(JSON.stringify(row.error.details))
      return line
    }
    line.steps.edited = 'ok'
    const file = game.path(row.file)
    note('validate', bundletool('validate', `--bundle=${file}`))
    note('jarsigner', ask('jarsigner', ['-verify', file]))
    const set = game.path('set.apks')
    const aapt2 = execFileSync('which', ['aapt2'], { encoding: 'utf8' }).trim()
    const universal = bundletool(
      'build-apks',
      '--mode=universal',
      `--bundle=${file}`,
      `--output=${set}`,
      `--aapt2=${aapt2}`
    )
    note('universal', universal)
    if (
      universal.isFit &&
      unzipped(unzipped(readFileSync(set))['universal.apk'] ?? Buffer.alloc(0))['assets/proof.txt'] ===
        undefined
    ) {
      line.faults.push('universal: what was put in is not there')
    }
    if (splits !== undefined) checkSplits(game, splits, line, bundletool)
    return line
  } finally {
    for (const end of ends) await end()
  }
}

const device = {
  supportedAbis: ['arm64-v8a'],
  supportedLocales: ['en', 'zh'],
  screenDensity: 420,
  sdkVersion: 34
}

/** What bundletool would install of the set on one device. */
function checkSplits (
  game: Game,
  row: RowReport,
  line: BundleLine,
  bundletool: (...args: string[]) => ReturnType<typeof ask>
): void {
  if (!isMade(row)) {
    line.steps.splits = `${row.error?.code ?? 'not made'} ${
      JSON.stringify(row.error?.details ?? {}).slice(0, 200)
    }`
    if (row.error?.code !== 'PACKAGE_REFUSED') line.faults.push(`splits: ${line.steps.splits}`)
    return
  }
  line.steps.splits = 'ok'
  game.write({ 'device.json': JSON.stringify(device) })
  const folder = game.path('extracted')
  const extracted = bundletool(
    'extract-apks',
    `--apks=${game.path(row.file)}`,
    `--device-spec=${game.path('device.json')}`,
    `--output-dir=${folder}`
  )
  const files = extracted.isFit ? readdirSync(folder) : []
  const faults = files.flatMap(name => {
    const file = join(folder, name)
    return [ask('apksigner', ['verify', file]), isAligned(file)].flatMap(({ isFit, said }) =>
      isFit ? [] : [`${name}: ${said.slice(-200)}`]
    )
  })
  if (!extracted.isFit) faults.push(extracted.said.slice(-300))
  line.steps.extracted = faults.length === 0 ? `ok, ${files.length} APKs` : 'differs'
  line.faults.push(...faults.map(each => `extracted: ${each}`))
}

/** aapt2 turns the resources, and each entry goes where modules have it. */
function makeBundle (
  apk: string,
  folder: string,
  bundle: string,
  bundletool: (...args: string[]) => ReturnType<typeof ask>
): ReturnType<typeof ask> {
  const proto = join(folder, 'proto.apk')
  const converted = ask('aapt2', ['convert', '--output-format', 'proto', '-o', proto, apk])
  if (!converted.isFit) return converted
  const entries = Object.entries(unzipped(readFileSync(proto))).flatMap(([name, bytes]) => {
    if (name.endsWith('/') || name.startsWith('META-INF/')) return []
    const place = name === 'AndroidManifest.xml'
      ? `manifest/${name}`
      : name === 'resources.pb' || /^(res|assets|lib)\//.test(name)
      ? name
      : name.endsWith('.dex')
      ? `dex/${name}`
      : `root/${name}`
    return [[place, bytes] as const]
  })
  writeFileSync(join(folder, 'base.zip'), zipOf(Object.fromEntries(entries)))
  return bundletool('build-bundle', `--modules=${join(folder, 'base.zip')}`, `--output=${bundle}`)
}

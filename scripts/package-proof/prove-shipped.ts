import { copyFileSync } from 'node:fs'
import { inspectPackage } from '../../agent/packaging/application/inspect-package.js'
import type { AndroidApplication } from '../../agent/packaging/application/application.js'
import { SigningTools } from '../../agent/packaging/signing-tools.js'
import { isMade } from '../../agent/packaging/package-report.js'
import type { RowReport } from '../../agent/packaging/package-report.js'
import { makeGame } from '../../agent/packaging/testing/game.js'
import type { Game } from '../../agent/packaging/testing/game.js'
import { verifyPackage } from '../../agent/packaging/verify-package.js'
import { toPacklineError } from '../../agent/errors.js'
import { ask, badgeBy, isAligned } from './other-readers.js'
import type { Androguard, Badge } from './other-readers.js'

export interface Key {
  file: string
  password: string
}

/** Each step with `ok`, what it was refused for, or what differs. */
export interface Line {
  file: string
  steps: Record<
    'read' | 'stamped' | 'edited' | 'apksigner' | 'aapt' | 'aapt2' | 'zipalign' | 'androguard',
    string
  >
  faults: string[]
}

const edited: Badge = { id: 'com.packline.proof', version: '9.8.7', build: '987', label: 'Proof 证明' }
const channel = '华为'
/** One refusal names one provider. */
const mostProviders = 30

/** One APK as it was shipped: read, stamped, and edited, packed and signed again; the results read by others. */
export async function proveApk (path: string, key: Key, androguard: Androguard): Promise<Line> {
  const line: Line = {
    file: path,
    steps: {
      read: '-',
      stamped: '-',
      edited: '-',
      apksigner: '-',
      aapt: '-',
      aapt2: '-',
      zipalign: '-',
      androguard: '-'
    },
    faults: []
  }
  const ends: Array<() => void | Promise<void>> = []
  const game = makeGame({ teardown: end => ends.push(end) })
  try {
    copyFileSync(path, game.path('app.apk'))
    copyFileSync(key.file, game.path('release.jks'))
    const original = await read(path, line)
    if (original === undefined) return line
    await stamp(game, original, line)
    await edit(game, key, line, androguard)
    return line
  } finally {
    for (const end of ends) await end()
  }
}

async function read (path: string, line: Line): Promise<Badge | undefined> {
  try {
    const { application } = await inspectPackage(path)
    if (application === undefined || application.type === 'ipa') throw new Error('it is no APK')
    const own = badgeOf(application)
    const others = badgeBy('aapt2', path)
    const difference = differenceOf(own, others)
    if (difference !== undefined) line.faults.push(`read unlike aapt2: ${difference}`)
    line.steps.read = difference ?? 'ok'
    return own
  } catch (error) {
    const { code, details } = toPacklineError(error)
    line.faults.push(`read: ${code} ${JSON.stringify(details)}`)
    line.steps.read = code
    return undefined
  }
}

/** With the signature that it was shipped with, which has to stay valid. */
async function stamp (game: Game, { version, build }: Badge, line: Line): Promise<void> {
  const before = ask('apksigner', ['verify', game.path('app.apk')])
  game.define({
    version: /^\d+(\.\d+)*$/.test(version) ? version : '1.0',
    build: Number(build) > 0 ? Number(build) : 1,
    baselines: { app: { type: 'apk', path: 'app.apk', testSigned: true } },
    platforms: { android: { baseline: 'app', channelForms: ['walle', 'vasdolly', 'packer-ng'] } },
    channels: { [channel]: {} }
  })
  const row = await onlyRow(game)
  if (!isMade(row)) {
    line.steps.stamped = refusal(row, line)
    return
  }
  const file = game.path(row.file)
  const tools = new SigningTools({})
  const { stamp } = await verifyPackage(file, tools, new AbortController().signal)
  const after = ask('apksigner', ['verify', file])
  if (stamp?.channel !== channel) line.faults.push(`stamped: its channel is ${stamp?.channel ?? 'none'}`)
  if (after.isFit !== before.isFit) line.faults.push(`stamped: apksigner: ${after.said}`)
  line.steps.stamped = after.isFit ? 'ok' : before.isFit ? 'broken' : 'ok, not valid before'
}

async function edit (game: Game, key: Key, line: Line, androguard: Androguard): Promise<void> {
  const providers: Record<string, string> = {}
  let row: RowReport
  do {
    game.define({
      version: edited.version,
      build: Number(edited.build),
      baselines: { app: { type: 'apk', path: 'app.apk', testSigned: true } },
      platforms: { android: { baseline: 'app', signing: 'release', stamp: false } },
      channels: { [channel]: {} },
      signing: {
        release: { keystore: 'file:release.jks', alias: 'release', password: 'env:KEY_PASSWORD' }
      },
      edits: [{
        manifest: {
          version: '{version}',
          build: '{build}',
          package: edited.id,
          label: edited.label,
          providers
        }
      }]
    })
    row = await onlyRow(game, key.password)
  } while (nextProvider(row, providers))
  if (!isMade(row)) {
    line.steps.edited = refusal(row, line)
    return
  }
  const renamed = Object.keys(providers).length
  line.steps.edited = renamed === 0 ? 'ok' : `ok, ${renamed} providers named`
  const file = game.path(row.file)
  const note = (step: keyof Line['steps'], difference: string | undefined): void => {
    if (difference !== undefined) line.faults.push(`${step}: ${difference}`)
    line.steps[step] = difference === undefined ? 'ok' : 'differs'
  }
  const signed = ask('apksigner', ['verify', '-v', file])
  note('apksigner', signed.isFit ? undefined : signed.said.slice(0, 500))
  note('aapt2', differenceOf(edited, badgeBy('aapt2', file)))
  const badge = badgeBy('aapt', file)
  // aapt looks labels up by the languages of the resources: without these it tells none.
  const isSilent = typeof badge === 'object' && badge.label === ''
  note('aapt', differenceOf(edited, isSilent ? { ...badge, label: edited.label } : badge))
  const aligned = isAligned(file)
  note('zipalign', aligned.isFit ? undefined : aligned.said.slice(-500))
  note('androguard', differenceOf(edited, androguard.badge(file)))
}

/** The next authority that has to be given a name; false when there is none. */
function nextProvider ({ error }: RowReport, providers: Record<string, string>): boolean {
  const { what, value } = error?.details ?? {}
  if (error?.code !== 'PACKAGE_EDIT_REFUSED' || what !== 'authorities' || typeof value !== 'string') {
    return false
  }
  if (value in providers || Object.keys(providers).length >= mostProviders) return false
  providers[value] = `${edited.id}.${value}`
  return true
}

async function onlyRow (game: Game, password?: string): Promise<RowReport> {
  const { rows: [row] } = await game.build({
    environment: { PATH: process.env.PATH, HOME: process.env.HOME, KEY_PASSWORD: password }
  })
  if (row === undefined) throw new Error('there is no row')
  return row
}

/** A refusal is an answer, but what packline did not foresee is a fault. */
function refusal ({ id, error }: RowReport, line: Line): string {
  if (error === undefined) return 'not made'
  const { code, details } = error
  if (code === 'INTERNAL') line.faults.push(`${id}: ${JSON.stringify(details)}`)
  const { rule, what, field, reason } = details
  const findings = Array.isArray(details.findings) ? JSON.stringify(details.findings) : undefined
  return `${code} ${String(findings ?? rule ?? what ?? field ?? reason ?? '').slice(0, 80)}`
}

function badgeOf ({ id, version = '', build, label = {} }: AndroidApplication): Badge {
  return { id, version, build: String(build ?? ''), label: label.default ?? '' }
}

function differenceOf (expected: Badge, found: Badge | string): string | undefined {
  if (typeof found === 'string') return found
  const names = ['id', 'version', 'build', 'label'] as const
  const other = names.find(name => String(found[name] ?? '') !== expected[name])
  return other && `${other} is ${String(found[other])} in place of ${expected[other]}`
}

import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { X509Certificate } from 'node:crypto'
import { join } from 'node:path'
import { readPropertyList } from '../../agent/formats/property-list.js'
import { inspectPackage } from '../../agent/packaging/application/inspect-package.js'
import type { AppleApplication } from '../../agent/packaging/application/application.js'
import { isMade } from '../../agent/packaging/package-report.js'
import type { RowReport } from '../../agent/packaging/package-report.js'
import { infoPlist, profile } from '../../agent/packaging/testing/apple.js'
import { makeGame } from '../../agent/packaging/testing/game.js'
import type { Game } from '../../agent/packaging/testing/game.js'
import { unzipped, zipOf } from '../../agent/packaging/testing/zips.js'
import { toPacklineError } from '../../agent/errors.js'
import { ask } from './other-readers.js'
import type { Lief } from './other-readers.js'

export interface IpaLine {
  file: string
  steps: Record<'read' | 'signed' | 'edited' | 'rcodesign' | 'lief', string>
  faults: string[]
}

export interface AppleKey {
  p12: Buffer
  password: string
  certificate: Buffer
}

const id = 'com.packline.proof'
const version = { version: '9.8.7', build: 987 }

/** A key of nobody's, as rcodesign makes them. */
export function appleKey (folder: string): AppleKey {
  const [p12, pem, password] = [join(folder, 'k.p12'), join(folder, 'k.pem'), 'proof']
  const name = ['--person-name', 'Example', '--team-id', 'TEAM123456', '--profile', 'apple-distribution']
  const files = ['--p12-file', p12, '--p12-password', password, '--pem-unified-file', pem]
  const kind = ['generate-self-signed-certificate', '--algorithm', 'ecdsa']
  execFileSync('rcodesign', [...kind, ...name, ...files], { stdio: 'ignore' })
  const text = /-----BEGIN CERTIFICATE[^]+-----END CERTIFICATE-----/.exec(readFileSync(pem, 'utf8'))?.[0]
  return { p12: readFileSync(p12), password, certificate: new X509Certificate(text ?? '').raw }
}

/** An application with an extension, whose programs are all that rcodesign needs of one. */
export function madeIpa (folder: string): string {
  execFileSync('rcodesign', ['debug-create-macho', 'main'], { cwd: folder, stdio: 'ignore' })
  const [app, program, path] = [
    'Payload/Game.app',
    readFileSync(join(folder, 'main')),
    join(folder, 'made-up.ipa')
  ]
  writeFileSync(
    path,
    zipOf({
      [`${app}/Info.plist`]: infoPlist('com.example.game', { CFBundlePackageType: 'APPL' }),
      [`${app}/main`]: program,
      [`${app}/PlugIns/Push.appex/Info.plist`]: infoPlist('com.example.game.push', {
        CFBundlePackageType: 'XPC!'
      }),
      [`${app}/PlugIns/Push.appex/main`]: program
    })
  )
  return path
}

/** One IPA as it was shipped: read, edited to another team, id and version, signed anew; read by others. */
export async function proveIpa (path: string, key: AppleKey, lief: Lief): Promise<IpaLine> {
  const line: IpaLine = {
    file: path,
    steps: { read: '-', signed: '-', edited: '-', rcodesign: '-', lief: '-' },
    faults: []
  }
  const ends: Array<() => void | Promise<void>> = []
  const game = makeGame({ teardown: end => ends.push(end) })
  try {
    copyFileSync(path, game.path('app.ipa'))
    const { application } = await inspectPackage(path)
    line.steps.read = application?.type === 'ipa' ? 'ok' : 'no application'
    if (application?.type !== 'ipa') return line
    const row = await sign(game, application, key)
    if (!isMade(row)) {
      line.steps.signed = `${row.error?.code ?? 'not made'} ${
        JSON.stringify(row.error?.details ?? {}).slice(0, 160)
      }`
      if (row.error?.code === 'INTERNAL') line.faults.push(line.steps.signed)
      return line
    }
    line.steps.signed = row.signature
    if (row.signature !== 'signed') line.faults.push(`signed: ${row.unsignedReason ?? ''}`)
    checkMade(game, game.path(row.file), line, lief)
  } catch (error) {
    const { code, details } = toPacklineError(error)
    line.steps.read = code
    if (code === 'INTERNAL') line.faults.push(`read: ${JSON.stringify(details)}`)
  } finally {
    for (const end of ends) await end()
  }
  return line
}

async function sign (game: Game, application: AppleApplication, key: AppleKey): Promise<RowReport> {
  const { p12, password, certificate } = key
  const renamed = (each: string): string =>
    each.startsWith(application.id) ? id + each.slice(application.id.length) : `${id}.${each}`
  const plists = [
    { plist: '{app}/Info.plist', id },
    ...application.extensions.map(each => ({ plist: `${each.path}/Info.plist`, id: renamed(each.id) }))
  ]
  game.write({
    'apple.p12': p12,
    ...Object.fromEntries(plists.map((each, index) => [
      `profiles/${index + 1}.mobileprovision`,
      profile({ bundle: each.id, certificates: [certificate], devices: 1 })
    ]))
  })
  game.define({
    ...version,
    baselines: { app: { type: 'ipa', path: 'app.ipa' } },
    platforms: { ios: { baseline: 'app', signing: 'apple' } },
    signing: {
      apple: { p12: 'file:apple.p12', password: 'env:APPLE', profiles: ['profiles/*.mobileprovision'] }
    },
    edits: plists.map(each => ({
      plist: each.plist,
      set: {
        CFBundleIdentifier: each.id,
        CFBundleShortVersionString: '{version}',
        CFBundleVersion: '{build}'
      }
    }))
  })
  const environment = { PATH: process.env.PATH, HOME: process.env.HOME, APPLE: password }
  const { rows: [row] } = await game.build({ environment })
  if (row === undefined) throw new Error('there is no row')
  return row
}

/** Every program of the result, by readers that are not packline's. */
function checkMade (game: Game, file: string, line: IpaLine, lief: Lief): void {
  const entries = unzipped(readFileSync(file))
  const note = (step: keyof IpaLine['steps'], difference: string | undefined): void => {
    if (difference !== undefined) line.faults.push(`${step}: ${difference}`)
    if (line.steps[step] !== 'differs') line.steps[step] = difference === undefined ? 'ok' : 'differs'
  }
  for (const [name, bytes] of Object.entries(entries)) {
    const [, folder = ''] = /^(Payload\/[^/]+\.app\/(?:(?:PlugIns|Watch)\/[^/]+\.appe?x?\/)?)Info\.plist$/
      .exec(name) ?? []
    if (folder === '') continue
    const list = readPropertyList(name, Buffer.from(bytes))
    if (!(list instanceof Map)) continue
    const [found, program] = [list.get('CFBundleIdentifier'), list.get('CFBundleExecutable')]
    const isEdited = String(found).startsWith(id) && list.get('CFBundleVersion') === String(version.build)
    note('edited', isEdited ? undefined : `${name}: ${String(found)} ${String(list.get('CFBundleVersion'))}`)
    const main = entries[`${folder}${String(program)}`]
    if (main === undefined) continue
    game.write({ main })
    const verified = ask('rcodesign', ['verify', game.path('main')])
    note('rcodesign', verified.isFit ? undefined : `${folder}: ${verified.said.slice(-300)}`)
    const seen = lief.signedAs(game.path('main'))
    note('lief', seen === `TEAM123456.${String(found)}` ? undefined : `${folder}: it is signed as ${seen}`)
  }
}

import { rmSync, writeFileSync } from 'node:fs'
import { toPacklineError } from '../../agent/errors.js'
import { stampSplits } from '../../agent/packaging/aab/make-splits.js'
import { readSplitSet } from '../../agent/packaging/application/split-set.js'
import { inspectPackage } from '../../agent/packaging/application/inspect-package.js'
import { SigningTools } from '../../agent/packaging/signing-tools.js'
import { makeGame } from '../../agent/packaging/testing/game.js'
import type { Game } from '../../agent/packaging/testing/game.js'
import { verifyPackage } from '../../agent/packaging/verify-package.js'
import type { PackageKind } from './sound-packages.js'

export interface PackageProof {
  /** What came out of each step: `done`, or the code of an error. */
  outcomes: string[]
  faults: string[]
}

type Test = Parameters<typeof makeGame>[0]

const otherName = 'com.example.other'
/** What Node or JavaScript says where packline's own code did not look. */
const foreignWords =
  /out of range|buffer bounds|Cannot (read|convert)|is not (a function|iterable)|undefined|call stack/
/** Far more than a small file takes, also on a busy machine. */
const mostCpuMs = 5000

const edits: Record<Exclude<PackageKind, 'apks'>, object> = {
  apk: {
    manifest: {
      version: '{version}',
      build: '{build}',
      package: otherName,
      label: { 'default': 'Other', 'zh-CN': '另一个 😀' },
      metaData: { CHANNEL: '{channel}', NEW: 1 }
    }
  },
  aab: { put: 'base/assets/new.txt', from: 'new.txt' },
  ipa: { plist: '{app}/Info.plist', set: { CFBundleIdentifier: otherName, New: true } }
}

/** Shows, verifies, stamps, edits and packs again whatever it is given, and tells what packline did not foresee. */
export class PackageProver {
  readonly #test: Test
  readonly #games = new Map<PackageKind, Game>()
  readonly #tools = new SigningTools({})
  readonly #signal = new AbortController().signal

  constructor (test: Test) {
    this.#test = test
  }

  async prove (kind: PackageKind, bytes: Buffer): Promise<PackageProof> {
    const game = this.#game(kind)
    const file = game.path(`app.${kind}`)
    writeFileSync(file, bytes)
    const proof: PackageProof = { outcomes: [], faults: [] }
    const before = process.cpuUsage()
    const step = async (name: string, work: () => Promise<unknown>): Promise<void> => {
      try {
        await work()
        proof.outcomes.push('done')
      } catch (error) {
        note(proof, name, toPacklineError(error))
      }
    }
    await step(
      'show',
      async () => kind === 'apks' ? await readSplitSet(file, this.#signal) : await inspectPackage(file)
    )
    await step('verify', async () => await verifyPackage(file, this.#tools, this.#signal))
    await step('build', async () => {
      if (kind === 'apks') await this.#stamp(file)
      else await this.#build(game, proof)
    })
    const { user, system } = process.cpuUsage(before)
    if (user + system > mostCpuMs * 1000) {
      proof.faults.push(`it took ${Math.round((user + system) / 1000)} ms of processor time`)
    }
    return proof
  }

  async #stamp (set: string): Promise<void> {
    const target = `${set}.stamped`
    rmSync(target, { force: true })
    await stampSplits(set, target, { channel: '华为' }, ['walle', 'vasdolly', 'packer-ng'], this.#signal)
  }

  async #build (game: Game, proof: PackageProof): Promise<void> {
    for (const { id, platform, error, application } of (await game.build()).rows) {
      if (error !== undefined) note(proof, id, error)
      else if (platform === 'edited' && application?.type !== 'aab' && application?.id !== otherName) {
        proof.faults.push(`${id} is ${application?.id ?? 'nothing'} after the edit`)
      } else proof.outcomes.push('done')
    }
  }

  #game (kind: PackageKind): Game {
    let game = this.#games.get(kind)
    if (game === undefined) {
      this.#games.set(kind, game = makeGame(this.#test))
      game.write({ 'new.txt': 'new' })
      if (kind === 'apks') return game
      game.define({
        baselines: { app: { type: kind, path: `app.${kind}` } },
        platforms: {
          edited: { baseline: 'app', stamp: false },
          ...kind === 'apk' && { stamped: { baseline: 'app' } }
        },
        channels: { 华为: {} },
        edits: [{ when: { platforms: ['edited'] }, ...edits[kind] }]
      })
    }
    return game
  }
}

function note (proof: PackageProof, step: string, error: { code: string, details: object }): void {
  const { code, details } = error
  proof.outcomes.push(code)
  const said = JSON.stringify(details)
  if (code === 'INTERNAL' || foreignWords.test(said)) proof.faults.push(`${step}: ${code} ${said}`)
}

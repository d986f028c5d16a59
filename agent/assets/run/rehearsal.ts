import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { RunMemory } from './run-memory.js'
import { encodePng } from '../pictures/encode-png.js'
import { createPicture } from '../pictures/picture.js'
import type { Rule } from '../../config/rule-schema.js'
import { projectFileName } from '../../config/project-file-name.js'

/** By then V8 has optimised what it would in ten runs of a project. */
const rounds = 6
/** So many that a walk is looked at as those of large projects are, and loops are long. */
const pictures = 520
const changedEachRound = 30
const side = 18

const game = {
  project: 'rehearsal',
  assets: {
    output: 'build',
    rules: [{ name: 'all', processor: 'atlas', include: ['art/'], output: 'all' }]
  }
}

export interface RehearsalOptions {
  /** Where nothing is: it is gone when the rehearsal has ended. */
  folder: string
  /** Builds the project in the folder as a command does; 0 when it has. */
  build: (run: RehearsedRun) => Promise<number>
}

export interface RehearsedRun {
  project: string
  home: string
  /** Says nothing. */
  config: string
  memory: RunMemory
  signal: AbortSignal
}

/** Whether builds of a project with these rules run what is rehearsed. */
export function isRehearsed (rules: readonly Rule[]): boolean {
  return rules.some(rule => rule.processor === 'atlas' && rule.tool === 'embedded')
}

/**
 * Builds a small game of its own again and again, with other pictures each time, so that V8 has compiled what
 * builds run before somebody waits for one: else a worker's first runs take longer than its tenth.
 */
export class Rehearsal {
  readonly #options: RehearsalOptions
  readonly #end = new AbortController()
  #ended: Promise<void> | undefined

  constructor (options: RehearsalOptions) {
    this.#options = options
  }

  begin (): void {
    if (this.#end.signal.aborted) return
    // A machine on which the game cannot be built is for real builds to tell of.
    this.#ended ??= this.#rehearse().catch(() => {})
  }

  /** Real builds have the processor: what is compiled by then is. */
  async end (): Promise<void> {
    this.#end.abort()
    await this.#ended
  }

  async #rehearse (): Promise<void> {
    const { folder, build } = this.#options
    const { signal } = this.#end
    const project = join(folder, 'game')
    const art = join(project, 'art')
    try {
      rmSync(folder, { recursive: true, force: true })
      mkdirSync(folder, { recursive: true, mode: 0o700 })
      mkdirSync(art, { recursive: true })
      writeFileSync(join(project, projectFileName), JSON.stringify(game))
      const config = join(folder, 'agent.json')
      writeFileSync(config, '{}')
      const [home, memory] = [join(folder, 'home'), new RunMemory()]
      for (let round = 0, painted = 0; round < rounds; round++) {
        const count = round === 0 ? pictures : changedEachRound
        for (const end = painted + count; painted < end; painted++) {
          if (signal.aborted) return
          writeFileSync(join(art, `${painted % pictures}.png`), await paint(painted))
        }
        const status = await build({ project, home, config, memory, signal })
        if (status !== 0 || signal.aborted) return
        memory.afterwards.finish()
      }
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }
}

/** No two are the same, and none is of few colours. */
async function paint (seed: number): Promise<Buffer> {
  const picture = createPicture(side, side)
  let noise = seed
  for (let at = 0; at < picture.pixels.length; at++) {
    noise = (Math.imul(noise, 1664525) + 1013904223) >>> 0
    picture.pixels[at] = noise >>> 24
  }
  return await encodePng(picture, 'fast')
}

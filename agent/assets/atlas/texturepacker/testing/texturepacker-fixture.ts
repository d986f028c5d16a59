import { mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import tap from 'tap'
import type { Test } from 'tap'
import { defaultAgentConfig } from '../../../../config/agent-config.js'
import type { Limiter } from '../../../../licence/lease.js'
import { openLimiter } from '../../../../licence/limiter.js'
import type { BuildSettings } from '../../../run/run-settings.js'
import { writePng } from '../../../testing/png-writer.js'
import type { RunReport } from '../../../run/run-report.js'
import { testProject } from '../../../testing/project.js'
import type { TestProject } from '../../../testing/project.js'
import { installStandIn } from './stand-in.js'
import type { StandIn } from './stand-in.js'

export const units = {
  name: 'units',
  processor: 'atlas',
  tool: 'texturepacker',
  include: ['art/units/*/'],
  output: 'units/{dir}'
}
export const effects = { name: 'effects', processor: 'atlas', tool: 'texturepacker', include: ['art/*.tps'] }

export interface Fixture {
  game: TestProject
  realLimiter: () => Promise<Limiter>
  tool: StandIn
  leases: () => number
  build: (settings?: Partial<BuildSettings>) => Promise<RunReport>
  rule: (options: Record<string, unknown>, rule?: Record<string, unknown>) => void
  text: (path: string) => string
}

let limiter: Promise<Limiter> | undefined

/**
 * One for all tests of a file, as an agent has one for all of its jobs: with it starts the process that
 * guards the tools.
 */
async function realLimiter (): Promise<Limiter> {
  return await (limiter ??= openSharedLimiter())
}

async function openSharedLimiter (): Promise<Limiter> {
  const home = mkdtempSync(join(tmpdir(), 'packline-licences-'))
  const opened = await openLimiter({ config: defaultAgentConfig(), environment: {}, home, cwd: home })
  tap.teardown(async () => {
    await opened.close()
    rmSync(home, { recursive: true, force: true })
  })
  return opened
}

export function fixture (t: Test): Fixture {
  const game = testProject()
  const folder = mkdtempSync(join(tmpdir(), 'packline-stand-in-'))
  const tool = installStandIn(folder)
  let leases = 0
  t.teardown(() => {
    game.remove()
    rmSync(folder, { recursive: true, force: true })
  })
  return {
    game,
    tool,
    realLimiter,
    leases: () => leases,
    build: async settings => {
      const report = game.build({
        environment: tool.environment,
        limiter: async () => {
          leases++
          return await realLimiter()
        },
        ...settings
      })
      await report.catch(() => {})
      t.same(
        readdirSync(folder).filter(name => name.startsWith('packline-')),
        [],
        'no private folder is left'
      )
      return await report
    },
    rule: (options, rule = units) => {
      game.rules({ ...rule, options })
    },
    text: path => readFileSync(join(game.folder, 'out', path), 'utf8')
  }
}

export function png (width = 4, height = 4, shade = 0): Uint8Array {
  return writePng({
    width,
    height,
    bitDepth: 8,
    colourType: 6,
    samples: Array.from({ length: width * height * 4 }, () => shade)
  })
}

export function solid (width: number, height: number, colour: readonly number[]): Uint8Array {
  const samples = Array.from({ length: width * height }, () => colour).flat()
  return writePng({ width, height, bitDepth: 8, colourType: 6, samples })
}

export function orcs (game: TestProject): void {
  game.write({
    'art/units/orc/a.png': png(4, 4, 1),
    'art/units/orc/步 1.png': png(5, 4, 2),
    'art/units/orc/deep/-x.png': png(6, 4, 3)
  })
}

/** A TexturePacker project with these sources; its own output names lead astray. */
export function tps (sources: string[], fields = ''): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<data version="1.0"><struct type="Settings"><key>fileFormatVersion</key><int>4</int>
<key>dataFormat</key><string>cocos2d</string><key>textureFileName</key><filename>../somewhere/e.png</filename>
<key>dataFileNames</key><map type="GFileNameMap"><key>data</key><struct type="DataFile"><key>name</key><filename>/Users/artist/e.plist</filename></struct></map>
${fields}<key>fileList</key><array>${
    sources.map(source => `<filename>${source}</filename>`).join('')
  }</array></struct></data>
`
}

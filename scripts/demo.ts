// The main job as a user would see it, in a temporary git repository: ./scripts/demo [--serve] [--port N] [DIR]
import { existsSync, mkdirSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { addAndroid } from './demonstration/android-part.js'
import { buildAssets } from './demonstration/assets-part.js'
import { fillBoard } from './demonstration/board-part.js'
import { Packline } from './demonstration/packline.js'
import { goLiveAndBack, releaseGame } from './demonstration/release-part.js'
import { makeRepository, projectOf } from './demonstration/repository.js'
import { serveDemo } from './demonstration/serve-part.js'

const { values: { serve, port }, positionals: [given] } = parseArgs({
  allowPositionals: true,
  options: { serve: { type: 'boolean', default: false }, port: { type: 'string', default: '7420' } }
})
const source = resolve(given ?? join(import.meta.dirname, '../resources/sample-game'))
if (!existsSync(source)) {
  process.stderr.write(
    `There is no folder ${source}.\nUsage: scripts/demo [--serve] [--port N] [DIR]   DIR: any folder of PNGs\n`
  )
  process.exit(2)
}
const folder = mkdtempSync(join(tmpdir(), 'packline-demo-'))
const packline = new Packline(join(folder, 'game'), join(folder, 'home'))
mkdirSync(packline.home)
makeRepository(packline.project, source)
const { project: game = 'game', assets, targets = [] } = projectOf(packline.project)
const hasTargets = targets.length > 0
if (serve) await lookAtIt()
else await tour()

/** Everything, with APKs where the tools are. */
async function tour (): Promise<void> {
  const withoutAndroid = hasTargets ? addAndroid(packline.project) : undefined
  process.stdout.write(`\n${buildAssets(packline)}\n`)
  if (hasTargets) {
    process.stdout.write(`\n${await releaseGame(packline)}\n${await goLiveAndBack(packline)}\n`)
  }
  if (withoutAndroid !== undefined) process.stdout.write(`No APKs were made: ${withoutAndroid}.\n`)
  process.stdout.write(`The sheets are in ${join(packline.project, assets?.output ?? 'build/res')}\n`)
}

/** What there is to see on pages, and no more: it is there in seconds. */
async function lookAtIt (): Promise<void> {
  packline.runAlone(['assets', 'build'])
  if (hasTargets) await releaseGame(packline)
  const people = hasTargets ? await fillBoard(packline, game) : []
  process.exitCode = await serveDemo(packline, { port, people, ...hasTargets && { game } })
}

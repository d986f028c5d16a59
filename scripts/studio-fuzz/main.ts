import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { errorText } from '../../agent/error-text.js'
import { fuzzRound } from './fuzz-round.js'
import type { Broken } from './fuzz-round.js'
import { publishFolder } from './publish-folder.js'

const usage = `scripts/fuzz-studio [--rounds N] [--seed N] [--break csd|picture]

Publishes random Cocos Studio projects and reads every csb and sheet a second way. Ends with 1 and the seed at
the first difference; with --break, something is wrong on purpose, and it ends with 1 when nobody notices.
`
const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '50' },
    seed: { type: 'string', default: '1' },
    break: { type: 'string' },
    help: { type: 'boolean', short: 'h', default: false }
  }
})
process.exitCode = values.help ? showUsage() : await run(Number(values.rounds), Number(values.seed))

function showUsage (): number {
  process.stdout.write(usage)
  return 0
}

async function run (rounds: number, first: number): Promise<number> {
  const breaks = values.break === 'csd' || values.break === 'picture' ? values.break : undefined
  if (values.break !== breaks || !(rounds >= 1) || !Number.isSafeInteger(first)) {
    process.stderr.write(usage)
    return 2
  }
  for (let seed = first; seed < first + rounds; seed++) {
    const difference = await differenceOf(seed, breaks)
    if ((difference === undefined) === (breaks === undefined)) continue
    process.stdout.write(`seed ${seed}: ${difference ?? 'what is broken was not noticed'}\n`)
    return 1
  }
  process.stdout.write(`${rounds} projects ${breaks === undefined ? 'agree' : 'broken and noticed'}\n`)
  return 0
}

async function differenceOf (seed: number, breaks: Broken | undefined): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), 'packline-studio-'))
  try {
    await fuzzRound({
      folder,
      seed,
      csds: 20,
      csis: 2,
      publish: publishFolder,
      ...breaks !== undefined && { breaks }
    })
    return undefined
  } catch (error) {
    return String(errorText(error))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

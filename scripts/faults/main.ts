import { parseArgs } from 'node:util'
import { simulate } from './simulate.js'
import type { Break } from './simulate.js'

const usage = `Usage: scripts/chaos simulate [--schedules 10000] [--seed 1] [--steps 300] [--break fencing|grace|version0|token]

simulate  the licence model alone, under seeded random schedules, invariants checked after every step
`

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    help: { type: 'boolean' },
    schedules: { type: 'string', default: '10000' },
    seed: { type: 'string', default: '1' },
    steps: { type: 'string', default: '300' },
    break: { type: 'string' }
  }
})

function wholeNumber (name: 'schedules' | 'seed' | 'steps'): number {
  const number = Number(values[name])
  if (Number.isSafeInteger(number) && number > 0) return number
  process.stderr.write(`--${name} is ${values[name]}; expected a whole number of at least 1\n`)
  process.exit(2)
}

if (values.help === true || positionals[0] !== 'simulate' || ![undefined, 'fencing', 'grace', 'version0', 'token'].includes(values.break)) {
  process.stderr.write(usage)
  process.exitCode = values.help === true ? 0 : 2
} else {
  const broken = values.break as Break | undefined
  const started = Date.now()
  const report = simulate({ schedules: wholeNumber('schedules'), seed: wholeNumber('seed'), steps: wholeNumber('steps'), broken })
  process.stdout.write(`${JSON.stringify({ ...report, broken, durationMs: Date.now() - started }, null, 2)}\n`)
  if (report.failed !== undefined) {
    const replay = `scripts/chaos simulate --schedules 1 --seed ${report.failed.seed} --steps ${report.steps}${broken === undefined ? '' : ` --break ${broken}`}`
    process.stderr.write(`failed: ${report.failed.reason}\nreplay: ${replay}\n`)
  }
  process.exitCode = report.failed === undefined ? 0 : 1
}

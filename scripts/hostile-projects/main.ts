import { spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { whyNoBlockDecoder } from '../../agent/assets/testing/block-decoder.js'
import { proveProject } from './prove-project.js'
import { tamperings } from './tamper.js'

const usage = `Usage: scripts/hostile [--projects 2000] [--seed 1] [--no-mounts] [--blocks] [--break ${
  tamperings.join('|')
}]

Builds random projects with odd options, pictures, names and places, changes them, and has every sprite given
back from what is published by decoders that are not packline's. Prints each fault, and the figures as JSON;
ends with 1 when there was a fault. The seed of a project with a fault makes it again: --projects 1 --seed N.
--no-mounts  plain folders only; volumes, bind mounts and overlays need root and unshare
--blocks     also ETC, PVRTC and KTX2, which take long to make, and Python 3 to be read again
--break      damages what is published: every project in which there is something to damage has to fail
`

const { values } = parseArgs({
  options: {
    help: { type: 'boolean' },
    projects: { type: 'string', default: '2000' },
    seed: { type: 'string', default: '1' },
    'no-mounts': { type: 'boolean', default: false },
    blocks: { type: 'boolean', default: false },
    break: { type: 'string' },
    inside: { type: 'boolean', default: false }
  }
})

function refuse (reason: string): never {
  process.stderr.write(`${reason}\n${usage}`)
  process.exit(2)
}

const [count, first] = [Number(values.projects), Number(values.seed)]
const tampering = tamperings.find(each => each === values.break)
if (values.help === true) {
  process.stdout.write(usage)
  process.exit(0)
}
if (!(count > 0) || !Number.isSafeInteger(count) || !Number.isSafeInteger(first)) {
  refuse('--projects and --seed are numbers')
}
if (values.break !== undefined && tampering === undefined) refuse(`--break is ${values.break}`)

const mounts = !values['no-mounts']
if (mounts && !values.inside) {
  // Mounts go with their namespace, whatever becomes of this process.
  const self = fileURLToPath(import.meta.url)
  const args = [...process.execArgv, self, ...process.argv.slice(2), '--inside']
  const { status, error } = spawnSync('unshare', ['--mount', process.execPath, ...args], { stdio: 'inherit' })
  if (error !== undefined) refuse(`unshare: ${error.message}; --no-mounts does without`)
  process.exit(status ?? 1)
}

const { blocks } = values
const missing = blocks && whyNoBlockDecoder()
if (missing !== false) refuse(missing)

const figures = { projects: 0, builds: 0, frames: 0, refused: 0, failed: new Array<number>() }
for (let seed = first; seed < first + count; seed++) {
  const proof = await proveProject(seed, {
    mounts,
    blocks,
    ...tampering !== undefined && { tamperings: [tampering] }
  })
  figures.projects++
  figures.builds += proof.builds
  figures.frames += proof.frames
  if (proof.refused !== undefined) figures.refused++
  const faults = [...proof.faults, ...[...proof.damage.values()].flat()]
  if (faults.length === 0) continue
  figures.failed.push(seed)
  process.stderr.write(`${seed}: ${faults.slice(0, 3).join('\n    ').slice(0, 2000)}\n`)
}
process.stdout.write(`${JSON.stringify(figures)}\n`)
process.exitCode = figures.failed.length > 0 ? 1 : 0

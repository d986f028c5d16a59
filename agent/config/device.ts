import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { PacklineError } from '../errors.js'
import { WholeOutput } from '../processes/program-output.js'
import { runSuccessfully } from '../processes/run-program.js'
import { phrase, type Wording } from '../messages/phrase.js'

/** What identifies a machine; tests give their own. */
export interface MachineFacts {
  platform: NodeJS.Platform
  readText: (file: string) => Promise<string | undefined>
  run: (file: string, args: string[]) => Promise<string>
}

const realMachine: MachineFacts = {
  platform: process.platform,
  readText: async file => await readFile(file, 'utf8').catch(() => undefined),
  run: async (file, args) => {
    const stdout = new WholeOutput(1 << 20)
    await runSuccessfully({ file, args, environment: {}, timeoutMs: 10_000, stdout })
    return stdout.text
  }
}

/**
 * The id of the physical machine: PACKLINE_DEVICE_ID, else the configured name, else one made of the machine
 * id. Containers have to be told whose they are, since an image's own id is the same on every host. Throws
 * DEVICE_UNIDENTIFIED.
 */
export async function deviceIdentity (
  environment: Readonly<Record<string, string | undefined>>,
  configured: string | undefined,
  machine: MachineFacts = realMachine
): Promise<string> {
  const given = environment.PACKLINE_DEVICE_ID
  if (given !== undefined && given !== '') {
    if (!/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(given)) {
      throw unidentified(phrase('device.badName', { name: given }))
    }
    return given
  }
  if (configured !== undefined) return configured
  const file = environment.PACKLINE_MACHINE_ID_FILE
  if (file !== undefined && file !== '') return await fromFile(file, machine)
  if (machine.platform === 'darwin') {
    const id = /"IOPlatformUUID" = "([0-9A-F-]+)"/
      .exec(await machine.run('/usr/sbin/ioreg', ['-rd1', '-c', 'IOPlatformExpertDevice']).catch(() => ''))
      ?.[1]
    if (id === undefined) throw unidentified(phrase('device.noUuid'))
    return named(id)
  }
  if (await isContainer(machine, environment) && !await isMounted('/etc/machine-id', machine)) {
    throw unidentified(phrase('device.container'))
  }
  return await fromFile('/etc/machine-id', machine)
}

async function fromFile (file: string, machine: MachineFacts): Promise<string> {
  const id = (await machine.readText(file))?.trim() ?? ''
  if (!/^[0-9a-fA-F-]{16,64}$/.test(id)) throw unidentified(phrase('device.noId', { file }))
  return named(id)
}

/** The machine id itself is not for publishing. */
function named (id: string): string {
  return `machine-${createHash('sha256').update(`packline ${id.toLowerCase()}`).digest('hex').slice(0, 12)}`
}

async function isContainer (
  machine: MachineFacts,
  environment: Readonly<Record<string, string | undefined>>
): Promise<boolean> {
  if (environment.container !== undefined || environment.KUBERNETES_SERVICE_HOST !== undefined) return true
  if (
    await machine.readText('/.dockerenv') !== undefined ||
    await machine.readText('/run/.containerenv') !== undefined
  ) return true
  return /docker|containerd|kubepods|libpod|lxc/.test(await machine.readText('/proc/1/cgroup') ?? '')
}

async function isMounted (path: string, machine: MachineFacts): Promise<boolean> {
  return (await machine.readText('/proc/self/mountinfo') ?? '').split('\n').some(line =>
    line.split(' ')[4] === path
  )
}

function unidentified (reason: Wording): PacklineError {
  return new PacklineError('DEVICE_UNIDENTIFIED', { reason })
}

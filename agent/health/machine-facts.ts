import type { Systeminformation } from 'systeminformation'
import type { Machine } from './machine.js'

/** What does not change while the agent runs. */
export interface MachineFacts {
  model: string
  cpu: string
  cores: number
  memoryBytes: number
  os: string
  arch: string
  hostname: string
  isVirtual: boolean
}

/**
 * From systeminformation, which knows each system's ways; what cannot be found out within `deadlineMs` is
 * left at what node knows.
 */
export async function machineFacts (machine: Machine, deadlineMs = 20_000): Promise<MachineFacts> {
  const { arch, cpus, hostname, release, type } = await import('node:os')
  const plain: MachineFacts = {
    model: 'unknown',
    cpu: cpus()[0]?.model.trim() ?? 'unknown',
    cores: machine.cores,
    memoryBytes: machine.totalMemoryBytes,
    os: `${type()} ${release()}`,
    arch: arch(),
    hostname: hostname(),
    isVirtual: false
  }
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<undefined>(resolve => {
    timer = setTimeout(resolve, deadlineMs, undefined)
  })
  const found = await Promise.race([ask().catch(() => undefined), late])
  clearTimeout(timer)
  if (found === undefined) return plain
  const [system, cpu, os] = found
  return {
    ...plain,
    model: modelName(system, machine.platform) || plain.model,
    cpu: [cpu.manufacturer, cpu.brand].join(' ').trim() || plain.cpu,
    os: [os.distro, os.release].join(' ').trim() || plain.os,
    isVirtual: system.virtual
  }
}

/**
 * As people call it. A Mac's model is an identifier, `Macmini7,1`, for which systeminformation has the name
 * that Apple sells it under: `Mac mini (Late 2014)`, or `Unknown`.
 */
export function modelName (
  { manufacturer, model, version }: Pick<Systeminformation.SystemData, 'manufacturer' | 'model' | 'version'>,
  platform: NodeJS.Platform
): string {
  if (platform === 'darwin' && version !== '' && version !== 'Unknown') return `${version} ${model}`.trim()
  return [manufacturer, model]
    .map(each => each.trim())
    .filter(each => each !== '' && !/to be filled|default string/i.test(each))
    .join(' ')
}

async function ask () {
  // Three of its parts: the whole library is a third of a megabyte.
  const [{ system }, { cpu }, { osInfo }] = await Promise.all([
    import('systeminformation/lib/system.js'),
    import('systeminformation/lib/cpu.js'),
    import('systeminformation/lib/osinfo.js')
  ])
  return await Promise.all([system(), cpu(), osInfo()])
}

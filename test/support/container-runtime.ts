import { execFile, spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { lstatSync, mkdirSync, mkdtempSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const image = 'packline-test'
/** Where programs and libraries are; the image is empty and shows the host's. */
const systemFolders = ['bin', 'sbin', 'lib', 'lib64', 'usr']
const emptyFolders = ['proc', 'sys', 'dev', 'tmp', 'etc', 'run', 'work']

interface Candidate {
  name: string
  command: string[]
  environment: Record<string, string>
}

export interface ContainerOptions {
  environment?: Record<string, string>
  volumes?: string[]
  name: string
}

/** podman or docker, with an image made of this machine's own files, so that no registry is needed. */
export class ContainerRuntime {
  readonly name: string
  readonly #candidate: Candidate
  readonly #folder: string
  readonly #mounts: string[]

  private constructor (candidate: Candidate, folder: string, mounts: string[]) {
    this.name = candidate.name
    this.#candidate = candidate
    this.#folder = folder
    this.#mounts = mounts
  }

  /** The first runtime that runs a container here, or why none does. */
  static async start (): Promise<ContainerRuntime | { reason: string }> {
    if (process.platform !== 'linux') {
      return {
        reason: 'containers on this system run in a virtual machine, which does not see its files and ports'
      }
    }
    const reasons: string[] = []
    for (const make of [podman, docker]) {
      const folder = mkdtempSync(join(tmpdir(), 'packline-containers-'))
      const candidate = make(folder)
      const runtime = new ContainerRuntime(candidate, folder, makeRoot(join(folder, 'root')))
      try {
        await runtime.#import()
        return runtime
      } catch (error) {
        await runtime.close()
        const lines = String(error instanceof Error ? error.message : error).split('\n')
        const words = lines.filter(line => line.trim() !== '').slice(0, 2).join(' ')
        reasons.push(`${candidate.name}: ${words.slice(0, 200)}`)
      }
    }
    return { reason: `no container runtime can start (${reasons.join('; ')})` }
  }

  /** A process in a container of its own, on the host's network. */
  spawn (command: string[], { name, environment = {}, volumes = [] }: ContainerOptions): ChildProcess {
    const flags = [
      'run',
      '--rm',
      '--name',
      name,
      '--network',
      'host',
      ...[...this.#mounts, ...volumes].flatMap(volume => ['--volume', volume]),
      ...Object.entries(environment).flatMap(([key, value]) => ['--env', `${key}=${value}`])
    ]
    const [file = '', ...leading] = this.#candidate.command
    return spawn(file, [...leading, ...flags, image, ...command], {
      env: { ...process.env, ...this.#candidate.environment },
      stdio: ['ignore', 'pipe', 'pipe']
    })
  }

  /** The command line of a container for somebody else to start: command, flags of `run`, environment. */
  plan (volumes: string[]): { command: string[], flags: string[], environment: Record<string, string> } {
    const { command, environment } = this.#candidate
    const mounts = [...this.#mounts, ...volumes].flatMap(volume => ['--volume', volume])
    return { command, flags: ['--network', 'host', ...mounts, image], environment }
  }

  async close (): Promise<void> {
    await this.#call('rm', '--all', '--force').catch(() => {})
    await this.#call('rmi', '--force', image).catch(() => {})
    rmSync(this.#folder, { recursive: true, force: true })
  }

  async #import (): Promise<void> {
    await run('tar', ['-C', join(this.#folder, 'root'), '-cf', join(this.#folder, 'root.tar'), '.'])
    await this.#call('import', join(this.#folder, 'root.tar'), image)
    const probe = this.spawn([process.execPath, '--version'], { name: `probe-${process.pid}` })
    let complaint = ''
    probe.stderr?.on('data', chunk => {
      complaint += String(chunk)
    })
    const status = await new Promise<number | null>((resolve, reject) => {
      probe.on('error', reject).on('close', resolve)
    })
    if (status !== 0) throw new Error(complaint)
  }

  async #call (...args: string[]): Promise<void> {
    const [file = '', ...leading] = this.#candidate.command
    await run(file, [...leading, ...args], {
      env: { ...process.env, ...this.#candidate.environment },
      timeout: 60_000
    })
  }
}

/** runc and cgroupfs, and no raised limits: so it starts in a container, too. */
function podman (folder: string): Candidate {
  writeFileSync(
    join(folder, 'containers.conf'),
    '[containers]\ndefault_ulimits = []\n[engine]\nevents_logger = "file"\n'
  )
  const places = [
    '--root',
    join(folder, 'store'),
    '--runroot',
    join(folder, 'run'),
    '--storage-driver',
    'vfs'
  ]
  return {
    name: 'podman',
    command: ['podman', ...places, '--runtime', 'runc', '--cgroup-manager', 'cgroupfs'],
    environment: { CONTAINERS_CONF: join(folder, 'containers.conf') }
  }
}

function docker (): Candidate {
  return { name: 'docker', command: ['docker'], environment: {} }
}

/** Fills the empty root and returns what has to be mounted into it. */
function makeRoot (root: string): string[] {
  for (const folder of emptyFolders) mkdirSync(join(root, folder), { recursive: true })
  const mounts: string[] = []
  for (const name of systemFolders) {
    const stat = lstatSync(`/${name}`, { throwIfNoEntry: false })
    if (stat?.isSymbolicLink() === true) symlinkSync(readlinkSync(`/${name}`), join(root, name))
    else if (stat !== undefined) mounts.push(`/${name}:/${name}:ro`)
  }
  const node = dirname(dirname(process.execPath))
  return node === '/usr' || node.startsWith('/usr/') ? mounts : [...mounts, `${node}:${node}:ro`]
}

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { freePort } from '../../../agent/processes/free-port.js'
import type { Program } from '../measuring/run-program.js'
import { runProgram } from '../measuring/run-program.js'
import { npmInstall, peerFolder } from './npm-peers.js'

const [turbo, turboVersion] = ['turbo', '2.11.11'] as const
const [server, serverVersion] = ['turborepo-remote-cache', '2.12.0'] as const
const token = 'benchmark'

interface Turborepo {
  /** Restores the outputs into an empty checkout, from the server alone. */
  restore: () => Promise<Program>
  close: () => Promise<void>
}

/**
 * Turborepo with its own HTTP cache, which holds the files of `outputs` as the outputs of one task, whose inputs
 * are the files of `art`: a checkout with git, which names its files by git's index.
 */
export async function startTurborepo (art: string, outputs: string, work: string): Promise<Turborepo> {
  await npmInstall(turbo, turboVersion)
  await npmInstall(server, serverVersion)
  await rm(work, { recursive: true, force: true })
  const [project, kept] = [join(work, 'project'), join(work, 'kept')]
  await mkdir(project, { recursive: true })
  await cp(outputs, join(work, 'made'), { recursive: true })
  await cp(art, join(project, 'art'), { recursive: true })
  const files = {
    'package.json': {
      name: 'game',
      packageManager: 'npm@10.0.0',
      scripts: { build: 'cp -r ../made out' }
    },
    'package-lock.json': { name: 'game', lockfileVersion: 3, packages: {} },
    'turbo.json': { tasks: { build: { outputs: ['out/**'] } } }
  }
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(project, name), JSON.stringify(content))
  }
  await writeFile(join(project, '.gitignore'), 'out/\n.turbo/\nnode_modules/\n')
  const author = ['-c', 'user.name=bench', '-c', 'user.email=bench@localhost']
  for (const args of [['init', '--quiet'], ['add', '--all'], [...author, 'commit', '--quiet', '-m', 'art']]) {
    const { status, stderr } = await runProgram({ file: 'git', args, cwd: project })
    if (status !== 0) throw new Error(`git ${args.join(' ')}: ${stderr}`)
  }
  const port = await freePort()
  const child = spawn(process.execPath, [join(peerFolder(server), 'node_modules', server, 'dist/cli.js')], {
    cwd: work,
    stdio: 'ignore',
    env: {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      LOG_LEVEL: 'error',
      TURBO_TOKEN: token,
      STORAGE_PROVIDER: 'local',
      STORAGE_PATH: kept
    }
  })
  const program: Program = {
    file: join(peerFolder(turbo), 'node_modules/.bin/turbo'),
    args: ['run', 'build', '--no-daemon', '--cache=local:,remote:rw'],
    cwd: project,
    environment: {
      TURBO_API: `http://127.0.0.1:${port}`,
      TURBO_TOKEN: token,
      TURBO_TEAM: 'game',
      TURBO_TELEMETRY_DISABLED: '1'
    }
  }
  const close = async (): Promise<void> => {
    if (child.exitCode !== null) return
    const ended = once(child, 'exit')
    child.kill()
    await ended
  }
  const empty = async (): Promise<Program> => {
    for (const name of ['out', '.turbo', 'node_modules']) {
      await rm(join(project, name), { recursive: true, force: true })
    }
    return program
  }
  await answers(port).catch(async (error: unknown) => {
    await close()
    throw error
  })
  const { status, stdout, stderr } = await runProgram(await empty())
  if (status !== 0) {
    await close()
    throw new Error(`turbo: ${stderr}${stdout}`)
  }
  return { restore: empty, close }
}

async function answers (port: number): Promise<void> {
  // A minute: it starts slowly on a busy machine.
  for (let left = 1200; left > 0; left--) {
    try {
      await fetch(`http://127.0.0.1:${port}/v8/artifacts/status`)
      return
    } catch {
      await delay(50)
    }
  }
  throw new Error('turborepo-remote-cache does not answer')
}

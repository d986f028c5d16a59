import { join } from 'node:path'
import type { Test } from 'tap'
import { handOver } from '../hand-over.js'
import type { HandedCommand } from '../hand-over.js'
import { mountsSeen } from '../worker-place.js'
import { WorkerServer } from '../worker-server.js'
import type { HandedRun, WorkerOptions } from '../worker-server.js'

const limits = { memoryBytes: 1e9, ageMs: 1e9, idleMs: 1e9 }

/** A worker in this process whose runs do what the test says, and a caller of it. */
export async function worker (t: Test, run: WorkerOptions['run'], more: Partial<WorkerOptions> = {}) {
  const folder = t.testdir({ home: {}, game: { 'packline.json': '{}', art: {} } })
  const home = join(folder, 'home')
  const project = join(folder, 'game')
  const server = new WorkerServer({
    home,
    project,
    build: '/opt/packline',
    mounts: mountsSeen(),
    limits,
    run,
    isWanted: () => true,
    now: Date.now,
    steadyMs: () => performance.now(),
    memoryBytes: () => 1e8,
    ...more
  })
  await server.open()
  t.teardown(() => {
    server.stop('unwanted')
  })
  const call = async (words: readonly string[] = [], given: Partial<HandedCommand> = {}) => {
    const written = { stdout: '', stderr: '', isLost: false }
    const write = (name: 'stdout' | 'stderr') => ({
      write: (text: string) => {
        written[name] += text
      }
    })
    const status = await handOver({
      build: '/opt/packline',
      words: ['assets', 'build', ...words],
      environment: { PACKLINE_HOME: home, COLOUR: 'red' },
      cwd: join(project, 'art'),
      stdout: write('stdout'),
      stderr: write('stderr'),
      onSignal: () => () => {},
      onLost: () => {
        written.isLost = true
      },
      ...given
    })
    return { status, ...written }
  }
  return { server, call, home, project }
}

/** A run that ends when it is asked to, and tells when it began. */
export function heldRun (): {
  run: WorkerOptions['run']
  begun: Promise<HandedRun>
  release: (status: number) => void
} {
  let [begin, release] = [(_: HandedRun): void => {}, (_: number): void => {}]
  const begun = new Promise<HandedRun>(resolve => {
    begin = resolve
  })
  const ended = new Promise<number>(resolve => {
    release = resolve
  })
  return {
    begun,
    release: status => {
      release(status)
    },
    run: async run => {
      begin(run)
      return await ended
    }
  }
}

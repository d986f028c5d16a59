// A warm worker of one project, which start.cjs starts: resident-worker PROJECT HOME LIMITS
import { Writable } from 'node:stream'
import { LookAhead } from './assets/run/look-ahead.js'
import { Rehearsal, isRehearsed } from './assets/run/rehearsal.js'
import { RunMemory } from './assets/run/run-memory.js'
import { RunStateStore } from './assets/run/run-state.js'
import { runCommandLine } from './cli/run-command-line.js'
import { isOfShard } from './resident/hand-over.js'
import { mountsSeen, rehearsalFolder, workerName } from './resident/worker-place.js'
import { WorkerServer } from './resident/worker-server.js'
import type { WorkerLimits } from './resident/worker-server.js'
import { noteWorkerRun } from './resident/worker-runs.js'
import { replaceStatus } from './resident/worker-status.js'

process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= 'true'

async function serve ([project = '', home = '', words = '{}']: readonly string[]): Promise<number> {
  const agent = process.ppid
  const memory = new RunMemory()
  const { watch, ...limits } = JSON.parse(words) as WorkerLimits & { watch: boolean }
  const ahead = watch ? new LookAhead({ project, home, memory, now: Date.now }) : undefined
  const rehearsal = rehearsalOf(home, project)
  const worker = new WorkerServer({
    home,
    project,
    build: import.meta.dirname,
    mounts: mountsSeen(),
    limits,
    run: async ({ words, environment, isJob, ...run }) => {
      ahead?.pause()
      await rehearsal.end()
      memory.afterwards.finish()
      try {
        return await runCommandLine([...words], {
          ...run,
          memory,
          ...isJob !== true && !isOfShard(words) && {
            onReport: (report, exitStatus) => {
              memory.afterwards.add(() => {
                noteWorkerRun(home, project, report, exitStatus)
              })
            }
          },
          // What was left to a worker is not handed to the agent.
          environment: { ...environment, PACKLINE_AGENT: 'none' }
        })
      } finally {
        ahead?.resume()
      }
    },
    afterRun: () => {
      memory.afterwards.finish()
      // What is old stays: whatever runs had compiled for it would be dropped as well.
      globalThis.gc?.({ type: 'minor' })
    },
    isWanted: () => process.ppid === agent,
    now: Date.now,
    steadyMs: () => performance.now(),
    memoryBytes: () => process.memoryUsage.rss()
  })
  await worker.open()
  await ahead?.begin()
  const { project: known } = new RunStateStore(home, project, memory).read() ?? {}
  if (isRehearsed(known?.assets.rules ?? [])) rehearsal.begin()
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      worker.stop('unwanted')
    })
  }
  const end = await worker.ended
  ahead?.close()
  await rehearsal.end()
  return end === 'limit' ? replaceStatus : 0
}

function rehearsalOf (home: string, project: string): Rehearsal {
  return new Rehearsal({
    folder: rehearsalFolder(home, workerName(project)),
    build: async ({ project: cwd, home, config, ...run }) =>
      await runCommandLine(['assets', 'build'], {
        ...run,
        cwd,
        stdout: nowhere(),
        stderr: nowhere(),
        environment: { PACKLINE_HOME: home, PACKLINE_CONFIG: config, PACKLINE_AGENT: 'none' }
      })
  })
}

function nowhere (): Writable {
  return new Writable({
    write: (_chunk, _encoding, done) => {
      done()
    }
  })
}

process.exitCode = 1
serve(process.argv.slice(3)).then(status => {
  process.exitCode = status
}, (error: unknown) => {
  // As an uncaught one: its stack, for the log.
  throw error
})

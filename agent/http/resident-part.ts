import { extname, join } from 'node:path'
import { jobNodeFlags } from '../jobs/job-environment.js'
import type { AgentContext, Part } from '../part.js'
import { workerFlags } from '../resident/worker-status.js'

/** Keeps warm workers for the projects that this agent builds. */
export async function residentPart (
  { config, home, environment, jobs, log }: Pick<
    AgentContext,
    'config' | 'home' | 'environment' | 'jobs' | 'log'
  >
): Promise<Part> {
  // Elsewhere a socket has no owner.
  if (config.resident.projects === 0 || process.platform === 'win32') return { name: 'resident' }
  const { WorkerPool } = await import('../resident/worker-pool.js')
  const pool = new WorkerPool({
    home,
    config: config.resident,
    program: [
      process.execPath,
      ...jobNodeFlags(process.execArgv),
      ...workerFlags,
      join(
        import.meta.dirname,
        '..',
        extname(import.meta.filename) === '.ts' ? 'resident-main.ts' : 'start.cjs'
      ),
      'resident-worker'
    ],
    environment,
    log
  })
  jobs.onEnded(({ kind, state, workspace }) => {
    if (kind === 'assets' && state === 'done') pool.want(workspace)
  })
  return {
    name: 'resident',
    close: async () => {
      pool.close()
    }
  }
}

import { relative, sep } from 'node:path'
import { watch } from 'chokidar'

const burstMs = 150

/**
 * Calls `build` once, and again after each burst of changes; a change during a run starts exactly one more.
 * Ends when `signal` is aborted, with the exit status of the last run.
 */
export async function watchProject (
  folder: string,
  build: () => Promise<number>,
  signal: AbortSignal
): Promise<number> {
  let wake = (): void => {}
  let isStale = true
  let burst: NodeJS.Timeout | undefined
  const watcher = watch(folder, { ignoreInitial: true, ignored: path => isIgnored(relative(folder, path)) })
  watcher.on('all', () => {
    clearTimeout(burst)
    burst = setTimeout(() => {
      isStale = true
      wake()
    }, burstMs)
  })
  const stop = (): void => {
    wake()
  }
  signal.addEventListener('abort', stop)
  await new Promise<void>(resolve => {
    watcher.once('ready', () => {
      resolve()
    })
  })
  let exitStatus = 0
  try {
    while (!signal.aborted) {
      if (isStale) {
        isStale = false
        exitStatus = await build()
      } else {
        await new Promise<void>(resolve => {
          wake = resolve
        })
      }
    }
  } finally {
    clearTimeout(burst)
    signal.removeEventListener('abort', stop)
    await watcher.close()
  }
  return exitStatus
}

/** packline's own records and the version control's: what a run writes must not start the next one. */
function isIgnored (path: string): boolean {
  return path.split(sep).some(part =>
    part === '.packline' || part === '.git' || part === '.svn' || part === 'node_modules'
  )
}

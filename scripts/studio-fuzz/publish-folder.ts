import { dirname, join } from 'node:path'
import { runPackline } from '../../test/support/command-line.js'

/** As a person would, in this process. */
export async function publishFolder (studio: string, output: string): Promise<void> {
  const environment = { PATH: process.env.PATH, PACKLINE_HOME: join(dirname(studio), 'home') }
  const { status, stderr } = await runPackline(
    { cwd: dirname(studio), environment },
    // The random csd name pictures that nobody has drawn.
    ['ccsui', 'publish', studio, '--output', output, '--skip-check']
  )
  if (status !== 0) throw new Error(stderr)
}

import { join } from 'node:path'
import { places } from '../places.js'
import { runProgram } from './run-program.js'

/** How many GETs of one URL are answered in a second; the caller is a process of its own. */
export async function answersPerSecond (url: string, durationMs: number): Promise<number> {
  const { status, stdout, stderr } = await runProgram({
    file: process.execPath,
    args: [join(places.programs, 'http-get-load.mjs'), url, String(durationMs)]
  })
  if (status !== 0) throw new Error(`http-get-load.mjs failed: ${stderr}`)
  return (JSON.parse(stdout) as { perSecond: number }).perSecond
}

import { copyFileSync } from 'node:fs'
import { copyFile } from 'node:fs/promises'

/** Less is copied before a thread has begun. */
const largeBytes = 128 * 1024

/** Several large files are copied at once, by other threads. */
export async function copyQuickly (from: string, to: string, bytes: number, flags: number): Promise<void> {
  if (bytes < largeBytes) copyFileSync(from, to, flags)
  else await copyFile(from, to, flags)
}

import { randomBytes } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { hasCode } from '../errors.js'

/** Made once; whoever starts at the same moment reads what the first one wrote. */
export function keptKey (file: string): string {
  try {
    writeFileSync(file, randomBytes(32).toString('base64url'), { flag: 'wx', mode: 0o600, flush: true })
  } catch (error) {
    if (!hasCode(error, 'EEXIST')) throw error
  }
  const key = readFileSync(file, 'utf8').trim()
  // A write that was cut off leaves an empty one.
  if (key.length >= 32) return key
  const fresh = randomBytes(32).toString('base64url')
  writeFileSync(file, fresh, { mode: 0o600, flush: true })
  return fresh
}

import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join, relative } from 'node:path'
import { places } from '../places.js'

/** Writes one JSON document and returns its path, relative to the project. */
export function writeResult (name: string, result: object): string {
  const date = new Date()
  mkdirSync(places.results, { recursive: true })
  const path = join(places.results, `${date.toISOString().slice(0, 19).replaceAll(':', '-')}-${name}.json`)
  writeFileSync(
    path,
    `${
      JSON.stringify({ date: date.toISOString(), commit: commit(), machine: machine(), ...result }, null, 2)
    }\n`
  )
  return relative(places.root, path)
}

export function machine (): object {
  return {
    cores: cpus().length,
    processor: cpus()[0]?.model ?? 'unknown',
    memoryBytes: totalmem(),
    platform: `${process.platform} ${process.arch}`,
    node: process.version
  }
}

function commit (): string | undefined {
  try {
    return execFileSync('git', ['describe', '--always', '--dirty'], {
      cwd: places.root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore']
    })
      .trim()
  } catch {
    return undefined
  }
}

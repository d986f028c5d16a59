import { closeSync, mkdirSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs'
import { join } from 'node:path'

const maxBytes = 16 * 1024 ** 2
const keptLogs = 50

/** What a tool said, as a file for the user alone; the oldest of them go. */
export class ToolLog {
  readonly file: string
  #handle: number | undefined
  #left = maxBytes

  constructor (folder: string, name: string) {
    mkdirSync(folder, { recursive: true })
    removeOldest(folder)
    this.file = join(folder, `${name}.log`)
    this.#handle = openSync(this.file, 'w', 0o600)
  }

  write (line: string): void {
    if (this.#handle === undefined || this.#left <= 0) return
    const text = `${line}\n`
    this.#left -= Buffer.byteLength(text)
    writeSync(this.#handle, this.#left > 0 ? text : '…\n')
  }

  close (): void {
    if (this.#handle !== undefined) closeSync(this.#handle)
    this.#handle = undefined
  }
}

function removeOldest (folder: string): void {
  const logs = readdirSync(folder)
    .map(name => ({ path: join(folder, name), time: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.time - a.time)
  for (const { path } of logs.slice(keptLogs - 1)) rmSync(path, { force: true })
}

import type { Commit, Source } from '../source.js'
import { projectFile } from './watched-repository.js'

/** A branch "main" in memory with one line of commits, for tests that run hundreds of histories. */
export class MemorySource implements Source {
  readonly line: Commit[] = []

  push (message: string): string {
    const id = this.line.length.toString(16).padStart(40, '0')
    this.line.push({ id, message, paths: [`art/units/${this.line.length}.png`] })
    return id
  }

  heads: Source['heads'] = async () => ({ branches: new Map([['main', this.line.at(-1)!.id]]), refused: [] })
  fetch: Source['fetch'] = async () => await this.heads()
  isInPast: Source['isInPast'] = async (commit, head) => this.#at(commit) <= this.#at(head)
  commits: Source['commits'] = async (since, head) =>
    this.line.slice(Math.max(-1, ...since.map(each => this.#at(each))) + 1, this.#at(head) + 1)
  paths: Source['paths'] = async (from, to) =>
    (await this.commits([from], to, { isMainLine: true })).flatMap(({ paths }) => paths)
  readFile: Source['readFile'] = async () => Buffer.from(projectFile)
  nameOf: Source['nameOf'] = commit => commit
  checkOut: Source['checkOut'] = async () => {}

  #at (commit: string): number {
    return this.line.findIndex(({ id }) => id === commit)
  }
}

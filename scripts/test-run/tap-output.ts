export interface TapEvents {
  /** A test file is done. */
  file: (name: string, isOk: boolean, durationMs: number) => void
  skip: (path: readonly string[], name: string) => void
  /** `lines` say why, as tap wrote them. */
  failure: (path: readonly string[], name: string, lines: readonly string[]) => void
}

interface OpenSubtest {
  name: string
  failedBefore: number
}

/** Reads tap's output line by line: a leaf is an assertion line that no indented subtest precedes. */
export class TapOutput {
  readonly counts = { passed: 0, failed: 0, skipped: 0 }
  readonly #events: TapEvents
  /** tap nests subtests by four blanks. */
  readonly #open: OpenSubtest[] = []
  #failure: { path: string[], name: string, indent: string, lines: string[] } | undefined

  constructor (events: TapEvents) {
    this.#events = events
  }

  line (line: string): void {
    if (this.#failure !== undefined && this.#isReason(line)) return
    const [, indent, verdict, rest = ''] = /^(\s*)(ok|not ok) \d+(?: - (.*))?$/.exec(line) ?? []
    if (indent !== undefined) this.#assertion(indent, verdict === 'ok', rest)
    const [, depth, name] = /^(\s*)# Subtest: (.*)$/.exec(line) ?? []
    if (depth !== undefined && name !== undefined) {
      this.#open[depth.length / 4] = { name, failedBefore: this.counts.failed }
    }
  }

  /** `isOk` is false when the process says that something failed: a failure, even if no line was one. */
  end (isOk = true): void {
    if (!isOk && this.counts.failed === 0) this.line('not ok 1 - the process of the tests ended badly')
    this.#tellFailure()
  }

  #assertion (indent: string, isOk: boolean, rest: string): void {
    const depth = indent.length / 4
    const [, name = '', directive = ''] = /^(.*?)(?: # (SKIP|TODO|time=).*)?$/i.exec(rest) ?? []
    const parent = this.#open[depth]
    const isParent = parent !== undefined && rest.startsWith(parent.name)
    if (isParent) this.#open.length = depth
    if (depth === 0 && isParent) {
      this.#events.file(name, isOk, Number(/ # time=([\d.]+)ms/.exec(rest)?.[1] ?? 0))
    }
    const path = this.#open.slice(0, depth).map(({ name }) => name)
    if (/^skip/i.test(directive)) {
      this.counts.skipped++
      this.#events.skip(path, rest)
    } else if (isOk || /^todo/i.test(directive)) {
      if (!isParent) this.counts.passed++
    } else if (!isParent || this.counts.failed === parent.failedBefore) {
      // A file or subtest in which no assertion failed, but which ended badly.
      this.counts.failed++
      this.#failure = { path, name, indent, lines: [] }
    }
  }

  /** The block after a failed line, from --- to ..., belongs to it. */
  #isReason (line: string): boolean {
    const failure = this.#failure
    if (failure === undefined) return false
    const isBlock = failure.lines.length > 0 || line.trimEnd() === `${failure.indent}  ---`
    if (isBlock) failure.lines.push(line)
    if (!isBlock || line.trimEnd() === `${failure.indent}  ...`) this.#tellFailure()
    return isBlock
  }

  #tellFailure (): void {
    const failure = this.#failure
    this.#failure = undefined
    if (failure !== undefined) {
      this.#events.failure(failure.path, failure.name, failure.lines.slice(1, -1))
    }
  }
}

/** What of Stryker's report (mutation-testing-report-schema) is read here. */
export interface MutationReport {
  files: Record<string, { source: string, mutants: Mutant[] }>
}

interface Mutant {
  mutatorName: string
  replacement?: string
  status: string
  location: { start: { line: number, column: number }, end: { line: number, column: number } }
}

export interface Summary {
  /** Share of the mutants that a test noticed, in percent; undefined where there was nothing to break. */
  score: number | undefined
  text: string
}

const noticed = new Set(['Killed', 'Timeout'])
const unnoticed = new Set(['Survived', 'NoCoverage'])

/** The score of each file and of all, and each mutant that no test noticed with its place. */
export function summarise (report: MutationReport): Summary {
  const files = Object.entries(report.files).sort(([a], [b]) => a < b ? -1 : 1)
  const survivors = files.flatMap(([path, { source, mutants }]) =>
    mutants.filter(({ status }) => unnoticed.has(status)).map(mutant => survivorText(path, source, mutant))
  )
  const rows = files.map(([path, { mutants }]) => row(path, mutants))
  const all = files.flatMap(([, { mutants }]) => mutants)
  return {
    score: score(all),
    text: [...survivors, '', 'score   noticed  missed  untested  failed to run', ...rows, row('all', all), '']
      .join('\n')
  }
}

function count (mutants: readonly Mutant[], statuses: ReadonlySet<string>): number {
  return mutants.filter(({ status }) => statuses.has(status)).length
}

function score (mutants: readonly Mutant[]): number | undefined {
  const killed = count(mutants, noticed)
  const judged = killed + count(mutants, unnoticed)
  return judged === 0 ? undefined : killed / judged * 100
}

function row (name: string, mutants: readonly Mutant[]): string {
  const percent = score(mutants)
  return [
    (percent === undefined ? '–' : `${percent.toFixed(1)} %`).padStart(7),
    String(count(mutants, noticed)).padStart(8),
    String(count(mutants, new Set(['Survived']))).padStart(7),
    String(count(mutants, new Set(['NoCoverage']))).padStart(9),
    String(count(mutants, new Set(['RuntimeError', 'CompileError']))).padStart(7),
    `        ${name}`
  ]
    .join(' ')
}

function survivorText (path: string, source: string, mutant: Mutant): string {
  const { start, end } = mutant.location
  const lines = source.split('\n').slice(start.line - 1, end.line)
  const before = start.line === end.line
    ? (lines[0] ?? '').slice(start.column - 1, end.column - 1)
    : `${(lines[0] ?? '').slice(start.column - 1)} …`
  const what = mutant.status === 'NoCoverage' ? 'no test comes here' : 'no test notices'
  const after = (mutant.replacement ?? '').replace(/\s+/g, ' ')
  return `${path}:${start.line}:${start.column} ${mutant.mutatorName}, ${what}\n  - ${before.trim()}\n  + ${after}`
}

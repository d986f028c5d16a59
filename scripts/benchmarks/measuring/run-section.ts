import { pageFacts } from '../checking/page-facts.js'
import { spriteFactsOfAll } from '../checking/sprite-facts.js'
import { measureRun } from './measured-run.js'
import type { Entry, EntryResult, Section, SectionResult } from './section.js'
import { errorText } from '../../../agent/error-text.js'

/** Runs the rows in turn, A B C A B C …, so that what else the machine does falls on all of them alike. */
export async function runSection (
  section: Section,
  rounds: number,
  report: (line: string) => void
): Promise<SectionResult> {
  const pairs = section.entries.map(entry => ({ entry, result: started(entry) }))
  for (const { entry, result } of pairs) {
    if (result.failure === undefined) {
      await guard(result, async () => {
        await entry.setUp?.()
      })
    }
  }
  for (let round = 0; round < rounds; round++) {
    for (const { entry, result } of pairs) {
      if (result.failure !== undefined || round >= (entry.mostRounds ?? rounds)) continue
      report(`${section.id}: round ${round + 1} of ${rounds}, ${entry.name}`)
      await guard(result, async () => {
        await runOnce(entry, result, round)
      })
    }
  }
  for (const { entry, result } of pairs) {
    if (result.failure !== undefined || entry.output === undefined || section.sprites === undefined) continue
    const [output, sprites] = [entry.output, section.sprites]
    await guard(result, async () => {
      result.pages = await pageFacts(output, await spriteFactsOfAll(sprites))
    })
  }
  return { id: section.id, title: section.title, entries: pairs.map(({ result }) => result) }
}

function started ({ name, unavailable }: Entry): EntryResult {
  return { name, samples: [], ...unavailable !== undefined && { failure: `not here: ${unavailable}` } }
}

async function runOnce (entry: Entry, result: EntryResult, round: number): Promise<void> {
  await entry.before?.(round)
  const { status, stdout, stderr, durationMs, peakMemoryBytes, processorMs } = await measureRun(
    entry.program,
    entry.timeoutMs === undefined ? {} : { timeoutMs: entry.timeoutMs }
  )
  if (status !== 0) {
    throw new Error(`exit ${status ?? 'by signal'}: ${lastWords(stderr) || lastWords(stdout)}`)
  }
  result.samples.push({ durationMs, peakMemoryBytes, processorMs })
  const note = await entry.after?.(round, stdout)
  if (note !== undefined) result.note = note
}

/** A row that fails says so in its place; the others go on. */
async function guard (result: EntryResult, act: () => Promise<void>): Promise<void> {
  try {
    await act()
  } catch (error) {
    result.failure = String(errorText(error))
  }
}

function lastWords (text: string): string {
  return text.trim().split('\n').slice(-2).join(' ').slice(-300)
}

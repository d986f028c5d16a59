import { measureSections } from './assets.js'
import type { BenchmarkArguments } from './bench-arguments.js'
import { cacheGoals } from './cache.js'
import { goalTable, isReached } from './report/goal.js'
import { writeResult } from './report/result-file.js'
import { assetGoals } from './rows/goals.js'
import { scaleGoals } from './scale.js'

/** Ours, the fastest peer, and what nobody can do without. */
const rows = ['packline fast', 'packline, ', 'skyline', 'stat walk', 'decode and encode']
const sections = ['cold-', 'unchanged-', 'changed-', 'growth']
const rounds = 3

/** From the change of one sprite to a farm's checkout, in ten minutes on two quiet cores. */
export async function run (options: BenchmarkArguments): Promise<number> {
  const results = await measureSections({
    ...options,
    row: rows,
    only: options.only.length > 0 ? options.only : sections
  })
  const goals = assetGoals(results).filter(({ measured }) => measured !== undefined)
  let status = 0
  if (options.only.length === 0) {
    const parts = [() => cacheGoals({ rounds: options.rounds ?? rounds, quick: false }), () => scaleGoals(1)]
    for (const measure of parts) {
      try {
        goals.push(...await measure())
      } catch (error) {
        // What was measured in eight minutes is not lost for what comes last.
        process.stderr.write(`not measured: ${error instanceof Error ? error.message : String(error)}\n`)
        status = 1
      }
    }
  }
  process.stdout.write(`${goalTable(goals)}\n`)
  const path = writeResult('goals', {
    sections: results,
    goals: goals.map(goal => ({ ...goal, reached: isReached(goal) }))
  })
  process.stdout.write(`${path}\n`)
  return status
}

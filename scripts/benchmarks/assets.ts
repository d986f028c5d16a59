import type { BenchmarkArguments } from './bench-arguments.js'
import { runSection } from './measuring/run-section.js'
import type { Section, SectionResult } from './measuring/section.js'
import { goalTable, isReached } from './report/goal.js'
import { writeResult } from './report/result-file.js'
import { sectionTable } from './report/section-table.js'
import { changedSection } from './rows/changed.js'
import { coldSection } from './rows/cold.js'
import { foldersSection } from './rows/folders.js'
import { assetGoals } from './rows/goals.js'
import { growthCounts, growthSection } from './rows/growth.js'
import { unchangedFiles, unchangedSprites } from './rows/unchanged.js'
import { Unavailable, type DataSet } from './sets/data-set.js'
import { seededSprites } from './sets/seeded-sprites.js'
import { smallFiles } from './sets/small-files.js'
import { wesnothUnits } from './sets/wesnoth-units.js'

interface Plan {
  id: string
  rounds: number
  isQuick: boolean
  make: (wanted: (name: string) => boolean) => Promise<Section>
}

/** Asset builds beside other packers and the bare bounds, one table a section, the goals at the end. */
export async function run (options: BenchmarkArguments): Promise<number> {
  const results = await measureSections(options)
  // A part of the benchmark answers a part of the goals; the whole shows each of them, measured or not.
  const isWhole = !options.quick && options.only.length === 0 && options.row.length === 0
  const goals = assetGoals(results).filter(({ measured }) => isWhole || measured !== undefined)
  if (goals.length > 0) process.stdout.write(`${goalTable(goals)}\n`)
  const path = writeResult('assets', {
    arguments: options,
    sections: results,
    goals: goals.map(goal => ({ ...goal, reached: isReached(goal) }))
  })
  process.stdout.write(`${path}\n`)
  return 0
}

/** Measures the sections and rows that are asked for, and prints the table of each. */
export async function measureSections (options: BenchmarkArguments): Promise<SectionResult[]> {
  const results: SectionResult[] = []
  for (const plan of plans(options)) {
    const isWanted = options.only.length === 0
      ? plan.isQuick || !options.quick
      : options.only.some(text => plan.id.startsWith(text))
    if (!isWanted) continue
    const wanted = (name: string): boolean =>
      options.row.length === 0 || options.row.some(text => name.includes(text))
    const section = await makeSection(plan, wanted)
    const entries = section.entries.filter(({ name }) => wanted(name))
    if (entries.length === 0) continue
    const result = await runSection(
      { ...section, entries },
      options.rounds ?? (options.quick ? 1 : plan.rounds),
      progress
    )
    results.push(result)
    process.stdout.write(`${sectionTable(result)}\n`)
  }
  return results
}

function plans ({ slow }: BenchmarkArguments): Plan[] {
  const thousand = async (): Promise<DataSet> => await seededSprites({ count: 1000, least: 16, most: 256 })
  return [
    {
      id: 'cold-1000',
      rounds: 5,
      isQuick: true,
      make: async wanted =>
        await coldSection({ id: 'cold-1000', set: await thousand(), size: 'small', slow, wanted })
    },
    {
      id: 'cold-wesnoth',
      rounds: 3,
      isQuick: false,
      make: async wanted =>
        await coldSection({ id: 'cold-wesnoth', set: await wesnothUnits(), size: 'large', slow, wanted })
    },
    {
      id: 'folders-wesnoth',
      rounds: 3,
      isQuick: false,
      make: async () => await foldersSection('folders-wesnoth', await wesnothUnits())
    },
    {
      id: 'unchanged-1000',
      rounds: 15,
      isQuick: true,
      make: async () => await unchangedSprites('unchanged-1000', await thousand())
    },
    {
      id: 'unchanged-100000',
      rounds: 7,
      isQuick: false,
      make: async () => await unchangedFiles('unchanged-100000', await smallFiles(100_000))
    },
    {
      id: 'changed-1000',
      rounds: 5,
      isQuick: true,
      make: async () =>
        await changedSection({ id: 'changed-1000', set: await thousand(), withAssetPack: true })
    },
    {
      id: 'changed-wesnoth',
      rounds: 5,
      isQuick: false,
      make: async () =>
        await changedSection({ id: 'changed-wesnoth', set: await wesnothUnits(), withAssetPack: false })
    },
    { id: 'growth', rounds: 3, isQuick: false, make: async () => await growthSection(growthCounts) }
  ]
}

/** A set that cannot be had is a section of one row that says why. */
async function makeSection ({ id, make }: Plan, wanted: (name: string) => boolean): Promise<Section> {
  progress(`${id}: preparing`)
  try {
    return await make(wanted)
  } catch (error) {
    if (!(error instanceof Unavailable)) throw error
    return {
      id,
      title: id,
      entries: [{ name: 'the set', unavailable: error.message, program: { file: 'false', args: [] } }]
    }
  }
}

function progress (line: string): void {
  process.stderr.write(`${line}\n`)
}

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { runProgram, type Program } from '../measuring/run-program.js'
import { seededRandom, type SeededRandom } from '../sets/seeded-random.js'
import { editProject, makeCrashProject, outputFolder, ruleFolders } from './crash-project.js'
import { killBuild } from './killed-build.js'
import { missingTree, readTree, sampleTree, treeDifferences, treeDigest, type Tree } from './tree-digest.js'
import { WarmWorker } from '../measuring/warm-worker.js'
import { errorText } from '../../../agent/error-text.js'

export interface CrashCounts {
  runs: number
  kills: number
  /** Builds that ended before their kill. */
  finished: number
  /** Looks at a rule's tree that found it whole. */
  looks: number
  /** After a kill: rules that still showed what was there before, or already showed a later state. */
  keptOld: number
  showedNew: number
}

export interface CrashFailure {
  seed: number
  run: number
  what: string
}
export interface ChainResult {
  counts: CrashCounts
  failures: CrashFailure[]
}

interface ChainOptions {
  /** Program and first arguments. */
  launcher: string[]
  /** Emptied first. */
  folder: string
  seed: number
  runs: number
  /** Builds are left to a warm worker, which is killed as well as they are. */
  isWarm?: boolean
  report?: (line: string) => void
}

/** Packline did not write this file, so no run may touch it. */
const foreign = { rule: 'units', path: 'kept-by-hand.txt', text: "not packline's" }

/**
 * One project lives through `runs` rounds of edits, builds that are killed, and a build that is not.
 * Everything but the moment at which the machine gets to a kill follows from the seed.
 */
export async function runCrashChain (
  { launcher, folder, seed, runs, isWarm = false, report = () => {} }: ChainOptions
): Promise<ChainResult> {
  const random = seededRandom(seed)
  const project = join(folder, 'project')
  const output = join(project, outputFolder)
  const home = join(folder, 'home')
  const worker = new WarmWorker(project, home)
  const counts: CrashCounts = { runs: 0, kills: 0, finished: 0, looks: 0, keptOld: 0, showedNew: 0 }
  const failures: CrashFailure[] = []
  const fail = (run: number, what: string): void => {
    failures.push({ seed, run, what })
    report(`seed ${seed}, run ${run}: ${what}`)
  }

  rmSync(folder, { recursive: true, force: true })
  mkdirSync(project, { recursive: true })
  makeCrashProject(project, random)
  let durationMs = await build(launcher, project, home)
  writeFileSync(join(output, foreign.rule, foreign.path), foreign.text)
  let allowed = [ruleDigests(await buildFromScratch(launcher, project, folder))]

  for (let run = 0; run < runs; run++) {
    counts.runs++
    if (random.real() < 0.1) rmSync(home, { recursive: true, force: true })
    let expected: Tree = new Map()
    for (let kill = random.integer(1, 2); kill > 0; kill--) {
      editProject(project, random)
      expected = await buildFromScratch(launcher, project, folder)
      allowed.push(ruleDigests(expected))
      await killOnce(run, killShare(random) * durationMs)
    }
    const started = performance.now()
    try {
      await build(launcher, project, home)
    } catch (error) {
      fail(run, `the clean build: ${errorText(error)}`)
    }
    durationMs = 0.7 * durationMs + 0.3 * (performance.now() - started)
    checkClean(run, expected)
    allowed = [ruleDigests(expected)]
  }
  worker.kill()
  return { counts, failures }

  async function killOnce (run: number, delayMs: number): Promise<void> {
    const broken = new Set<string>()
    const lookAt = (rule: string, when: string): string | undefined => {
      const digest = sampleTree(join(output, rule), foreign.path)
      if (digest === undefined || broken.has(rule)) return digest
      counts.looks++
      if (!allowed.some(state => state.get(rule) === digest)) {
        broken.add(rule)
        fail(
          run,
          `${when}, ${rule} ${
            digest === missingTree
              ? 'was missing'
              : 'showed neither what was there before nor what comes after'
          }`
        )
      }
      return digest
    }
    if (isWarm) await worker.start()
    const victims = isWarm ? random.pick(['build', 'worker', 'both'] as const) : 'build'
    const { wasKilled } = await killBuild(buildProgram(launcher, project, home), delayMs, () => {
      for (const rule of ruleFolders) lookAt(rule, 'during a build')
    }, killGroup => {
      if (victims !== 'build') worker.kill()
      if (victims !== 'worker') killGroup()
    })
    counts[wasKilled ? 'kills' : 'finished']++
    for (const rule of ruleFolders) {
      const digest = lookAt(rule, `after a kill at ${delayMs.toFixed(0)} ms`)
      counts[digest === allowed[0]?.get(rule) ? 'keptOld' : 'showedNew']++
    }
    checkForeign(run)
  }

  function checkClean (run: number, expected: Tree): void {
    const found = readTree(output)
    found.delete(`${foreign.rule}/${foreign.path}`)
    const differences = treeDifferences(found, expected)
    if (differences.length > 0) fail(run, `after the clean build: ${differences.slice(0, 5).join('; ')}`)
    const litter = readdirSync(project).filter(name => !readdirSync(join(folder, 'scratch')).includes(name))
    if (litter.length > 0) fail(run, `after the clean build the project holds ${litter.join(', ')}`)
    checkForeign(run)
  }

  function checkForeign (run: number): void {
    try {
      if (readFileSync(join(output, foreign.rule, foreign.path), 'utf8') === foreign.text) return
      fail(run, 'a file that packline did not write was changed')
    } catch {
      fail(run, 'a file that packline did not write is gone')
      writeFileSync(join(output, foreign.rule, foreign.path), foreign.text)
    }
  }
}

/**
 * Every moment has its turn; half of the kills fall into the later half, where outputs are stored and
 * published.
 */
function killShare (random: SeededRandom): number {
  return random.real() < 0.5 ? random.real() * 1.1 : 0.5 + random.real() * 0.6
}

function buildProgram (launcher: string[], project: string, home: string): Program {
  const [file = '', ...first] = launcher
  return {
    file,
    args: [...first, 'assets', 'build', '--project', project],
    environment: { PACKLINE_HOME: home }
  }
}

async function build (launcher: string[], project: string, home: string): Promise<number> {
  const started = performance.now()
  const { status, stderr } = await runProgram(buildProgram(launcher, project, home))
  if (status !== 0) {
    throw new Error(`exit ${status ?? 'by signal'}: ${stderr.trim().split('\n').slice(-2).join(' ')}`)
  }
  return performance.now() - started
}

/** The same inputs in another folder, with a cache that knows nothing. */
async function buildFromScratch (launcher: string[], project: string, folder: string): Promise<Tree> {
  const [scratch, home] = [join(folder, 'scratch'), join(folder, 'scratch-home')]
  for (const path of [scratch, home]) rmSync(path, { recursive: true, force: true })
  for (const input of ['art', 'sound', 'packline.json']) {
    cpSync(join(project, input), join(scratch, input), { recursive: true })
  }
  await build(launcher, scratch, home)
  return readTree(join(scratch, outputFolder))
}

function ruleDigests (tree: Tree): Map<string, string> {
  return new Map(ruleFolders.map(rule => {
    const own = [...tree].filter(([path]) => path.startsWith(`${rule}/`)).map((
      [path, digest]
    ): [string, string] => [path.slice(rule.length + 1), digest])
    return [rule, treeDigest(new Map(own))]
  }))
}

export function addCounts (a: CrashCounts, b: CrashCounts): CrashCounts {
  return {
    runs: a.runs + b.runs,
    kills: a.kills + b.kills,
    finished: a.finished + b.finished,
    looks: a.looks + b.looks,
    keptOld: a.keptOld + b.keptOld,
    showedNew: a.showedNew + b.showedNew
  }
}

// Builds into outputs that are no plain folders, for tests: run in a mount namespace of its own, prints what
// each build told as JSON. Mounts go with the namespace.
import { spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { toPacklineError } from '../../errors.js'
import { testProject } from './project.js'
import type { TestProject } from './project.js'

export interface MountedBuild {
  isAtomic?: boolean
  written?: string[]
  removed?: string[]
  error?: string
  /** Of an error: below the project or the home. */
  folder?: string
  /** What lies in the output afterwards, without packline's own folder. */
  files: string[]
}

const rules = ['ui', 'units'].map(name => ({
  name,
  processor: 'copy',
  include: [`art/${name}/**`],
  output: name
}))

function project (): TestProject {
  const game = testProject()
  game.rules(...rules)
  game.write({ 'art/ui/a': 'A', 'art/ui/b': 'B', 'art/units/c': 'C', 'art/units/d': 'D' })
  return game
}

function change (game: TestProject): void {
  game.write({
    'art/ui/a': 'A2',
    'art/ui/b': null,
    'art/ui/new/e': 'E',
    'art/units/c': 'C2',
    'art/units/d': 'D2'
  })
}

async function build (game: TestProject): Promise<MountedBuild> {
  const files = () => Object.keys(game.outputs()).filter(path => !path.includes('.packline/'))
  try {
    const { isAtomic, written, removed } = await game.build()
    return { isAtomic, written, removed, files: files() }
  } catch (error) {
    const { code, details } = toPacklineError(error)
    return { error: code, folder: relative(dirname(game.folder), String(details.folder)), files: files() }
  }
}

function mount (...args: string[]): boolean {
  return spawnSync('mount', args, { stdio: 'ignore' }).status === 0
}

/** First run, one in which something changed, one with nothing to do. */
async function threeBuilds (game: TestProject): Promise<MountedBuild[]> {
  const first = await build(game)
  change(game)
  return [first, await build(game), await build(game)]
}

const scenarios: Record<string, () => Promise<MountedBuild[] | undefined>> = {
  bind: async () => {
    const game = project()
    const [host, output] = [join(game.folder, 'host'), join(game.folder, 'out')]
    for (const folder of [host, output]) mkdirSync(folder)
    return mount('--bind', host, output) ? await threeBuilds(game) : undefined
  },
  volume: async () => {
    const game = project()
    mkdirSync(join(game.folder, 'out'))
    return mount('-t', 'tmpfs', 'none', join(game.folder, 'out')) ? await threeBuilds(game) : undefined
  },
  'volume inside the output': async () => {
    const game = project()
    mkdirSync(join(game.folder, 'out/units'), { recursive: true })
    return mount('-t', 'tmpfs', 'none', join(game.folder, 'out/units')) ? await threeBuilds(game) : undefined
  },
  'link to a volume': async () => {
    const game = project()
    mkdirSync(join(game.folder, 'volume'))
    symlinkSync('volume', join(game.folder, 'out'))
    return mount('-t', 'tmpfs', 'none', join(game.folder, 'volume')) ? await threeBuilds(game) : undefined
  },
  overlay: async () => {
    const game = project()
    const first = await build(game)
    const layers = ['upper', 'work'].map(name => join(game.home, name))
    for (const layer of layers) mkdirSync(layer, { recursive: true })
    const options = `userxattr,lowerdir=${game.folder},upperdir=${layers[0]},workdir=${layers[1]}`
    if (!mount('-t', 'overlay', '-o', options, 'none', game.folder)) return undefined
    change(game)
    return [first, await build(game), await build(game)]
  },
  'full disk of the output': async () => {
    const game = project()
    const output = join(game.folder, 'out')
    mkdirSync(output)
    if (!mount('-t', 'tmpfs', '-o', 'size=64k', 'none', output)) return undefined
    const first = await build(game)
    game.write({ 'art/ui/large': Buffer.alloc(80_000) })
    return [first, await build(game)]
  },
  'full disk of the cache': async () => {
    const game = project()
    game.rules({ name: 'csd', processor: 'atlas', include: ['pictures/'], output: 'p' })
    const { noisePng } = await import('./pictures.js')
    game.write({ 'pictures/a.png': noisePng(90, 90, 1) })
    mkdirSync(game.home)
    return mount('-t', 'tmpfs', '-o', 'size=16k', 'none', game.home) ? [await build(game)] : undefined
  },
  'read-only project': async () => {
    const game = project()
    return mount('--bind', game.folder, game.folder) && mount('-o', 'remount,bind,ro', game.folder)
      ? [await build(game)]
      : undefined
  }
}

const results: Record<string, MountedBuild[] | undefined> = {}
for (const [name, run] of Object.entries(scenarios)) results[name] = await run()
process.stdout.write(JSON.stringify(results))

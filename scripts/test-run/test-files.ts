import { readFileSync, readdirSync } from 'node:fs'
import { isAbsolute, join, relative, sep } from 'node:path'
import picomatch from 'picomatch'

/** Small enough that the last group does not keep one core waiting for the other. */
const groupSize = 10

export interface TestPlan {
  /** Relative to the project, forward slashes. Those of one group run in one process. */
  groups: string[][]
  nodeArguments: string[]
  timeoutMs: number
  jobs: number
}

interface TapConfiguration {
  'include'?: string[]
  'node-arg'?: string[]
  'timeout'?: number
  'jobs'?: number
}

/**
 * What package.json says under `tap`, for all test files or for those that the arguments name: files, folders or
 * patterns. Folders come in the order in which `include` names them. Throws when an argument names no test.
 */
export function planTests (root: string, names: readonly string[]): TestPlan {
  const { tap = {} } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    tap?: TapConfiguration
  }
  const patterns = tap.include ?? ['**/*.test.{js,mjs,ts}']
  const all = patterns.flatMap(pattern => {
    const isWanted = picomatch(pattern)
    return filesBelow(root, picomatch.scan(pattern).base).filter(file => isWanted(file))
  })
  const chosen = names.length === 0 ? all : names.flatMap(name => {
    const path = (isAbsolute(name) ? relative(root, name) : name).replaceAll(sep, '/').replace(/\/$/, '')
    const isNamed = picomatch(path)
    const found = all.filter(file => file === path || file.startsWith(`${path}/`) || isNamed(file))
    if (found.length === 0) throw new Error(`no test file is ${name}`)
    return found
  })
  return {
    groups: groupsOf(root, [...new Set(chosen)]),
    nodeArguments: tap['node-arg'] ?? [],
    timeoutMs: (tap.timeout ?? 30) * 1000,
    jobs: tap.jobs ?? 2
  }
}

/** What a test file says in its first line, `// Takes 20 s.`, from five seconds on; 0 for all others. */
function secondsOf (path: string): number {
  return Number(/^\/\/ Takes (\d+) s\b/.exec(readFileSync(path, 'utf8'))?.[1] ?? 0)
}

/** The long ones first, each alone: at the end no core waits for the other. */
function groupsOf (root: string, files: readonly string[]): string[][] {
  const seconds = new Map(files.map(file => [file, secondsOf(join(root, file))]))
  const isLong = (file: string): boolean => (seconds.get(file) ?? 0) > 0
  const long = files.filter(isLong).sort((a, b) => (seconds.get(b) ?? 0) - (seconds.get(a) ?? 0))
  const groups = long.map(file => [file])
  const small = files.filter(file => !isLong(file))
  for (let from = 0; from < small.length; from += groupSize) groups.push(small.slice(from, from + groupSize))
  return groups
}

function filesBelow (root: string, base: string): string[] {
  return readdirSync(join(root, base), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .filter(file => !/(^|\/)(node_modules|\.tap)\//.test(file))
    .sort()
}

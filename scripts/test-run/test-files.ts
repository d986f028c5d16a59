import { readFileSync, readdirSync } from 'node:fs'
import { isAbsolute, join, relative, sep } from 'node:path'
import picomatch from 'picomatch'

/** Small enough that the last group does not keep one core waiting for the other. */
const groupSize = 10

export interface TestPlan {
  /** Relative to the project, forward slashes. Those of one group run in one process. */
  groups: string[][]
  /** Files whose promises are about seconds: a busy machine breaks them. */
  realTime: Set<string>
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
    ...groupsOf(root, [...new Set(chosen)]),
    nodeArguments: tap['node-arg'] ?? [],
    timeoutMs: (tap.timeout ?? 30) * 1000,
    jobs: tap.jobs ?? 2
  }
}

/** What a test file says in its first line from five seconds on: `// Takes 20 s.` or `// Takes 20 s in real time.` */
function durationOf (path: string): { seconds: number, isRealTime: boolean } {
  const [, seconds = '0', realTime] =
    /^\/\/ Takes (\d+) s( in real time)?\./.exec(readFileSync(path, 'utf8')) ?? []
  return { seconds: Number(seconds), isRealTime: realTime !== undefined }
}

/**
 * The long ones first, each alone: at the end no core waits for the other. Those in real time, which mostly
 * wait, take turns with others.
 */
function groupsOf (root: string, files: readonly string[]): Pick<TestPlan, 'groups' | 'realTime'> {
  const all = files.map(file => ({ file, ...durationOf(join(root, file)) })).sort((a, b) =>
    b.seconds - a.seconds
  )
  const long = all.filter(({ seconds, isRealTime }) => seconds > 0 && !isRealTime)
  const realTime = all.filter(({ isRealTime }) => isRealTime)
  const alone = long.flatMap((each, index) => [...realTime.slice(index, index + 1), each])
  const groups = [...alone, ...realTime.slice(long.length)].map(({ file }) => [file])
  const small = all.filter(({ seconds }) => seconds === 0).map(({ file }) => file)
  for (let from = 0; from < small.length; from += groupSize) groups.push(small.slice(from, from + groupSize))
  return { groups, realTime: new Set(realTime.map(({ file }) => file)) }
}

function filesBelow (root: string, base: string): string[] {
  return readdirSync(join(root, base), { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => relative(root, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .filter(file => !/(^|\/)(node_modules|\.tap)\//.test(file))
    .sort()
}

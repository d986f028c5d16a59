import { spawnSync } from 'node:child_process'
import { plainEnvironment } from './repositories.js'
import type { TestRepository } from './repositories.js'

/** A commit as the generator knows it: nothing here was read from git. */
interface KnownCommit {
  id: string
  message: string
  parents: KnownCommit[]
  /** Path to mode and content. */
  tree: ReadonlyMap<string, string>
}

export interface ReadCommit {
  id: string
  message: string
  paths: string[]
}

const names = [
  'a',
  'b.png',
  '图 标',
  'x\ty',
  'new\nline',
  '"q"',
  '-f',
  ':100644 100644 1234567 1234567 M',
  '0'.repeat(40),
  'ä'
]
const modes = ['100644', '100644', '100755', '120000', '160000']

/** Numbers that are the same for the same seed. */
export function randomNumbers (seed: number): (below: number) => number {
  let state = seed >>> 0
  return below => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor(state / 2 ** 32 * below)
  }
}

/**
 * A history of merges of up to four parents, roots, empty commits, files that become folders, modes, links and
 * submodules, and what git should say of it, found by comparing whole trees.
 */
export class RandomHistory {
  readonly commits: KnownCommit[] = []
  readonly #random: (below: number) => number

  constructor (random: (below: number) => number) {
    this.#random = random
  }

  /** Makes the commits in the repository and gives each a branch `cN`. */
  make (repository: TestRepository, count: number): void {
    const stream = Array.from({ length: count }, (_, index) => this.#next(index)).join('')
    const { status, stderr } = spawnSync('git', ['fast-import', '--quiet', '--export-marks=marks'], {
      cwd: repository.folder,
      env: plainEnvironment,
      input: stream,
      encoding: 'utf8'
    })
    if (status !== 0) throw new Error(stderr)
    const listed = repository.git('for-each-ref', '--format=%(refname:lstrip=2) %(objectname)')
    for (const line of listed.split('\n')) {
      const [branch = '', id = ''] = line.split(' ')
      const commit = this.commits[Number(branch.slice(1))]
      if (commit !== undefined) commit.id = id
    }
  }

  /** The commits of `head` that none of `since` has. */
  read (since: readonly KnownCommit[], head: KnownCommit, isMainLine: boolean): ReadCommit[] {
    const known = new Set(since.flatMap(each => [...pastOf(each)]))
    const line = isMainLine ? firstParents(head) : [...pastOf(head)]
    return line.filter(each => !known.has(each)).map(each => {
      const trees = each.parents.map(({ tree }) => tree)
      return {
        id: each.id,
        message: each.message.trim(),
        paths: changed(each.tree, isMainLine ? trees.slice(0, 1) : trees)
      }
    })
  }

  #next (index: number): string {
    const random = this.#random
    const isRoot = index === 0 || random(25) === 0
    const isMerge = !isRoot && random(3) === 0
    const parents = isRoot
      ? []
      : [...new Set(Array.from({ length: isMerge ? 2 + random(3) : 1 }, () => this.#recent()))]
    const tree = new Map(isRoot ? [] : parents[0]!.tree)
    // As a merge does that takes files from all sides; what is changed after that is a conflict's end.
    for (const { tree: other } of parents.slice(1)) {
      for (const [path, entry] of other) {
        if (random(2) === 0) put(tree, path, entry)
      }
    }
    const changes = random(8) === 0 ? 0 : 1 + random(4)
    for (let change = 0; change < changes; change++) {
      const [path] = [...tree.keys()].slice(random(tree.size))
      if (random(4) === 0 && path !== undefined) tree.delete(path)
      else {
        const mode = modes[random(modes.length)]!
        put(tree, this.#path(), `${mode} ${mode === '160000' ? `${random(9) + 1}`.repeat(40) : random(20)}`)
      }
    }
    const message = ['', `m${index}\n\n图`, `m${index}`, `\n${'f'.repeat(40)}\n`][random(4)]!
    this.commits.push({ id: '', message, parents, tree })
    return this.#commitOf(index)
  }

  #commitOf (index: number): string {
    const { message, parents, tree } = this.commits[index]!
    return [
      `commit refs/heads/c${index}\nmark :${index + 1}\n`,
      // With clocks that run backwards git itself takes in a few commits too many.
      `committer Ann <ann@example> ${1_700_000_000 + index} +0000\n`,
      `data ${Buffer.byteLength(message)}\n${message}\n`,
      ...parents.map((each, place) =>
        `${place === 0 ? 'from' : 'merge'} :${this.commits.indexOf(each) + 1}\n`
      ),
      'deleteall\n',
      ...[...tree].map(([path, entry]) => {
        const [mode = '', content = ''] = entry.split(' ')
        const quoted = `"${path.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`
        return mode === '160000'
          ? `M ${mode} ${content} ${quoted}\n`
          : `M ${mode} inline ${quoted}\ndata ${content.length}\n${content}\n`
      }),
      '\n'
    ]
      .join('')
  }

  #recent (): KnownCommit {
    const { commits } = this
    return commits[Math.max(0, commits.length - 1 - this.#random(8))]!
  }

  #path (): string {
    return Array.from({ length: 1 + this.#random(3) }, () => names[this.#random(names.length)]).join('/')
  }
}

/** A file takes the place of a folder, and a folder that of a file. */
function put (tree: Map<string, string>, path: string, entry: string): void {
  for (const other of [...tree.keys()]) {
    if (other.startsWith(`${path}/`) || path.startsWith(`${other}/`)) tree.delete(other)
  }
  tree.set(path, entry)
}

function pastOf (commit: KnownCommit, found = new Set<KnownCommit>()): Set<KnownCommit> {
  if (!found.has(commit)) {
    found.add(commit)
    for (const parent of commit.parents) pastOf(parent, found)
  }
  return found
}

function firstParents (commit: KnownCommit): KnownCommit[] {
  const line = [commit]
  for (let next = commit.parents[0]; next !== undefined; next = next.parents[0]) line.push(next)
  return line
}

/** The paths that are otherwise in every one of `before`; in all of a first commit. */
function changed (tree: ReadonlyMap<string, string>, before: Array<ReadonlyMap<string, string>>): string[] {
  const all = before.length === 0 ? [new Map<string, string>()] : before
  const paths = new Set([tree, ...all].flatMap(each => [...each.keys()]))
  return [...paths]
    .filter(path => all.every(each => each.get(path) !== tree.get(path)))
    .flatMap(path => {
      const modes = [tree, ...all].map(each => each.get(path)?.slice(0, 6))
      const isFile = modes.some(mode => mode !== undefined && mode !== '160000')
      return [...isFile ? [path] : [], ...modes.includes('160000') ? [`${path}/`] : []]
    })
    .sort()
}

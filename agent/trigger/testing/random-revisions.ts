import { execFileSync } from 'node:child_process'
import { plainEnvironment } from './repositories.js'

/** A revision as the generator knows it: what its commands did to the tree, and not what svn says. */
export interface KnownRevision {
  message: string
  /** Files that came, went or have other content now. */
  changed: string[]
  /** Folders, and files that were written as they were: svn may name them, and need not. */
  touched: Set<string>
}

const names = ['a', 'b.png', '图 标', "it's+x", '50%25', 'a&b=c;d', '#1', '@2', '~']

/**
 * Commits to the folder at `url`, each of some files and folders that are put, copied, moved and removed, with
 * names that an address has to escape.
 */
export class RandomRevisions {
  readonly revisions: KnownRevision[] = []
  readonly #random: (below: number) => number
  readonly #url: string
  #tree = new Map<string, string>()

  constructor (random: (below: number) => number, url: string) {
    this.#random = random
    this.#url = url
  }

  make (count: number): void {
    for (let index = 0; index < count; index++) this.#commit(`r${index} <图>`)
  }

  #commit (message: string): void {
    const before = this.#tree
    const tree = this.#tree = new Map(before)
    const touched = new Set<string>()
    const args = this.#change(tree, touched)
    execFileSync('svnmucc', ['--non-interactive', '-m', message, '-U', this.#url, ...args], {
      env: { ...plainEnvironment, LC_ALL: 'C.UTF-8' },
      input: '',
      stdio: ['pipe', 'ignore', 'pipe']
    })
    const changed = [...new Set([...before.keys(), ...tree.keys()])]
      .filter(path => before.get(path) !== tree.get(path))
    for (const path of [...before.keys(), ...tree.keys()]) {
      for (let end = path.lastIndexOf('/'); end > 0; end = path.lastIndexOf('/', end - 1)) {
        touched.add(path.slice(0, end))
      }
    }
    this.revisions.push({ message, changed: changed.sort(), touched })
  }

  /** One change: svn refuses those that meddle with each other in one commit. */
  #change (tree: Map<string, string>, touched: Set<string>): string[] {
    const random = this.#random
    const folders = new Set<string>()
    for (const path of tree.keys()) if (path.includes('/')) folders.add(path.slice(0, path.indexOf('/')))
    const folder = [...folders][random(folders.size)]
    const fresh = `${names[random(names.length)]!}${this.revisions.length}`
    const kind = folder === undefined ? 0 : random(5)
    if (kind === 1) {
      for (const [path, content] of under(tree, folder!)) tree.set(`${fresh}${path}`, content)
      return ['cp', 'HEAD', escaped(folder!), escaped(fresh)]
    }
    if (kind === 2) {
      for (const [path, content] of under(tree, folder!)) {
        tree.set(`${fresh}${path}`, content)
        tree.delete(`${folder}${path}`)
      }
      return ['mv', escaped(folder!), escaped(fresh)]
    }
    if (kind === 3) {
      for (const [path] of under(tree, folder!)) tree.delete(`${folder}${path}`)
      return ['rm', escaped(folder!)]
    }
    if (kind === 4) return ['propset', 'note', String(this.revisions.length), escaped(folder!)]
    const files = Array.from({ length: 1 + random(3) }, (_, index) => `${fresh}/${names[index + random(6)]}`)
    for (const file of new Set(files)) {
      touched.add(file)
      tree.set(file, '')
    }
    return [
      'mkdir',
      escaped(fresh),
      ...[...new Set(files)].flatMap(file => ['put', '/dev/null', escaped(file)])
    ]
  }
}

function under (tree: ReadonlyMap<string, string>, folder: string): Array<[path: string, content: string]> {
  return [...tree].filter(([path]) => path.startsWith(`${folder}/`)).map(([path, content]) => [
    path.slice(folder.length),
    content
  ])
}

function escaped (path: string): string {
  return path.split('/').map(encodeURIComponent).join('/')
}

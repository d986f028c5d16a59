import { readFileSync, readdirSync } from 'node:fs'
import { join, posix } from 'node:path'

export interface Import {
  /** Path below agent/ of the file that imports. */
  file: string
  /** Path below agent/ for a file of ours, with .ts; else the name of a package. */
  target: string
}

/** The production sources of the agent, as paths below agent/. */
export function agentSources (root: string): string[] {
  return readdirSync(join(root, 'agent'), { recursive: true, encoding: 'utf8' })
    .map(path => path.replaceAll('\\', '/'))
    .filter(path =>
      path.endsWith('.ts') && !path.endsWith('.test.ts') && !/\/(testing|fixtures)\//.test(path)
    )
    .sort()
}

/** What each production source of the agent imports, types and late imports too. */
export function agentImports (root: string): Import[] {
  return agentSources(root).flatMap(file => {
    const text = readFileSync(join(root, 'agent', file), 'utf8')
    return [...text.matchAll(/(?:from|import\()\s*'([^']+)'/g)].map(([, name = '']) => ({
      file,
      target: name.startsWith('.')
        ? posix.join(posix.dirname(file), name).replace(/\.js$/, '.ts')
        : name
    }))
  })
}

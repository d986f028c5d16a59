import { readFileSync, readdirSync } from 'node:fs'
import { join, posix } from 'node:path'
import { agentSources } from './imports.js'

export interface NamedExport {
  /** Path below the project. */
  file: string
  name: string
}

/**
 * What production sources of the agent export and nobody imports. A type may be exported for whoever calls the
 * function that takes it.
 */
export function unusedExports (root: string): NamedExport[] {
  const used = new Set<string>()
  for (const path of sourcesOf(root)) {
    for (const { file, name } of importedNames(path, readFileSync(join(root, path), 'utf8'))) {
      used.add(`${file} ${name}`)
    }
  }
  return agentSources(root).flatMap(source => {
    const file = `agent/${source}`
    const text = readFileSync(join(root, file), 'utf8')
    return exportedNames(text)
      .filter(name => !used.has(`${file} ${name}`) && !used.has(`${file} *`) && !isTypeUsedIn(text, name))
      .map(name => ({ file, name }))
  })
}

function isTypeUsedIn (text: string, name: string): boolean {
  return new RegExp(`^export (?:interface|type) ${name}\\b`, 'm').test(text) &&
    [...text.matchAll(new RegExp(`\\b${name}\\b`, 'g'))].length > 1
}

function sourcesOf (root: string): string[] {
  return ['agent', 'scripts', 'test'].flatMap(folder =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map(path => `${folder}/${path.replaceAll('\\', '/')}`)
      .filter(path => /\.(ts|mjs|cjs)$/.test(path) && !path.includes('/node_modules/'))
  )
}

/** Reads sources as the formatter lays them out. */
export function exportedNames (text: string): string[] {
  const declared = text.matchAll(
    /^export (?:declare |abstract |async )*(?:function\*?|class|const|let|interface|type|enum) (\w+)/gm
  )
  const listed = text.matchAll(/^export (?:type )?\{([^}]*)\}/gm)
  return [
    ...[...declared].map(([, name = '']) => name),
    ...[...listed].flatMap(([, names = '']) => listedNames(names).map(({ as }) => as))
  ]
}

/** Which names a source takes from which files; `*` where it takes all, or where it cannot be told. */
export function importedNames (path: string, text: string): NamedExport[] {
  const targetOf = (name: string) => posix.join(posix.dirname(path), name).replace(/\.js$/, '.ts')
  const lists = [...text.matchAll(/^(?:import|export) (?:type )?(?:\w+, )?\{([^}]*)\} from '(\.[^']+)'/gm)]
  const wholes = [...text.matchAll(/^(?:import|export) \* (?:as \w+ )?from '(\.[^']+)'/gm)]
  const late = [...text.matchAll(/import\(\s*'(\.[^']+)'\s*\)(?:\s*\)\s*\.(\w+))?/g)]
  return [
    ...lists.flatMap(([, names = '', target = '']) =>
      listedNames(names).map(({ name }) => ({ file: targetOf(target), name }))
    ),
    ...wholes.map(([, target = '']) => ({ file: targetOf(target), name: '*' })),
    ...late.map(([, target = '', name]) => ({ file: targetOf(target), name: name ?? '*' }))
  ]
}

function listedNames (list: string): Array<{ name: string, as: string }> {
  return list
    .split(',')
    .map(entry => entry.trim().replace(/^type /, '').split(/ as /))
    .filter(([name = '']) => name !== '')
    .map(([name = '', as = name]) => ({ name, as }))
}

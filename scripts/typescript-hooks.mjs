// Node's module hooks for TypeScript: ts-node transpiles a file once, and every later process takes the
// result from node_modules/.cache, which saves each of the suite's processes the start of the compiler. Types
// are checked by `npm run types`.
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { tapBundle } from './test-run/tap-bundle.mjs'

const root = join(import.meta.dirname, '..')
const project = join(root, 'tsconfig.json')
const folder = join(root, 'node_modules/.cache/packline-typescript')
const versions = ['ts-node', 'ts-blank-space'].map(name =>
  readFileSync(join(root, 'node_modules', name, 'package.json'))
)
const seed = createHash('sha256').update(readFileSync(project)).update(versions.join('')).digest()

let service
const transpile = (source, path) => {
  service ??= createRequire(import.meta.url)('ts-node').create({
    project,
    transpileOnly: true,
    transpiler: join(import.meta.dirname, 'blank-types.cjs')
  })
  return service.compile(source, path).replace(/\n\/\/# sourceMappingURL=.*$/, '')
}

// Where nothing can be written (a container's read-only project), the next process transpiles again.
const keep = (path, text) => {
  const own = `${path}.${process.pid}`
  try {
    mkdirSync(folder, { recursive: true })
    writeFileSync(own, text)
    renameSync(own, path)
  } catch {}
}

const tap = existsSync(tapBundle) ? pathToFileURL(tapBundle).href : undefined
const orderedTap = new URL('test-run/ordered-tap.mjs', import.meta.url).href

// Sources import each other by the name that they have once compiled: './x.js' is x.ts where that is what
// there is.
export const resolve = async (specifier, context, next) => {
  if (specifier === 'tap') {
    const url = context.parentURL === orderedTap ? tap : orderedTap
    if (url !== undefined) return { url, format: 'module', shortCircuit: true }
  }
  if (/^(\.{1,2}\/|file:).*\.js$/.test(specifier) && context.parentURL?.includes('/node_modules/') !== true) {
    const url = new URL(specifier.replace(/\.js$/, '.ts'), context.parentURL)
    if (existsSync(url)) return { url: url.href, format: 'module', shortCircuit: true }
  }
  return await next(specifier, context)
}

export const load = async (url, context, next) => {
  if (!url.startsWith('file:') || !/\.m?ts$/.test(url)) return await next(url, context)
  const path = fileURLToPath(url)
  const source = readFileSync(path, 'utf8')
  const cached = join(
    folder,
    `${createHash('sha256').update(seed).update(path).update('\0').update(source).digest('hex')}.js`
  )
  if (existsSync(cached)) {
    return { format: 'module', source: readFileSync(cached, 'utf8'), shortCircuit: true }
  }
  const compiled = transpile(source, path)
  keep(cached, compiled)
  return { format: 'module', source: compiled, shortCircuit: true }
}

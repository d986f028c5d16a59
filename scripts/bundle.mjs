// Puts what start.cjs loads into files, so that it starts fast and an archive is small: what the commands that builds
// call often run; the rest of all commands; and large packages that few machines use, packed. Each module is in one of them.
// What hands a build to a warm worker is a small file of its own. In a checkout the modules stay beside them as they are.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { gzipSync } from 'fflate'
import { builtModules, writeBuiltTables } from './built-tables.mjs'
import { writeCompiledChecks } from './compiled-checks.mjs'

/** Native code, and what starts threads from the text of its functions. */
export const notBundled = ['@napi-rs/image', 'classic-level', 'fflate', 'koffi', 'sharp']
/** Large ones that few machines use lie in files of their own, which are packed. */
const rarePackages = {
  'packages.bundle.cjs': /^(?:@alicloud\/|@aws-sdk\/|@grpc\/grpc-js$|undici$)/,
  'services.bundle.cjs': /^(?:dockerfile-ast|ldapts|nodemailer|openid-client|yaml)$/
}
/** Commands that start.cjs runs from the first file. */
const ofAssets = /^\.\/(assets|atlas|ccsui)/
/** Threads start from a file of their own: they take a small part of the program. */
export const threads = [
  'assets/ccsui/export/export-worker.js',
  'assets/outputs/intact-outputs-worker.js',
  'assets/pictures/deflate-worker.js',
  'assets/pictures/gpu/basis-worker.js'
]
export const packedFiles = Object.keys(rarePackages).map(name => `${name}.gz`)
const table = 'cli/command-table.js'
const entries = [
  "exports.main = () => require('./main.js')",
  "exports.job = () => require('./job-main.js')",
  "exports.worker = () => require('./resident-main.js')",
  `exports.commands = () => require('./${table}').commandTable`
]

/** Returns which modules of packages are in the files; undefined where there is no esbuild. */
export async function bundle (folder) {
  let esbuild
  try {
    esbuild = await import('esbuild')
  } catch {
    return undefined // No esbuild for this machine: packline only starts more slowly.
  }
  await writeCompiledChecks(esbuild, folder)
  await writeBuiltTables(folder)
  const rare = new Map(Object.keys(rarePackages).map(name => [name, new Set()]))
  const build = (name, lines, plugins, given = {}) =>
    esbuild.build({
      ...common(folder),
      stdin: { contents: lines.join('\n'), resolveDir: folder, sourcefile: 'start.js' },
      outfile: join(folder, name),
      ...given,
      plugins: [...plugins, packedPackages(rare), sources(folder)]
    })
  const assetsOnly = otherCommands(name => ofAssets.test(name))
  const { metafile } = await build('never-written.cjs', entries, [assetsOnly], { minify: false })
  const all = await build('all.bundle.cjs', entries, [sharedPart(folder, sharedModules(metafile))], loaded)
  const used = Object
    .keys(all.metafile.inputs)
    .filter(name => name.startsWith('shared:'))
    .map(name => name.slice('shared:'.length))
  const others = await Promise.all([
    build(
      'assets.bundle.cjs',
      [...entries, ...used.map(name => exported(name, `./${name}`))],
      [assetsOnly],
      loaded
    ),
    build('hand-over.bundle.cjs', ["exports.handOver = require('./resident/hand-over.js').handOver"], []),
    ...threads.map(name => build(name, [`import './${name}'`], [packedBasis(folder, name)], ofThread))
  ])
  // Last, when it is known which.
  const packed = await Promise.all(
    [...rare].map(([file, names]) =>
      build(file, [...names].sort().map(name => exported(name, name)), [], loaded)
    )
  )
  const results = [all, ...others, ...packed]
  for (const { outputFiles: [{ path, text }] } of [all, ...others]) writeFileSync(path, inAscii(text))
  for (const { outputFiles: [{ path, text }] } of packed) {
    writeFileSync(`${path}.gz`, gzipSync(Buffer.from(inAscii(text)), { level: 9, mtime: 0 }))
  }
  return [
    ...new Set(
      results
        .flatMap(({ metafile }) => Object.keys(metafile.inputs))
        .filter(name => /^\.\.\/node_modules\//.test(name))
        .map(name => name.slice('../'.length))
    )
  ]
    .sort()
}

function common (folder) {
  return {
    // The names of modules are by this folder, and so the same wherever it is built.
    absWorkingDir: folder,
    write: false,
    bundle: true,
    metafile: true,
    // Two thirds of the size, which is read in less time. Stacks and logs have the names all the same.
    minify: true,
    keepNames: true,
    legalComments: 'none',
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    supported: { 'dynamic-import': false },
    // Its other half loads its modules by a `require` that they are given, which no bundler follows.
    alias: { 'jsonc-parser': 'jsonc-parser/lib/esm/main.js' },
    external: notBundled,
    logLevel: 'warning'
  }
}

/** Around what bundle-file.cjs loads: adding it there would copy megabytes at every start. */
export const wrapper = ['(function (require, module, exports, __dirname) {', '})']
const loaded = { banner: { js: wrapper[0] }, footer: { js: wrapper[1] } }

const ofThread = {
  format: 'esm',
  banner: { js: "import { createRequire } from 'node:module';const require=createRequire(import.meta.url);" }
}

function exported (name, from) {
  return `exports[${JSON.stringify(name)}] = () => require(${JSON.stringify(from)})`
}

function otherCommands (isKept) {
  return {
    name: 'other-commands',
    setup (on) {
      on.onResolve(
        { filter: /^\./ },
        ({ path, importer }) =>
          importer.endsWith('command-table.js') && !isKept(path)
            ? { path, namespace: 'other-command' }
            : undefined
      )
      on.onLoad({ filter: /.*/, namespace: 'other-command' }, () => ({ contents: '' }))
    }
  }
}

/**
 * Modules of the first file that the second may take from it: not those that lead to the table of commands, which
 * is another one in each, and no packages of ES modules, of which a `require` does not tell the default export.
 */
function sharedModules ({ inputs }) {
  const own = new Set([table])
  for (let size = 0; size !== own.size;) {
    size = own.size
    for (const [name, { imports }] of Object.entries(inputs)) {
      if (imports.some(({ path }) => own.has(path))) own.add(name)
    }
  }
  return new Set(
    Object
      .entries(inputs)
      .filter(([name, { format }]) =>
        !own.has(name) && !name.includes(':') && name !== 'start.js' &&
        (format === 'cjs' || format === 'esm' && !name.includes('node_modules'))
      )
      .map(([name]) => name)
  )
}

function sharedPart (folder, shared) {
  return {
    name: 'shared',
    setup (on) {
      on.onResolve({ filter: /.*/ }, async ({ path, pluginData, ...from }) => {
        if (pluginData === 'asked') return undefined
        const found = await on.resolve(path, { ...from, pluginData: 'asked' })
        const name = relative(folder, found.path).split(sep).join('/')
        return shared.has(name) ? { path: name, namespace: 'shared' } : undefined
      })
      fromFile(on, 'shared', './assets.bundle.cjs')
    }
  }
}

function packedPackages (rare) {
  return {
    name: 'rare',
    setup (on) {
      for (const [file, filter] of Object.entries(rarePackages)) {
        on.onResolve({ filter }, ({ path, importer }) => {
          if (importer.includes('node_modules') || importer.endsWith('start.js')) return undefined
          rare.get(file).add(path)
          return { path, namespace: file }
        })
        fromFile(on, file, `./${file}`)
      }
    }
  }
}

/** What a namespace names is what another file has by that name. */
function fromFile (on, namespace, file) {
  on.onResolve({ filter: /.*/, namespace }, ({ path }) => ({ path, external: true }))
  on.onLoad({ filter: /.*/, namespace }, ({ path }) => ({
    contents: `module.exports = require(${JSON.stringify(file)})[${JSON.stringify(path)}]()`
  }))
}

/** WebAssembly of 3 MB for the few that make GPU formats: packed, and beside the thread that unpacks it. */
function packedBasis (folder, thread) {
  return {
    name: 'basis',
    setup (on) {
      on.onLoad({ filter: /[\\/]NodeBasisEncoder\.js$/ }, ({ path }) => {
        const wasm = readFileSync(join(dirname(path), '../basis/basis_encoder.wasm'))
        writeFileSync(join(folder, `${thread}.wasm.gz`), gzipSync(wasm, { level: 9, mtime: 0 }))
        const packed = `readFileSync(new URL(import.meta.url + '.wasm.gz'))`
        return {
          contents: "import { readFileSync } from 'node:fs'\nimport { gunzipSync } from 'node:zlib'\n" +
            readFileSync(path, 'utf8').replace('BASIS()', `BASIS({ wasmBinary: gunzipSync(${packed}) })`)
        }
      })
    }
  }
}

function sources (folder) {
  return {
    name: 'sources',
    setup (on) {
      on.onLoad(
        { filter: /\.js$/ },
        ({ path }) => {
          if (!path.startsWith(join(folder, '/'))) return undefined
          const built = builtModules[relative(folder, path).split(sep).join('/')]
          const from = built === undefined ? path : join(folder, built)
          return { contents: withOwnPlace(from, folder, on.initialOptions), resolveDir: dirname(from) }
        }
      )
    }
  }
}

/** start.cjs takes each byte for a character; esbuild leaves regular expressions and comments as they are. */
function inAscii (text) {
  return text.replace(/[^\x00-\x7f]/g, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** A module's own address, as if it were not in a bundle; what it loads by createRequire is taken in. */
function withOwnPlace (path, folder, { format, outfile }) {
  const here = format === 'esm' ? 'import.meta.dirname' : '__dirname'
  const own = JSON.stringify(relative(format === 'esm' ? dirname(outfile) : folder, path))
  const file = `require('node:path').join(${here}, ${own})`
  const place = {
    url: `require('node:url').pathToFileURL(${file}).href`,
    dirname: `require('node:path').dirname(${file})`,
    filename: file
  }
  return readFileSync(path, 'utf8')
    .replaceAll("createRequire(import.meta.url)('", "require('")
    .replaceAll(/import\.meta\.(url|dirname|filename)/g, (_, name) => place[name])
}

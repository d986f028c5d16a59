// Puts what start.cjs loads into files, so that it starts fast and an archive is small: those of bundle-files.mjs, in one
// of which each module is; and large packages that few machines use, packed. What hands a build to a warm worker is a
// small file of its own. In a checkout the modules stay beside them as they are.
import { readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, sep } from 'node:path'
import { gzipSync } from 'fflate'
import { builtModules, writeBuiltTables } from './built-tables.mjs'
import {
  BundleFiles,
  assetsFile,
  checksFile,
  firstFile,
  lastFile,
  sharedFile,
  table
} from './bundle-files.mjs'
import { writeCompiledChecks } from './compiled-checks.mjs'

/** Native code, and what starts threads from the text of its functions. */
export const notBundled = ['@napi-rs/image', 'classic-level', 'fflate', 'koffi', 'sharp']
/** Large ones that few machines use lie in files of their own, which are packed. */
const rarePackages = {
  'packages.bundle.cjs': /^(?:@alicloud\/|@aws-sdk\/|@grpc\/grpc-js$|undici$)/,
  'services.bundle.cjs': /^(?:dockerfile-ast|ldapts|nodemailer|openid-client|yaml)$/
}
/** Threads start from a file of their own: they take a small part of the program. */
const scriptThreads = [
  'assets/pictures/measuring/picture-worker.cjs',
  'assets/outputs/intact-outputs-worker.cjs',
  'assets/pictures/deflate-worker.cjs'
]
/** Those that wait for something before they have begun. */
const moduleThreads = ['assets/ccsui/export/export-worker.js', 'assets/pictures/gpu/basis-worker.js']
export const threads = [...scriptThreads, ...moduleThreads]
export const packedFiles = Object.keys(rarePackages).map(name => `${name}.gz`)
const entries = {
  [firstFile]: [
    "exports.main = () => require('./main.js')",
    `exports.commands = () => require('./${table}').commandTable`
  ],
  [assetsFile]: [
    "exports.job = () => require('./job-main.js')",
    "exports.worker = () => require('./resident-main.js')"
  ],
  [checksFile]: [],
  [sharedFile]: [],
  [lastFile]: []
}

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
      plugins: [...plugins, lateBuiltins(), packedPackages(rare), tuning(), sources(folder)]
    })
  const whole = await build('never-written.cjs', Object.values(entries).flat(), [], { minify: false })
  const files = new BundleFiles(whole.metafile)
  const others = await Promise.all([
    ...Object.entries(entries).map(([file, lines]) =>
      build(
        file,
        [...lines, ...files.handedOutBy(file).map(name => exported(name, `./${name}`))],
        [otherFiles(folder, file, files)],
        loaded
      )
    ),
    build('hand-over.bundle.cjs', ["exports.handOver = require('./resident/hand-over.js').handOver"], []),
    ...scriptThreads.map(name => build(name, [`import './${name.replace(/\.cjs$/, '.js')}'`], [])),
    ...moduleThreads.map(name => build(name, [`import './${name}'`], [packedBasis(folder, name)], ofModule))
  ])
  // Last, when it is known which.
  const packed = await Promise.all(
    [...rare].map(([file, names]) =>
      build(file, [...names].sort().map(name => exported(name, name)), [], loaded)
    )
  )
  const results = [...others, ...packed]
  for (const { outputFiles: [{ path, text }] } of others) writeFileSync(path, inAscii(text))
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

const ofModule = {
  format: 'esm',
  banner: { js: "import { createRequire } from 'node:module';const require=createRequire(import.meta.url);" }
}

function exported (name, from) {
  return `exports[${JSON.stringify(name)}] = () => require(${JSON.stringify(from)})`
}

/** What another file has is taken from there. */
function otherFiles (folder, file, files) {
  return {
    name: 'other-files',
    setup (on) {
      on.onResolve({ filter: /.*/ }, async ({ path, pluginData, ...from }) => {
        if (pluginData === 'asked') return undefined
        const found = await on.resolve(path, { ...from, pluginData: 'asked' })
        const name = relative(folder, found.path).split(sep).join('/')
        const owner = files.ownerOf(name)
        return owner === undefined || owner === file ? undefined : { path: name, namespace: owner }
      })
      for (const other of Object.keys(entries)) fromFile(on, other, `./${other}`)
    }
  }
}

/** Node takes 3 ms to load these, and most runs that find nothing to do do not call them. */
function lateBuiltins () {
  return {
    name: 'late-builtins',
    setup (on) {
      on.onResolve(
        { filter: /^node:fs\/promises$/ },
        ({ path, namespace }) => namespace === 'late' ? undefined : { path, namespace: 'late' }
      )
      on.onLoad({ filter: /.*/, namespace: 'late' }, async ({ path }) => {
        const names = Object.keys(await import(path)).filter(name => name !== 'default')
        const lines = names.map(name => `get ${name} () { return promises().${name} }`)
        return {
          contents: `const promises = () => require('${path}')\nmodule.exports = { ${lines.join(', ')} }`
        }
      })
    }
  }
}

/** There is one of it, which start.cjs has loaded. */
function tuning () {
  return {
    name: 'tuning',
    setup (on) {
      on.onResolve({ filter: /v8-tuning\.cjs$/ }, () => ({ path: './v8-tuning.cjs', external: true }))
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

// Puts what start.cjs loads into three files, so that it starts fast: what hands a build to a warm worker, the commands
// that builds call often, and all. The modules stay as they are beside them.
import { readFileSync, writeFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { writeCompiledChecks } from './compiled-checks.mjs'

/**
 * Native ones, those that start threads from files of their own or load theirs by a `require` that is handed to
 * them, and large ones that few machines use.
 */
export const notBundled = [
  '@alicloud/*',
  '@aws-sdk/*',
  '@grpc/grpc-js',
  '@napi-rs/image',
  'classic-level',
  'csv-parse',
  'fflate',
  'jsonc-parser',
  'koffi',
  'node-zookeeper-client',
  'pino',
  'protobufjs',
  'sharp'
]

/** Commands that start.cjs runs from the smaller file. */
const ofAssets = /^\.\/(assets|atlas|ccsui)/

/** False where there is none. */
export async function bundle (folder) {
  let esbuild
  try {
    esbuild = await import('esbuild')
  } catch {
    return false // No esbuild for this machine: packline only starts more slowly.
  }
  await writeCompiledChecks(esbuild, folder)
  await Promise.all([
    bundleOf(esbuild, folder, 'hand-over.bundle.cjs', handingOver, /./),
    bundleOf(esbuild, folder, 'assets.bundle.cjs', starting, ofAssets),
    bundleOf(esbuild, folder, 'all.bundle.cjs', starting, /./)
  ])
  return true
}

const starting = [
  "exports.main = () => require('./main.js')",
  "exports.job = () => require('./job-main.js')",
  "exports.worker = () => require('./resident-main.js')",
  "exports.commands = () => require('./cli/command-table.js').commandTable"
]
  .join('\n')
const handingOver = "exports.handOver = require('./resident/hand-over.js').handOver"

async function bundleOf ({ build }, folder, name, contents, commands) {
  const { outputFiles: [{ path, text }] } = await build({
    // The names of modules in the file are by this folder, and so the same wherever it is built.
    absWorkingDir: folder,
    stdin: {
      contents,
      resolveDir: folder,
      sourcefile: 'start.js'
    },
    outfile: join(folder, name),
    write: false,
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    supported: { 'dynamic-import': false },
    external: notBundled,
    logLevel: 'warning',
    plugins: [{
      name: 'packline',
      setup (on) {
        on.onResolve(
          { filter: /^\./ },
          ({ path, importer }) =>
            importer.endsWith('command-table.js') && !commands.test(path)
              ? { path, namespace: 'other-command' }
              : undefined
        )
        on.onLoad({ filter: /.*/, namespace: 'other-command' }, () => ({ contents: '' }))
        on.onLoad(
          { filter: /\.js$/ },
          ({ path }) => path.startsWith(folder) ? { contents: withOwnPlace(path, folder) } : undefined
        )
      }
    }]
  })
  writeFileSync(path, inAscii(text))
}

/** start.cjs takes each byte for a character; esbuild leaves regular expressions and comments as they are. */
function inAscii (text) {
  return text.replace(/[^\x00-\x7f]/g, sign => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`)
}

/** A module's own address, as if it were not in a bundle; what lies beside it is taken in. */
function withOwnPlace (path, folder) {
  const file = `require('node:path').join(__dirname, ${JSON.stringify(relative(folder, path))})`
  return readFileSync(path, 'utf8')
    .replaceAll("createRequire(import.meta.url)('./", "require('./")
    .replaceAll('import.meta.url', `require('node:url').pathToFileURL(${file}).href`)
    .replaceAll('import.meta.dirname', `require('node:path').dirname(${file})`)
    .replaceAll('import.meta.filename', file)
}

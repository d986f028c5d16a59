// Puts what the commands of start.cjs load into one file, so that they start fast. The modules stay as they
// are beside it.
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'

/** Native ones, and those that start threads from files of their own. */
const notBundled = [
  '@napi-rs/image',
  'sharp',
  'koffi',
  'classic-level',
  'node-zookeeper-client',
  'fflate',
  'csv-parse'
]

/** Commands that start.cjs runs from the bundle. */
const bundledCommand = /^\.\/(assets|atlas|ccsui)/

/** False where there is none. */
export async function bundle (folder) {
  let build
  try {
    ;({ build } = await import('esbuild'))
  } catch {
    return false // No esbuild for this machine: packline only starts more slowly.
  }
  await build({
    // The names of modules in the file are by this folder, and so the same wherever it is built.
    absWorkingDir: folder,
    entryPoints: [join(folder, 'main.js')],
    outfile: join(folder, 'bundle.cjs'),
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
            importer.endsWith('command-table.js') && !bundledCommand.test(path)
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
  return true
}

/** A module's own address, as if it were not in a bundle. */
function withOwnPlace (path, folder) {
  const file = `require('node:path').join(__dirname, ${JSON.stringify(relative(folder, path))})`
  return readFileSync(path, 'utf8')
    .replaceAll('import.meta.url', `require('node:url').pathToFileURL(${file}).href`)
    .replaceAll('import.meta.dirname', `require('node:path').dirname(${file})`)
    .replaceAll('import.meta.filename', file)
}

// Puts what the commands of start.cjs load into one file, so that they start fast. The modules stay as they are beside it.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, relative } from 'node:path'

/** Native ones, and those that start threads from files of their own. */
const notBundled = ['@napi-rs/image', 'sharp', 'koffi', 'classic-level', 'node-zookeeper-client', 'fflate']

/** Commands that start.cjs runs from the bundle. */
const bundledCommand = /^\.\/(assets|atlas|ccsui)/

export async function bundle (root, folder) {
  let build
  try {
    ({ build } = await import('esbuild'))
  } catch {
    return // No esbuild for this machine: packline only starts more slowly.
  }
  await build({
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
        on.onResolve({ filter: /^\./ }, ({ path, importer }) =>
          importer.endsWith('command-table.js') && !bundledCommand.test(path) ? { path, namespace: 'other-command' } : undefined)
        on.onLoad({ filter: /.*/, namespace: 'other-command' }, () => ({ contents: '' }))
        on.onLoad({ filter: /\.js$/ }, ({ path }) => path.startsWith(folder) ? { contents: withOwnPlace(path, folder) } : undefined)
      }
    }]
  })
  warmUp(root, folder)
}

/** A module's own address, as if it were not in a bundle. */
function withOwnPlace (path, folder) {
  const file = `require('node:path').join(__dirname, ${JSON.stringify(relative(folder, path))})`
  return readFileSync(path, 'utf8')
    .replaceAll('import.meta.url', `require('node:url').pathToFileURL(${file}).href`)
    .replaceAll('import.meta.dirname', `require('node:path').dirname(${file})`)
    .replaceAll('import.meta.filename', file)
}

/** Builds the sample game, so that the code which is kept is the code that builds use. */
function warmUp (root, folder) {
  const place = mkdtempSync(join(tmpdir(), 'packline-warm-up-'))
  try {
    cpSync(join(root, 'resources/sample-game'), join(place, 'game'), { recursive: true })
    execFileSync(process.execPath, [join(folder, 'start.cjs'), 'assets', 'build', '--project', join(place, 'game')], {
      env: { PATH: process.env.PATH, HOME: place, PACKLINE_HOME: join(place, 'home') }, stdio: 'ignore'
    })
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

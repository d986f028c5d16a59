// Puts what the commands of start.cjs load into one file, so that they start fast. The modules stay as they
// are beside it.
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
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

export async function bundle (root, folder) {
  let build
  try {
    ;({ build } = await import('esbuild'))
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

/**
 * Builds some pictures of the sample game twice, the second time with one more: only the code that a second
 * run used is kept, since what the first run of a project needs besides would cost every other one 5 ms.
 */
function warmUp (root, folder) {
  const place = mkdtempSync(join(tmpdir(), 'packline-warm-up-'))
  const art = join(place, 'game/art')
  const run = () => {
    execFileSync(process.execPath, [
      join(folder, 'start.cjs'),
      'assets',
      'build',
      '--project',
      join(place, 'game')
    ], {
      env: { PATH: process.env.PATH, HOME: place, PACKLINE_HOME: join(place, 'home') },
      stdio: 'ignore'
    })
  }
  try {
    cpSync(join(root, 'resources/sample-game/art/units'), art, { recursive: true })
    writeFileSync(
      join(place, 'game/packline.json'),
      JSON.stringify({
        project: 'warm-up',
        assets: { rules: [{ name: 'art', processor: 'atlas', include: ['art/'], output: 'art' }] }
      })
    )
    run()
    cpSync(join(root, 'resources/sample-game/art/map'), join(art, 'map'), { recursive: true })
    for (const name of readdirSync(folder)) if (name.startsWith('bundle.cjs.')) rmSync(join(folder, name))
    run()
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
}

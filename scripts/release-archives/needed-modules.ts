import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { build } from 'esbuild'
import { wrapper } from '../bundle.mjs'
import type { Platform } from './platforms.js'

/** Packages that hold native code: what they load is named at run time, so that nothing reads it off. */
export const nativePackage = /^node_modules\/(?:@img\/sharp-|@napi-rs\/image-|@koromix\/koffi-)/

/**
 * The files of node_modules that bundles can come to load, as paths in `root`: what a bundler would take in, which
 * follows every import whose name is written out.
 */
export async function neededModules (root: string, bundles: readonly string[]): Promise<Set<string>> {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: bundles.filter(name => /\.[cm]?js$/.test(name)),
    outdir: join(root, 'never-written'),
    bundle: true,
    write: false,
    metafile: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    // As Node resolves: without this esbuild adds "module", which Node does not know.
    conditions: [],
    loader: { '.node': 'empty' },
    // Those of other platforms are not installed; one that lies in a folder above would be taken for it.
    // A bundle is looked at for itself; one that is packed has all that it needs.
    external: ['@napi-rs/image-*', '@koromix/koffi-*', '@img/sharp-*', './*.bundle.cjs'],
    plugins: [{
      name: 'unwrapped',
      setup (on) {
        on.onLoad({ filter: /\.bundle\.cjs$/ }, ({ path }) => ({
          contents: unwrapped(readFileSync(path, 'utf8').trimEnd())
        }))
      }
    }, {
      name: 'sharp',
      setup (on) {
        // Where sharp looks for one that was built in its own folder: there is none.
        on.onLoad({ filter: /[\\/]sharp\.cjs$/ }, ({ path }) => ({
          contents: readFileSync(path, 'utf8').replaceAll('require(`../src/', '(name => name)(`../src/')
        }))
      }
    }],
    logLevel: 'error'
  })
  const paths = Object.keys(metafile.inputs).map(path => relative(root, join(root, path)))
  const foreign = paths.find(path => path.startsWith('..'))
  if (foreign !== undefined) {
    throw new Error(`${foreign} lies outside ${root}, and would come into the release`)
  }
  return new Set(paths)
}

function unwrapped (text: string): string {
  const [before, after] = wrapper
  return text.startsWith(before) && text.endsWith(after) ? text.slice(before.length, -after.length) : text
}

/** Whether a file of node_modules belongs into the archive for a platform. */
export function isNeeded (path: string, modules: ReadonlySet<string>, { os, cpu }: Platform): boolean {
  if (/(?:^|\/)(?:licen[cs]e|copying|notice)[^/]*$/i.test(path)) return true
  if (/\.d\.[cm]?ts$|\.map$|\.md$/i.test(path)) return false
  // koffi's package for Linux holds both kinds of C library.
  if (nativePackage.test(path)) return !/\.(?:h|hpp|lib|exp)$|\/musl_/.test(path)
  const prebuilt = /^node_modules\/classic-level\/prebuilds\/([^/]+)\/(.*)$/.exec(path)
  if (prebuilt !== null) {
    const [, place = '', file = ''] = prebuilt
    const [system = '', processors = ''] = place.split('-')
    return system === os && processors.split('+').includes(cpu) && !file.includes('musl')
  }
  return modules.has(path) || /(?:^|\/)package\.json$/.test(path)
}

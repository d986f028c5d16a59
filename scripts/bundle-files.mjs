// Which of the files that start.cjs loads has which module of packline.

/** What a run that finds nothing changed needs, and whoever asks for the version: no more is loaded by these. */
export const firstFile = 'main.bundle.cjs'
/** The rest of what the commands that builds call often need, their jobs and warm workers. */
export const assetsFile = 'assets.bundle.cjs'
/** What checks configurations and projects, and what speaks to a shared cache: V8 would read it for every build. */
export const checksFile = 'checks.bundle.cjs'
export const sharedFile = 'shared.bundle.cjs'
/** The rest of all commands. */
export const lastFile = 'all.bundle.cjs'
export const table = 'cli/command-table.js'

const firstModules = [
  'main.js',
  'version.js',
  'cli/assets-build.js',
  'cli/assets-run.js',
  'config/project-file-reader.js'
]
const checks = 'config/compiled-checks.cjs'
const ofShared = ['cache/remote/shared-cache.js', 'release/store/open-cache-server.js']
const ofAssets = /^cli\/(?:assets|atlas|ccsui)/

/** The modules that a module asks for of another file, and so what each file has to hand out. */
export class BundleFiles {
  #owners
  #inputs

  /** @param inputs the graph of all modules, as esbuild tells it */
  constructor ({ inputs }) {
    this.#inputs = inputs
    const first = reached(inputs, firstModules, (_, { kind }) => kind !== 'dynamic-import')
    const starts = [...first, 'job-main.js', 'resident-main.js']
    const isOfBuild = (from, { path }) => from !== table || ofAssets.test(path)
    const ofBuilds = reached(inputs, starts, isOfBuild)
    const ofMostBuilds = reached(
      inputs,
      starts,
      (from, each) => isOfBuild(from, each) && !ofShared.includes(each.path)
    )
    const owners = [
      [firstFile, first],
      [checksFile, new Set([checks])],
      [assetsFile, ofMostBuilds],
      [sharedFile, ofBuilds]
    ]
    const ownerOf = name => owners.find(([, names]) => names.has(name))?.[0] ?? lastFile
    this.#owners = new Map(
      Object
        .keys(inputs)
        .filter(name => canBeShared(name, inputs[name]))
        .map(name => [name, ownerOf(name)])
    )
  }

  /** Undefined for what each file that needs it has by itself. */
  ownerOf (name) {
    return this.#owners.get(name)
  }

  handedOutBy (file) {
    const names = new Set()
    for (const [importer, { imports }] of Object.entries(this.#inputs)) {
      if (this.ownerOf(importer) === file) continue
      for (const { path } of imports) if (this.ownerOf(path) === file) names.add(path)
    }
    return [...names].sort()
  }
}

/** A `require` of packages of ES modules does not tell the default export. */
function canBeShared (name, { format }) {
  return !name.includes(':') && name !== 'start.js' &&
    (format === 'cjs' || format === 'esm' && !name.includes('node_modules'))
}

function reached (inputs, starts, isFollowed) {
  const found = new Set(starts)
  for (const name of found) {
    for (const each of inputs[name]?.imports ?? []) if (isFollowed(name, each)) found.add(each.path)
  }
  return found
}

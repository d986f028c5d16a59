import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { matcher } from '../../agent/files/glob.js'

export interface Area {
  /** Globs of the sources that are broken. */
  sources: readonly string[]
  /** Globs of the tests that should notice, and that are quick enough to run once for each change. */
  tests: readonly string[]
}

/**
 * The cores: what goes wrong here costs a release or a licence. Tests that start whole runs, signers or ZooKeeper
 * take seconds for each change, so the pure parts of a store or a driver are what is broken.
 */
export const areas: Readonly<Record<string, Area>> = {
  licence: {
    sources: ['agent/licence/{model,licence-state,terms,record-check,local-store,zookeeper-write}.ts'],
    tests: ['agent/licence/{model*,terms,record-check,local-store*,zookeeper-write}.test.ts']
  },
  release: {
    sources: ['agent/release/**/{resolver,*registry-model*,*flip*}.ts'],
    tests: ['agent/release/**/*.test.ts']
  },
  trigger: {
    sources: ['agent/trigger/lane{,-effects,-events,-limits,-reports,-result,-run}.ts'],
    tests: ['agent/trigger/lane*.test.ts']
  },
  cache: {
    sources: ['agent/cache/**/*.ts'],
    tests: ['agent/cache/**/*.test.ts']
  },
  'assets/outputs': {
    sources: ['agent/assets/outputs/**/*.ts'],
    tests: ['agent/assets/outputs/**/*.test.ts']
  },
  'formats/zip': { sources: ['agent/formats/zip/**/*.ts'], tests: ['agent/formats/zip/**/*.test.ts'] },
  'packaging/apk': {
    sources: ['agent/packaging/apk/**/*.ts'],
    tests: ['agent/packaging/apk/**/*.test.ts']
  }
}

export interface AreaFiles {
  sources: string[]
  tests: string[]
}

/** The files of an area, as paths below `root`. Tables of errors hold texts, which other tests hold. */
export function filesOf (area: Area, root: string): AreaFiles {
  const files = readdirSync(join(root, 'agent'), { recursive: true, encoding: 'utf8' })
    .map(path => `agent/${path.replaceAll('\\', '/')}`)
    .filter(path => path.endsWith('.ts'))
    .sort()
  const isSource = matcher(area.sources)
  const isTest = matcher(area.tests)
  return {
    sources: files.filter(path =>
      isSource(path) && !/\.test\.ts$|-errors\.ts$/.test(path) && !/\/(testing|fixtures)\//.test(path)
    ),
    tests: files.filter(isTest)
  }
}

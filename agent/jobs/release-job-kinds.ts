import { namePattern } from '../config/name-patterns.js'
import { flag, named, repeated, valued, values } from './command-words.js'
import { alsoByJenkins, jenkins, release, target, version, why } from './release-job-fields.js'

/** One word of a command line each, of which Linux takes two megabytes together. */
const maxRows = 2000

export const packages = alsoByJenkins({
  name: 'package',
  describe: 'Makes packages of the project in the workspace, and records them as a release',
  parameters: {
    type: 'object',
    additionalProperties: false,
    properties: {
      version: { ...version, description: "Version of the packages; the project file's when left out" },
      build: { type: 'integer', minimum: 1, maximum: 2_100_000_000, description: 'Build number' },
      rows: {
        type: 'array',
        maxItems: maxRows,
        items: { type: 'string', minLength: 1, maxLength: 512, pattern: '^[^\\u0000-\\u001f]+$' },
        description: 'Rows to make, as globs such as formal/android/*; all when left out'
      },
      parameters: { ...values, description: "Values of the project's parameters, for these packages only" },
      record: { ...why, description: 'Why; with it what is made becomes a release' },
      verify: { type: 'boolean', description: 'Check every signed APK once more' },
      dryRun: {
        type: 'boolean',
        description: 'Plan only: tells each row, how it would be made, and how long'
      },
      jenkins
    }
  },
  paths: [],
  concurrency: 1,
  command: (workspace, { version, build, rows, parameters, record, verify, dryRun }) => [
    'package',
    dryRun === true ? 'plan' : 'build',
    '--events',
    `--project=${workspace}`,
    ...valued('app-version', version),
    ...valued('build', build),
    ...repeated('row', rows),
    ...named('parameter', parameters),
    ...dryRun === true ? [] : flag('verify', verify),
    ...dryRun === true || record === undefined ? [] : ['--record', `--why=${String(record)}`]
  ],
  output: () => 'events'
})

export const hotUpdate = alsoByJenkins({
  name: 'hotupdate',
  describe: 'Makes a hot-update version of the content in the workspace',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['version'],
    properties: {
      version: { ...version, description: 'Version of the hot update' },
      targets: { type: 'array', maxItems: 1000, items: target, description: 'All when left out' },
      contentOf: { ...version, description: 'An earlier version whose content it has again' },
      moveUrl: { type: 'boolean', description: 'The address of the manifests may differ from before' },
      native: { ...version, description: 'The native version that it is for' },
      release: { ...release, description: 'Record it as what this release brings; needs why' },
      why: { ...why, description: 'Why, for everybody to see' },
      jenkins
    }
  },
  paths: [],
  concurrency: 1,
  command: (workspace, { version, targets, contentOf, moveUrl, native, release, why }) => [
    'hotupdate',
    'build',
    '--json',
    `--project=${workspace}`,
    ...valued('app-version', version),
    ...repeated('target', targets),
    ...valued('content-of', contentOf),
    ...flag('move-url', moveUrl),
    ...valued('native', native),
    ...valued('release', release),
    ...valued('why', why)
  ],
  output: () => 'document'
})

export const rollback = alsoByJenkins({
  name: 'rollback',
  describe: 'Gives players of a native version old content again, under a higher hot-update version',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['target', 'native', 'to', 'why'],
    properties: {
      target: { ...target, pattern: `${namePattern}|^_$` },
      native: { ...version, description: 'The native version that its players have' },
      to: { ...version, description: 'The earlier hot-update version whose content they get again' },
      version: {
        ...version,
        description: 'The version that it gets; the next one of the line when left out'
      },
      why: { ...why, description: 'Why, for everybody to see' },
      jenkins
    }
  },
  paths: [],
  concurrency: 1,
  command: (workspace, { target, native, to, version, why }, id) => [
    'hotupdate',
    'rollback',
    String(native),
    '--json',
    `--project=${workspace}`,
    `--target=${String(target)}`,
    `--to=${String(to)}`,
    `--why=${String(why)}`,
    `--id=job ${id}`,
    ...valued('app-version', version)
  ],
  output: () => 'document'
})

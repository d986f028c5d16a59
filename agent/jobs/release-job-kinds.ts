import { namePattern, versionPattern } from '../config/name-patterns.js'
import { flag, name, path, repeated, valued } from './command-words.js'
import type { JobKind } from './job-kind.js'

const version = { type: 'string', pattern: versionPattern } as const
const release = {
  type: 'string',
  pattern: '^[0-9][0-9.]{0,63}(-[0-9]{1,10})?$',
  description: 'VERSION-BUILD, or VERSION for its last build'
} as const
const target = { type: 'string', pattern: namePattern, description: 'Id of a target' } as const
const why = { type: 'string', minLength: 1, maxLength: 500, pattern: '^[^\\u0000-\\u001f]*\\S' } as const
const jenkins = {
  type: 'boolean',
  description: 'By the Jenkins job that packages.jenkins of the project file names'
} as const
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
      parameters: {
        type: 'object',
        maxProperties: 256,
        propertyNames: { pattern: namePattern },
        additionalProperties: {
          type: ['string', 'number', 'boolean'],
          maxLength: 4096
        },
        description: "Values of the project's parameters, for these packages only"
      },
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
    ...Object.entries(parameters ?? {}).map(([name, value]) => `--parameter=${name}=${String(value)}`),
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

export const publish = alsoByJenkins({
  name: 'publish',
  describe: 'Hands a release to a place that releases were published to before; players see no difference',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['release', 'place', 'why'],
    properties: {
      release,
      target: { ...target, pattern: `${namePattern}|^_$` },
      place: { ...name, maxLength: 4096, description: 'As "release status" names it' },
      files: { ...path, description: 'Folder below the workspace that the packages were built in' },
      hotUpdate: { ...path, description: 'Folder below the workspace with hot updates' },
      why: { ...why, description: 'Why, for everybody to see' },
      dryRun: { type: 'boolean', description: 'Check everything; hand over nothing' },
      jenkins
    }
  },
  paths: ['files', 'hotUpdate'],
  concurrency: 2,
  command: (workspace, { release, target, place, files, hotUpdate, why, dryRun }, id) => [
    'release',
    'publish',
    String(release),
    '--json',
    `--project=${workspace}`,
    `--place=${String(place)}`,
    `--why=${String(why)}`,
    `--id=job ${id}`,
    ...valued('target', target),
    ...valued('files', files),
    ...valued('hot-update', hotUpdate),
    ...flag('dry-run', dryRun)
  ],
  output: () => 'document'
})

export const upload = alsoByJenkins({
  name: 'upload',
  describe: 'Sends a package of a release to an app store that the project names',
  parameters: {
    type: 'object',
    additionalProperties: false,
    required: ['release', 'to', 'why'],
    properties: {
      release,
      to: { type: 'string', pattern: namePattern, description: 'A store, as packages.appStores names it' },
      target: { ...target, description: 'Where "when" of the store leaves several' },
      row: { ...name, description: 'The row that is meant, as TARGET/PLATFORM/CHANNEL or a glob of it' },
      files: { ...path, description: 'Folder below the workspace that the packages were built in' },
      again: { type: 'boolean', description: 'Although an earlier try had no answer' },
      why: { ...why, description: 'Why, for everybody to see' },
      dryRun: { type: 'boolean', description: 'Try everything that leaves no trace in the store' },
      jenkins
    }
  },
  paths: ['files'],
  concurrency: 2,
  command: (workspace, { release, to, target, row, files, again, why, dryRun }, id) => [
    'release',
    'upload',
    String(release),
    '--json',
    `--project=${workspace}`,
    `--to=${String(to)}`,
    `--why=${String(why)}`,
    `--id=job ${id}`,
    ...valued('target', target),
    ...valued('row', row),
    ...valued('files', files),
    ...flag('again', again),
    ...flag('dry-run', dryRun)
  ],
  output: () => 'document'
})

/** The same kind where Jenkins does the work: everything that was asked for becomes parameters of its job. */
function alsoByJenkins (kind: JobKind): JobKind {
  return {
    ...kind,
    command: (workspace, parameters, id) =>
      parameters.jenkins === true
        ? [
          'jenkins',
          'run',
          kind.name,
          '--events',
          `--project=${workspace}`,
          `--id=${id}`,
          ...passed(parameters)
        ]
        : kind.command(workspace, parameters, id),
    output: parameters => parameters.jenkins === true ? 'events' : kind.output(parameters)
  }
}

/** PACKLINE_VERSION=1.2; of lists one a line, of values by name NAME=VALUE. */
function passed ({ jenkins: _, ...parameters }: Record<string, unknown>): string[] {
  return Object.entries(parameters).map(([name, value]) => {
    const variable = name.replaceAll(/[A-Z]/g, letter => `_${letter}`).toUpperCase()
    return `--pass=PACKLINE_${variable}=${lines(value)}`
  })
}

function lines (value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join('\n')
  if (typeof value !== 'object' || value === null) return String(value)
  return Object.entries(value).map(([name, each]) => `${name}=${String(each)}`).join('\n')
}

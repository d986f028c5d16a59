import { namePattern } from '../config/name-patterns.js'
import { flag, name, path, valued } from './command-words.js'
import type { JobKind } from './job-kind.js'
import { alsoByJenkins, jenkins, release, target, why } from './release-job-fields.js'

const files = { ...path, description: 'Folder below the workspace that the packages were built in' } as const
const told = { ...why, description: 'Why, for everybody to see' } as const
const store = {
  type: 'string',
  pattern: namePattern,
  description: 'A store, as packages.appStores names it'
} as const
const row = {
  ...name,
  description: 'The row that is meant, as TARGET/PLATFORM/CHANNEL or a glob of it'
} as const
const oneOf = {
  target: { ...target, description: 'Where "when" of the store leaves several' },
  row
} as const
const again = { type: 'boolean', description: 'Although an earlier try had no answer' } as const
const traceless = {
  type: 'boolean',
  description: 'Try everything that leaves no trace in the store'
} as const
const percent = {
  type: 'number',
  minimum: 0.01,
  maximum: 100,
  description: 'Google Play: the share of players that gets it'
} as const

/** A release on its way: to a place that players load from, to stores, to symbol servers. */
export const publish = sending('publish', {
  describe: 'Hands a release to a place that releases were published to before; players see no difference',
  required: ['place'],
  properties: {
    target: { ...target, pattern: `${namePattern}|^_$` },
    place: { ...name, maxLength: 4096, description: 'As "release status" names it' },
    files,
    fetch: {
      type: 'boolean',
      description: "Beside a hot update: the packages, too, from the project's artifact store"
    },
    hotUpdate: { ...path, description: 'Folder below the workspace with hot updates' },
    dryRun: { type: 'boolean', description: 'Check everything; hand over nothing' }
  },
  paths: ['files', 'hotUpdate'],
  words: ({ target, place, files, fetch, hotUpdate }) => [
    `--place=${String(place)}`,
    ...valued('target', target),
    ...valued('files', files),
    ...flag('fetch', fetch),
    ...valued('hot-update', hotUpdate)
  ]
})

export const upload = sending('upload', {
  describe: 'Sends a package of a release to an app store that the project names',
  required: ['to'],
  properties: {
    to: store,
    ...oneOf,
    files,
    notes: {
      type: 'string',
      maxLength: 20_000,
      pattern: '^[^\\u0000]*$',
      description: 'The news for players, in place of the notes of the release'
    },
    track: { ...name, maxLength: 128, description: 'Google Play: in place of the one in the project file' },
    percent,
    again,
    dryRun: traceless
  },
  paths: ['files'],
  words: ({ to, target, row, files, notes, track, percent, again }) => [
    `--to=${String(to)}`,
    ...valued('target', target),
    ...valued('row', row),
    ...valued('files', files),
    ...valued('notes', notes),
    ...valued('track', track),
    ...valued('percent', percent),
    ...flag('again', again)
  ]
})

export const symbols = sending('symbols', {
  describe: 'Sends the symbols of a package of a release to a symbol server that the project names',
  required: ['to'],
  properties: {
    to: { ...store, description: 'A server, as packages.symbols names it' },
    ...oneOf,
    files,
    again,
    dryRun: { type: 'boolean', description: 'Only compare the symbols with the package' }
  },
  paths: ['files'],
  words: ({ to, target, row, files, again }) => [
    `--to=${String(to)}`,
    ...valued('target', target),
    ...valued('row', row),
    ...valued('files', files),
    ...flag('again', again)
  ]
})

export const storeRollout = sending('store-rollout', {
  describe: 'Changes which share of players a store gives an uploaded package to, or halts that',
  required: ['to'],
  properties: {
    to: store,
    ...oneOf,
    percent,
    halt: { type: 'boolean', description: 'Nobody more gets it' },
    resume: { type: 'boolean', description: 'It goes on with the share of before' },
    dryRun: traceless
  },
  paths: [],
  words: ({ to, target, row, percent, halt, resume }) => [
    `--to=${String(to)}`,
    ...valued('target', target),
    ...valued('row', row),
    ...valued('percent', percent),
    ...flag('halt', halt),
    ...flag('resume', resume)
  ]
})

interface Sending extends Pick<JobKind, 'describe' | 'paths'> {
  required: string[]
  /** Besides the release, why, and whether Jenkins does it. */
  properties: Record<string, object>
  words: (parameters: Record<string, unknown>) => string[]
}

function sending (name: string, { describe, required, properties, paths, words }: Sending): JobKind {
  return alsoByJenkins({
    name,
    describe,
    parameters: {
      type: 'object',
      additionalProperties: false,
      required: ['release', ...required, 'why'],
      properties: { release, ...properties, why: told, jenkins }
    },
    paths,
    concurrency: 2,
    command: (workspace, { release, why, dryRun, ...parameters }, id) => [
      'release',
      name,
      String(release),
      name === 'store-rollout' ? '--json' : '--events',
      `--project=${workspace}`,
      `--why=${String(why)}`,
      `--id=job ${id}`,
      ...words(parameters),
      ...flag('dry-run', dryRun)
    ],
    output: () => name === 'store-rollout' ? 'document' : 'events'
  })
}
